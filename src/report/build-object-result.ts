import { objectCatalog } from '../object-checks/catalog.js';
import { listAccountNotes } from '../object-checks/account-notes.js';
import type { ObjectContext, ObjectLeg, ObjectSubject } from '../object-checks/object-check.js';
import { lineFindings, runObjectChecks } from '../object-checks/run-object-checks.js';
import type { Finding, FindingStatus } from '../model/finding.js';
import type { ObjectCause, ObjectResult, ObjectStatus, ServerCause } from '../model/object-report.js';
import type { ConnectorSpaceObject, MetaverseObject, ObjectTrace } from '../model/object-trace.js';
import { findUserEvents } from '../object-checks/password-set.js';
import { findExclusion } from '../object-checks/selective-phs.js';
import { adviseUserSync, nameUserSync } from './advise-user-sync.js';
import { compareObjectOpinion } from './compare-object-opinion.js';
import { writeAnswer, describePassword } from './describe-password.js';

/** Where an object stands among those that were given. */
export interface ObjectPlace {
  readonly index: number;
  readonly line: number | null;
}

/** What a result needs beside the subject. */
export interface ObjectResultInput extends ObjectPlace, ObjectContext {
  /** What of the server concerns this user. */
  readonly serverCauses: readonly ServerCause[];
  /** True on a staging server that is meant to be one. */
  readonly isStagingAsExpected?: boolean;
  /** Adds the attributes of each side. */
  readonly withSides: boolean;
}

const longestText = 1_000;

function toCause({ check, subject, title, message, reason }: Finding | ServerCause): ObjectCause {
  return {
    check,
    ...(subject === undefined ? {} : { subject }),
    title,
    message,
    ...(reason === undefined ? {} : { reason }),
  };
}

const ownChecks: ReadonlySet<string> = new Set(objectCatalog.map(({ id }) => id));

/** How bad each status is for the picture of the way; a skipped part is shown only when nothing else is known of it. */
const weights: Readonly<Record<FindingStatus, number>> = { fail: 4, unknown: 3, warn: 2, pass: 1, skip: 0 };

/** What a check of the server kept from being evaluated is not known of this user; it follows from no break of the own way. */
function judgedOf({ status, blockedBy }: Finding): FindingStatus {
  return status === 'skip' && blockedBy !== undefined && !ownChecks.has(blockedBy) ? 'unknown' : status;
}

function findWorst(findings: readonly Finding[], leg: ObjectLeg): FindingStatus {
  const ids = new Set(objectCatalog.filter((check) => check.leg === leg).map(({ id }): string => id));
  return findings
    .filter(({ check }) => ids.has(check))
    .map(judgedOf)
    .reduce<FindingStatus>((worst, status) => (weights[status] > weights[worst] ? status : worst), 'skip');
}

/** The finding that says most: the first broken link, else what could not be read, else the first warning. */
function leading(findings: readonly Finding[]): Finding | undefined {
  return (['fail', 'unknown', 'warn'] as const)
    .map((status) => findings.find((finding) => finding.status === status))
    .find((finding) => finding !== undefined);
}

function judgeStatus(finding: Finding | undefined): ObjectStatus {
  return finding?.status === undefined || finding.status === 'skip' ? 'pass' : finding.status;
}

function buildSide(
  object: ConnectorSpaceObject | MetaverseObject,
): NonNullable<NonNullable<ObjectResult['sides']>['source']> {
  return {
    distinguishedName: 'distinguishedName' in object ? object.distinguishedName : null,
    connector: 'connectorName' in object ? object.connectorName : null,
    attributes: object.attributes,
  };
}

function buildSides({ source, metaverse, target }: ObjectTrace): NonNullable<ObjectResult['sides']> {
  return {
    source: source.known && source.value !== null ? buildSide(source.value) : null,
    metaverse: metaverse.known && metaverse.value !== null ? buildSide(metaverse.value) : null,
    target: target.known && target.value !== null ? buildSide(target.value) : null,
  };
}

function judgeLegs(findings: readonly Finding[]): ObjectResult['way'] {
  return {
    source: findWorst(findings, 'source'),
    target: findWorst(findings, 'target'),
    password: findWorst(findings, 'password'),
  };
}

/** The worst that is wrong with the server for this user; of equals the first. */
function worstServerCause(causes: readonly ServerCause[]): ServerCause | undefined {
  return causes.reduce<ServerCause | undefined>(
    (worst, cause) => (worst === undefined || weights[cause.status] > weights[worst.status] ? cause : worst),
    undefined,
  );
}

/** An attempt that failed while something keeps all passwords of the domain from arriving: the server explains it. */
function isSymptom({ check }: Finding, { effect }: ServerCause): boolean {
  return effect === 'stops' && (check === 'PHS511' || check === 'PHS513');
}

/** What decides the verdict: a finding of the user's own, something of the server, or nothing. */
interface Decision {
  readonly status: ObjectStatus;
  readonly own?: Finding | undefined;
  readonly server?: ServerCause;
}

/** The worse of the two decides. Of equals a broken link and a gap of the user's own come first, else the server explains more. */
function decide(own: Finding | undefined, server: ServerCause | undefined): Decision {
  const status = judgeStatus(own);
  if (server === undefined) {
    return { status, own };
  }
  const isExplained = own !== undefined && status === 'fail' && isSymptom(own, server);
  const serverDecides =
    weights[server.status] > weights[status] || isExplained || (status === 'warn' && server.status === 'warn');
  return serverDecides ? { status: server.status, server } : { status, own };
}

/** Judges one object. Pure. A broken link of its own comes before what is wrong with the server. */
export function buildObjectResult(subject: ObjectSubject, input: ObjectResultInput): ObjectResult {
  const { trace } = subject;
  const { serverCauses, isStagingAsExpected = false } = input;
  const findings = runObjectChecks(subject, input);
  const own = leading(findings);
  const exclusion = own?.status === 'fail' ? undefined : findExclusion(subject);
  // Whatever the server does, no password of this user is to arrive.
  const decision = decide(own, exclusion === undefined ? worstServerCause(serverCauses) : undefined);
  const deciding = decision.server ?? decision.own;
  const notes = [...listAccountNotes(subject, input)];
  const password = describePassword({ subject, findings, serverCauses, exclusion, isStagingAsExpected });
  const problem = findUserEvents(subject)?.latestProblem ?? null;
  const advice = adviseUserSync({ password, findings, serverCauses, log: trace.log, problem });
  return {
    index: input.index,
    line: input.line,
    given: { kind: trace.reference.kind, text: trace.reference.text.slice(0, longestText) },
    distinguishedName: trace.distinguishedName,
    connector: trace.connectorNames[0] ?? null,
    status: decision.status,
    cause: deciding === undefined ? null : toCause(deciding),
    answer: [writeAnswer(decision.status, { own: decision.own, server: decision.server }, password), ...notes].join(
      ' ',
    ),
    notes,
    password,
    serverCauses: [...serverCauses],
    way: judgeLegs(findings),
    findings: [...nameUserSync(findings, decision.own, advice, trace.distinguishedName)],
    ...(input.withSides ? { sides: buildSides(trace) } : {}),
    ...(trace.secondOpinion === undefined
      ? {}
      : { secondOpinion: compareObjectOpinion(trace.secondOpinion, findings, trace) }),
  };
}

/** The result for a line of a file that could not be read as a name at all. */
export function buildLineResult(text: string, problem: string, { index, line }: ObjectPlace): ObjectResult {
  const findings = lineFindings(problem);
  const first = leading(findings);
  return {
    index,
    line,
    given: { kind: 'dn', text: text.slice(0, longestText) },
    distinguishedName: null,
    connector: null,
    status: 'fail',
    cause: first === undefined ? null : toCause(first),
    answer: `Most likely cause: PHS501: ${problem}`,
    password: { state: 'unknown', changedAt: null, synchronizedAt: null, next: 'unknown' },
    notes: [],
    serverCauses: [],
    way: judgeLegs(findings),
    findings: [...findings],
  };
}
