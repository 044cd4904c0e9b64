import { pause } from '../base/async.js';
import { findNewEntries, latestEntry } from '../object-checks/log-entries.js';
import { instantText } from '../model/instant.js';
import { logStatuses } from '../model/log-statuses.js';
import type { ObjectLogEntry } from '../model/object-trace.js';
import {
  userSyncCmdlet,
  type UserSyncCall,
  type UserSyncEvent,
  type UserSyncRefusal,
  type UserSyncResult,
} from '../model/user-sync.js';
import type { CallEnd, SyncServer } from './sync-server.js';

/** One user to synchronize. */
export interface SyncOneRequest {
  readonly call: UserSyncCall;
  /** GUID of the object in the connector space, which the log belongs to. */
  readonly objectId: string;
  /** Who runs the tool; null if that could not be read. */
  readonly operator: string | null;
  /** How long a new entry is waited for, and how often it is looked for, in ms. */
  readonly waitMs: number;
  readonly betweenMs: number;
  readonly signal: AbortSignal;
}

/** The events of one call. The guard reads none of them: its own have the ids 4100 to 4199 (docs/guard.md). */
export const userSyncEventIds = { call: 4200, verified: 4201, notVerified: 4202 } as const;

/** Looks for an entry that was not there before, until it is there or the time is over. */
async function waitForEntry(
  server: SyncServer,
  before: readonly ObjectLogEntry[],
  { objectId, waitMs, betweenMs, signal }: SyncOneRequest,
  end: CallEnd,
): Promise<ObjectLogEntry | null> {
  if (end.state === 'interrupted') {
    return null;
  }
  // After a call that failed nothing more is to come.
  const looks = end.state === 'returned' || end.state === 'timeout' ? Math.ceil(waitMs / betweenMs) : 0;
  for (let look = 0; ; look += 1) {
    const log = await server.readLog(objectId).catch(() => undefined);
    const found = latestEntry(log?.known === true ? findNewEntries(before, log.value) : []);
    if (found !== undefined || look >= looks || signal.aborted) {
      return found ?? null;
    }
    await pause(betweenMs, signal);
  }
}

function judgeOutcome({ state }: CallEnd, entryAfter: ObjectLogEntry | null): UserSyncResult['outcome'] {
  if (entryAfter?.status === 'Success') {
    return 'verified';
  }
  return state === 'returned' || state === 'timeout' ? 'not-verified' : state;
}

function describeEntry({ status, details }: ObjectLogEntry): string {
  const meaning = logStatuses.get(status)?.meaning ?? 'not a documented status.';
  return `a new entry of the log says ${status}: ${meaning}${details === null ? '' : ` Details: ${details}`}`;
}

function describeCall({ state, error }: CallEnd, deadlineText: string): string {
  switch (state) {
    case 'returned':
      return 'The cmdlet came back';
    case 'timeout':
      return `The cmdlet did not come back ${deadlineText}`;
    case 'failed':
      return `The cmdlet failed: ${(error ?? 'it gave no reason').replace(/\.$/, '')}`;
    case 'lost':
      return `PowerShell was lost during the call: ${(error ?? 'no reason is known').replace(/\.$/, '')}`;
    case 'interrupted':
      return 'The call was interrupted';
  }
}

function describeResult(end: CallEnd, entryAfter: ObjectLogEntry | null, waitMs: number): string {
  if (entryAfter?.status === 'Success') {
    const at = entryAfter.at === null ? '' : ` (${instantText(entryAfter.at)})`;
    const but = end.state === 'returned' ? '' : ` ${describeCall(end, 'in time')}.`;
    return `Verified: a new entry of the log says Success${at}.${but}`;
  }
  const waited = end.state === 'returned' || end.state === 'timeout' ? ` within ${waitMs / 1000} s` : '';
  const seen =
    entryAfter === null ? `no new entry appeared in the log of the user${waited}.` : describeEntry(entryAfter);
  return `Not verified. ${describeCall(end, 'in time')}; ${seen}`;
}

/** Nothing is changed that nobody could read of afterwards. */
function refuseUnwritten({ state, problem }: UserSyncEvent): UserSyncRefusal {
  const why =
    state === 'no-source'
      ? 'the event source phs-tool is not registered. Run phs-tool guard setup once.'
      : (problem ?? 'PowerShell gave no reason.');
  return { reason: 'not-written', message: `The call could not be written down in the Application log: ${why}` };
}

/**
 * Synchronizes the password of one user: reads the log, writes down what is about to be called, calls once, looks for a new
 * entry and writes down what came of it. A refusal if the log cannot be read before, or the call cannot be written down: then nothing
 * was called.
 */
export async function syncOneUser(
  server: SyncServer,
  request: SyncOneRequest,
): Promise<{ readonly refusal: UserSyncRefusal } | { readonly result: UserSyncResult }> {
  const { call, objectId, operator, waitMs } = request;
  const before = await server.readLog(objectId);
  if (!before.known) {
    return { refusal: { reason: 'unreadable', message: before.reason.message } };
  }
  const who = `${call.distinguishedName} (connector ${call.connectorName})`;
  const by = operator ?? 'An account whose name could not be read';
  const first = await server.writeEvent({
    eventId: userSyncEventIds.call,
    entryType: 'Information',
    sentence: `${by} synchronizes the password of ${who} with ${userSyncCmdlet}.`,
    line: `phs-user-sync/1 CALL object ${objectId}`,
  });
  if (first.state !== 'written') {
    return { refusal: refuseUnwritten(first) };
  }
  const end = await server.call(call);
  const entryAfter = await waitForEntry(server, before.value, request, end);
  const outcome = judgeOutcome(end, entryAfter);
  const said = describeResult(end, entryAfter, waitMs);
  const isVerified = outcome === 'verified';
  const last = await server.writeEvent({
    eventId: isVerified ? userSyncEventIds.verified : userSyncEventIds.notVerified,
    entryType: isVerified ? 'Information' : 'Warning',
    sentence: `The password of ${who}, for ${by}. ${said}`,
    line: `phs-user-sync/1 ${isVerified ? 'VERIFIED' : 'NOT_VERIFIED'} object ${objectId}`,
  });
  const { calledAt, durationMs, error } = end;
  const entryBefore = latestEntry(before.value) ?? null;
  return { result: { outcome, calledAt, durationMs, error, entryBefore, entryAfter, events: [first, last], said } };
}
