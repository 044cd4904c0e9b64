/**
 * What the engine and the wizard write when password hash synchronization starts, stops, or is switched (facts 3.1, 3.3):
 * 350 and 351 staging mode, 601 and 602 the manager starts and stops, 609 it has stopped, 6910 and 6911 enabled and
 * disabled for a connector, 6916 disabled with a restored database.
 */
export const switchEventIds: readonly number[] = [350, 351, 601, 602, 609, 6910, 6911, 6916];
