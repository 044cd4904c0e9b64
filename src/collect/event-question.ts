import { auditEventIds, passwordHashSyncEventIds } from '../model/event-catalog.js';
import { mostOfSeldomId, switchEventIds } from '../model/change-events.js';
import { certificateEventIds, rotationEventIds, tokenEventIds } from '../model/entra-sign-in.js';
import type { EventRecord } from '../model/facts.js';
import type { ArgumentsOf } from '../scripts/operation.js';
import type { getPhsEvent } from '../scripts/get-phs-event.js';

/** Sources of PHS events and of the engine's own (facts 3); the third is the engine's name in its older life. */
export const eventSources: readonly string[] = ['Directory Synchronization', 'ADSync', 'FIMSynchronizationService'];

/** Ids that are collected: all of Microsoft's PHS table, and those beside it that report a problem (facts 3.1, 3.2). */
export const collectedEventIds: readonly number[] = passwordHashSyncEventIds;

/** Ids that come seldom and are read whatever their source, as far back as the log goes in {@link lookBackDays}. */
export const seldomEventIds: readonly number[] = [
  ...new Set([...Object.values(certificateEventIds), ...rotationEventIds, ...auditEventIds, ...switchEventIds]),
].sort((left, right) => left - right);

/** How far back the seldom ones are read: the certificate is announced 27 days ahead, and a change can be old (facts 9.2, 9.3). */
export const lookBackDays = 30;

/** The question for all events of PHS since an instant. Recordings of older versions answer this one only. */
export function buildPasswordSyncQuestion(after: Date): ArgumentsOf<typeof getPhsEvent> {
  return { after, source: [...eventSources], eventId: [...collectedEventIds] };
}

/** The one question of a run: all events of PHS since an instant, and those that come seldom since another one. */
export function buildQuestion(after: Date, seldomAfter: Date): ArgumentsOf<typeof getPhsEvent> {
  return {
    ...buildPasswordSyncQuestion(after),
    anySourceAfter: seldomAfter,
    anySourceEventId: [...seldomEventIds],
    anySourceErrorEventId: [...tokenEventIds],
    anySourceMaxCount: mostOfSeldomId,
  };
}

const collected = new Set(collectedEventIds);
const knownSources = new Set(eventSources.map((source) => source.toLowerCase()));

/** Whether a record of the answer belongs to the events of PHS since the instant, and not only to the seldom ones. */
export function isAsked({ eventId, source, generatedAt }: EventRecord, since: Date): boolean {
  return collected.has(eventId) && knownSources.has(source.toLowerCase()) && Date.parse(generatedAt) >= since.getTime();
}
