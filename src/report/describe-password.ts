import type { Finding } from '../model/finding.js';
import { instantText } from '../model/instant.js';
import type { ObjectPassword, ObjectStatus, ServerCause } from '../model/object-report.js';
import type { ObjectSubject } from '../object-checks/object-check.js';
import { findArrival, readPasswordSet } from '../object-checks/password-set.js';
import type { Exclusion } from '../object-checks/selective-phs.js';

/** What the verdict on a user rests on. */
export interface Judged {
  readonly subject: ObjectSubject;
  readonly findings: readonly Finding[];
  readonly serverCauses: readonly ServerCause[];
  /** Why the password is left out on purpose; absent if it is not. */
  readonly exclusion?: Exclusion | undefined;
  /** True on a staging server that is meant to be one. */
  readonly isStagingAsExpected: boolean;
}

function readStatus(findings: readonly Finding[], id: string): Finding['status'] {
  return findings.find(({ check }) => check === id)?.status ?? 'skip';
}

function judgeState({ subject, findings, exclusion }: Judged): ObjectPassword['state'] {
  if (exclusion !== undefined) {
    return 'excluded';
  }
  const [log, temporary, events] = ['PHS511', 'PHS512', 'PHS513'].map((id) => readStatus(findings, id));
  if (temporary === 'fail' || events === 'fail' || log === 'fail') {
    return 'not-synchronized';
  }
  if (log === 'warn') {
    return 'pending';
  }
  return log !== 'pass' ? 'unknown' : findArrival(subject) === null ? 'not-recorded' : 'synchronized';
}

function judgeNext({ findings, serverCauses, isStagingAsExpected, exclusion }: Judged): ObjectPassword['next'] {
  if (exclusion !== undefined) {
    return 'excluded';
  }
  const isBroken = findings.some(({ check, status }) => status === 'fail' && check !== 'PHS511' && check !== 'PHS513');
  if (isBroken || serverCauses.some(({ effect }) => effect === 'stops')) {
    return 'stopped';
  }
  if (isStagingAsExpected) {
    return 'elsewhere';
  }
  if (serverCauses.some(({ effect }) => effect === 'hides')) {
    return 'unknown';
  }
  const isUnknown = findings.some(({ check, status }) => status === 'unknown' && check < 'PHS511');
  return isUnknown ? 'unknown' : serverCauses.some(({ effect }) => effect === 'doubts') ? 'doubtful' : 'arrives';
}

/** What is known of the password of one user: the last change, and what becomes of the next one. */
export function describePassword(judged: Judged): ObjectPassword {
  const { subject } = judged;
  return {
    state: judgeState(judged),
    changedAt: readPasswordSet(subject.trace)?.at ?? null,
    synchronizedAt: findArrival(subject),
    next: judgeNext(judged),
  };
}

function readDay(instant: string): string {
  return instant.slice(0, 10);
}

/** The last change in a clause: `the password of 2026-11-20 is synchronized`. */
function describeLastChange({ state, changedAt, synchronizedAt }: ObjectPassword): string {
  const which = changedAt === null ? 'The password' : `The password of ${readDay(changedAt)}`;
  switch (state) {
    case 'synchronized':
      return changedAt === null && synchronizedAt !== null
        ? `A password was synchronized at ${instantText(synchronizedAt)}`
        : `${which} is synchronized`;
    case 'not-recorded':
      return `${which} was set before the 7 days that the log keeps`;
    case 'pending':
      return `${which} is not synchronized yet`;
    case 'not-synchronized':
      return `${which} is not synchronized`;
    case 'excluded':
    case 'unknown':
      return 'Whether the last change of the password is synchronized is not known';
  }
}

/** Words that begin the message of a finding and are not names. */
const commonWord = /^(?:A|An|Access|Domains?|Event|Every|No|None|Not|Nothing|Only|Paused|There|The|This)\b/;

/** The message of a cause as the end of a sentence, with the check that says it. */
function writeReason({ check, message }: Pick<Finding, 'check' | 'message'>): string {
  const text = message.replace(/\.$/, '');
  const begun = commonWord.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
  return `${begun} (${check})`;
}

/** What the user's own way says in full, for one that is in order. */
function writeGoodAnswer({ changedAt, state, synchronizedAt, next }: ObjectPassword): string {
  const elsewhere =
    next === 'elsewhere' ? ' This server is a staging server, as expected: another one sends passwords.' : '';
  if (state === 'synchronized' && synchronizedAt !== null) {
    const changed = changedAt === null ? 'when it was changed is not known' : `changed at ${instantText(changedAt)}`;
    return `The password is synchronized: ${changed}, synchronized at ${instantText(synchronizedAt)}.${elsewhere}`;
  }
  if (state === 'not-recorded' && changedAt !== null) {
    return `Nothing is broken for this password. It was changed at ${instantText(changedAt)}, before the 7 days that the log keeps, so the log no longer holds when it was synchronized.${elsewhere}`;
  }
  return `Nothing is broken for this password.${elsewhere}`;
}

function writeServerAnswer(cause: ServerCause, password: ObjectPassword): string {
  const last = describeLastChange(password);
  const reason = writeReason(cause);
  switch (cause.effect) {
    case 'stops':
      return password.state === 'not-synchronized'
        ? `${last}, and a new one would not be: ${reason}.`
        : `${last}; a new one would not be${password.state === 'synchronized' ? '' : ' synchronized'}: ${reason}.`;
    case 'hides':
      return `${last}; whether a new one would be could not be checked: ${reason}.`;
    case 'doubts':
      return `${last}; a new one might not be, or not soon: ${reason}.`;
    case 'later':
      return `${last}, and a new one would be, but only for now: ${reason}.`;
  }
}

function writeOwnAnswer(status: ObjectStatus, cause: Finding, password: ObjectPassword): string {
  const about = `${cause.check}: ${cause.message}`;
  switch (status) {
    case 'fail':
      return `Most likely cause: ${about}`;
    case 'unknown':
      return `Nothing is known to be broken, but not everything could be checked: ${about}`;
    case 'warn':
      if (password.state === 'excluded') {
        return cause.message;
      }
      return password.state === 'synchronized'
        ? `${writeGoodAnswer(password)} Look at ${about}`
        : `Nothing is broken; look at ${about}`;
    case 'pass':
      return writeGoodAnswer(password);
  }
}

/** The answer about one user in a sentence or two, by what decides the verdict. */
export function writeAnswer(
  status: ObjectStatus,
  { own, server }: { readonly own: Finding | undefined; readonly server: ServerCause | undefined },
  password: ObjectPassword,
): string {
  if (server !== undefined) {
    return writeServerAnswer(server, password);
  }
  return own === undefined ? writeGoodAnswer(password) : writeOwnAnswer(status, own, password);
}
