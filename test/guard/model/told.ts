/** What the events of one run tell. */
export interface Told {
  go: boolean;
  off: boolean;
  on: boolean;
  again: boolean;
}

/** Kinds of {@link Told}. */
export const toldKinds = ['go', 'off', 'on', 'again'] as const satisfies readonly (keyof Told)[];

/** What a folder that somebody else made holds: slots that tell a story, under right hashes, as anybody can write them. */
export const plantedStories = ['none', 'left off', 'abandoned', 'ended'] as const;
/** See {@link plantedStories}. */
export type PlantedStory = (typeof plantedStories)[number];

/** All that a signed-in user without rights has written so far; it can be taken away to compare (forger.ts). */
export interface Forged {
  /** Events of the tool's source that nobody authenticated, by the epoch that they name. */
  readonly fakes: readonly Told[];
  /** An event of the tool's source with a text that is none of the tool's. */
  readonly noise: boolean;
  /** Copies, byte for byte, of events that the tool wrote, by epoch. */
  readonly copies: readonly Told[];
  /** Events of the server's source: off and on again; a sign of life. */
  readonly switched: boolean;
  readonly alive: boolean;
  /** Tasks of his own with the name of a guardian, by epoch. */
  readonly tasks: readonly boolean[];
  /** Slots in a folder of his own. */
  readonly story: PlantedStory;
}

/** No event. */
export const nothingTold: Told = { go: false, off: false, on: false, again: false };

/** Nothing is forged. */
export const nothingForged: Forged = {
  ...{ fakes: [nothingTold, nothingTold], copies: [nothingTold, nothingTold] },
  ...{ noise: false, switched: false, alive: false, tasks: [false, false], story: 'none' },
};
