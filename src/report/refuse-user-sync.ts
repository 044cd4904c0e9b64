import type { ObjectResult, ServerCause } from '../model/object-report.js';
import type { ObjectTrace } from '../model/object-trace.js';
import type { UserSyncRefusal } from '../model/user-sync.js';

/** What a check of the server is called if it forbids the call; every other one that stops passwords is `server-broken`. */
const reasons: Readonly<Record<string, UserSyncRefusal['reason']>> = {
  PHS106: 'build-cut-off',
  PHS204: 'staging',
  PHS205: 'channel-off',
  PHS211: 'left-off',
};

/** The role and the channel: what could not be read of them is not taken for in order. */
const mustBeKnown: ReadonlySet<string> = new Set(['PHS204', 'PHS205']);

function refuseByServer(causes: readonly ServerCause[]): UserSyncRefusal | undefined {
  const stopping = causes.filter(({ effect }) => effect === 'stops');
  const cause = stopping.find(({ check }) => reasons[check] !== undefined) ?? stopping[0];
  if (cause !== undefined) {
    return { reason: reasons[cause.check] ?? 'server-broken', message: `${cause.check}: ${cause.message}` };
  }
  const hidden = causes.find(({ check, effect }) => effect === 'hides' && mustBeKnown.has(check));
  return hidden === undefined ? undefined : { reason: 'unreadable', message: `${hidden.check}: ${hidden.message}` };
}

function refuseByWay({ findings, password }: ObjectResult): UserSyncRefusal | undefined {
  const broken = findings.find(({ check, status }) => status === 'fail' && check !== 'PHS511' && check !== 'PHS513');
  if (broken !== undefined) {
    return { reason: 'way-broken', message: `${broken.check}: ${broken.message}` };
  }
  return password.next === 'excluded'
    ? { reason: 'excluded', message: 'The rules leave the password of this user out on purpose.' }
    : undefined;
}

/** Without the object there is nobody to name, and without its log no success can be verified. */
function refuseUnread({ source, log }: Pick<ObjectTrace, 'source' | 'log'>): UserSyncRefusal | undefined {
  const unread = source.known ? log : source;
  return unread.known ? undefined : { reason: 'unreadable', message: unread.reason.message };
}

/**
 * Why nothing is called for a user: the server first, then the user's own way, then what could not be read. Undefined if
 * nothing stands in the way. Pure.
 */
export function refuseUserSync(
  diagnosis: ObjectResult,
  trace: Pick<ObjectTrace, 'source' | 'log'>,
): UserSyncRefusal | undefined {
  return refuseByServer(diagnosis.serverCauses) ?? refuseByWay(diagnosis) ?? refuseUnread(trace);
}
