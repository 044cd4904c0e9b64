import { groupBy } from '../base/group-by.js';
import { counted } from '../base/text.js';
import { certificateEventIds, rotationEventIds, tokenEventIds } from '../model/entra-sign-in.js';
import { eventMeaning } from '../model/event-catalog.js';
import type { EventRecord, Facts } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { signInCodesIn } from '../model/sign-in-codes.js';
import { hasSucceeded, parseAudit } from '../parsers/audit-event.js';
import { adConnectors } from './connectors.js';
import { valueIfKnown, type CheckContext } from './check.js';
import { eventEvidence } from './evidence.js';
import { latestRecoveryMs } from './problems/signs-of-life.js';

const longestSample = 400;

/** Records of one event id that report the same refusal. */
export interface SignInProblem {
  readonly eventId: number;
  /** The `AADSTS` codes of the newest record; empty if it names none. */
  readonly codes: readonly number[];
  readonly count: number;
  readonly newest: EventRecord;
}

/** What the text of an error of 904 or 906 says if it is about the sign-in. */
const aboutSignIn = /AADSTS\d|AcquireToken|\[MSAL\]|access token|conditional access|multi-?factor/i;

function isRefusal({ eventId, entryType, message }: EventRecord): boolean {
  return tokenEventIds.includes(eventId)
    ? entryType === 'Error' && aboutSignIn.test(message.slice(0, 8_000))
    : signInCodesIn(message).length > 0;
}

function groupRecords(records: readonly EventRecord[]): readonly SignInProblem[] {
  const keyOf = ({ eventId, message }: EventRecord): string => JSON.stringify([eventId, signInCodesIn(message)]);
  return [...groupBy(records, keyOf).values()]
    .map((mine) => {
      const [first, ...others] = mine;
      const newest = others.reduce(
        (before, next) => (Date.parse(next.generatedAt) > Date.parse(before.generatedAt) ? next : before),
        first,
      );
      return { eventId: newest.eventId, codes: signInCodesIn(newest.message), count: mine.length, newest };
    })
    .sort((a, b) => Date.parse(b.newest.generatedAt) - Date.parse(a.newest.generatedAt));
}

/** The latest instant at which the end of a batch or a ping shows that Entra accepted the sign-in; Entra is one for all forests. */
export function latestAcceptedMs(facts: Facts): number {
  const events = valueIfKnown(facts.events);
  return events === undefined
    ? -Infinity
    : Math.max(-Infinity, ...adConnectors(facts).map((each) => latestRecoveryMs(each, events) ?? -Infinity));
}

/** Refusals in the window that no later batch or ping answers, and those that one does; the newest first. */
export function refusals(
  facts: Facts,
  { windowStartsAt }: CheckContext,
): { readonly active: readonly SignInProblem[]; readonly over: readonly SignInProblem[] } {
  const records = [...(valueIfKnown(facts.events)?.errors ?? []), ...(valueIfKnown(facts.signInEvents) ?? [])];
  const groups = groupRecords(
    records.filter(
      (record) =>
        Date.parse(record.generatedAt) >= windowStartsAt.getTime() &&
        !Object.values<number>(certificateEventIds).includes(record.eventId) &&
        !rotationEventIds.includes(record.eventId) &&
        isRefusal(record),
    ),
  );
  const acceptedMs = latestAcceptedMs(facts);
  const isOver = ({ newest }: SignInProblem): boolean => acceptedMs > Date.parse(newest.generatedAt);
  return { active: groups.filter((group) => !isOver(group)), over: groups.filter(isOver) };
}

/** The newest record of one kind about the certificate that no later renewal answers; undefined if there is none. */
export function certificateRecord(facts: Facts, kind: keyof typeof certificateEventIds): EventRecord | undefined {
  // Any program may use these numbers: the text must be about a certificate.
  const records = (valueIfKnown(facts.signInEvents) ?? []).filter((record) => eventMeaning(record) !== undefined);
  const findLatest = (eventIds: readonly number[]): EventRecord | undefined =>
    records
      .filter(({ eventId }) => eventIds.includes(eventId))
      .sort((a, b) => Date.parse(b.generatedAt) - Date.parse(a.generatedAt))
      .find(({ eventId, message }) => !rotationEventIds.includes(eventId) || hasSucceeded(parseAudit(message)));
  const found = findLatest([certificateEventIds[kind]]);
  const rotatedAt = findLatest(rotationEventIds)?.generatedAt;
  return found !== undefined && rotatedAt !== undefined && Date.parse(rotatedAt) > Date.parse(found.generatedAt)
    ? undefined
    : found;
}

/** What is shown of refusals: their number, the newest record and its text. */
export function refusalEvidence(problems: readonly SignInProblem[]): readonly Evidence[] {
  return problems.flatMap(({ eventId, count, newest }) => [
    eventEvidence(
      `Event ${eventId}`,
      `${counted(count, 'event')}, latest ${newest.generatedAt}`,
      eventId,
      newest.recordId,
    ),
    textEvidence(newest),
  ]);
}

/** What is shown of one record: its source, which Microsoft does not state for all of them, its instant and its text. */
export function recordEvidence(record: EventRecord): readonly Evidence[] {
  const { eventId, recordId, generatedAt, source } = record;
  const name = eventMeaning(record)?.name ?? 'event';
  return [
    eventEvidence(`Event ${eventId} (${name}; written by ${source})`, generatedAt, eventId, recordId),
    textEvidence(record),
  ];
}

function textEvidence({ eventId, recordId, message }: EventRecord): Evidence {
  return eventEvidence('Text', message.slice(0, longestSample), eventId, recordId);
}
