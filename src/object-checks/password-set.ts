import type { ObjectTrace } from '../model/object-trace.js';
import { userKey, type UserEventSummary } from '../parsers/user-events.js';
import { readPart, type ObjectSubject } from './object-check.js';
import { findAttribute } from './phs506-metaverse.js';
import { isSuccess } from '../model/phs-event.js';

/** When the password of a user was set. */
export interface PasswordSet {
  /** Null: it must be changed at the next logon, or `pwdLastSet` was not read. */
  readonly at: string | null;
  /** True: it must be changed at the next logon (`pwdLastSet` 0); undefined: not read. */
  readonly mustChange: boolean | undefined;
  /** True: the directory did not answer, and this is what the last import brought into the connector space. */
  readonly isImported: boolean;
}

/** From 1601, where the file times of Windows begin, to 1970, in ms. */
const fileTimeEpochMs = 11_644_473_600_000;
const ticksPerMs = 10_000;

/** The instant of a file time in text, or of a generalized time; undefined for any other text. */
function parseInstant(text: string): string | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.\d{1,3}Z$/.exec(text) ?? [];
  const ms = /^\d{17,19}$/.test(text)
    ? Number(text) / ticksPerMs - fileTimeEpochMs
    : Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(Math.trunc(ms)).toISOString() : undefined;
}

/**
 * When the password was set: what the directory says, else the attribute `pwdLastSet` of the connector space. Undefined if
 * neither is known, and if the directory does not have the user any more.
 */
export function readPasswordSet({
  directory,
  source,
}: Pick<ObjectTrace, 'directory' | 'source'>): PasswordSet | undefined {
  if (directory.known) {
    return directory.value === null
      ? undefined
      : {
          at: directory.value.passwordLastSetAt,
          mustChange: directory.value.mustChangePassword ?? undefined,
          isImported: false,
        };
  }
  const [text] = findAttribute(readPart(source), 'pwdLastSet')?.values ?? [];
  if (text === '0') {
    return { at: null, mustChange: true, isImported: true };
  }
  const at = text === undefined ? undefined : parseInstant(text);
  return at === undefined ? undefined : { at, mustChange: false, isImported: true };
}

/** The events of the window that name the user. */
export function findUserEvents({
  trace,
  userEvents,
}: Pick<ObjectSubject, 'userEvents'> & {
  readonly trace: Pick<ObjectTrace, 'distinguishedName'>;
}): UserEventSummary | undefined {
  return userEvents.known ? userEvents.value.byUser.get(userKey(trace.distinguishedName ?? '')) : undefined;
}

/** When a password of the user arrived last, as the log of the object or an event says; null if neither does. */
export function findArrival(subject: ObjectSubject): string | null {
  const { log } = subject.trace;
  const result = findUserEvents(subject)?.latestResult;
  const instants = [
    ...(log.known ? log.value : []).flatMap(({ status, at }) => (status === 'Success' && at !== null ? [at] : [])),
    ...(result && isSuccess(result.result) ? [result.at] : []),
  ];
  return instants.reduce<string | null>(
    (latest, at) => (latest === null || Date.parse(at) > Date.parse(latest) ? at : latest),
    null,
  );
}
