import type { ExpectedRole } from '../checks/check.js';
import { runChecks } from '../checks/run-checks.js';
import { objectCatalog } from '../object-checks/catalog.js';
import type { ObjectContext, ObjectLeg, ObjectSubject } from '../object-checks/object-check.js';
import { lineFindings, runObjectChecks } from '../object-checks/run-object-checks.js';
import type { Facts } from './facts.js';
import type { Finding, FindingStatus } from './finding.js';
import type { ObjectCause, ObjectResult, ObjectStatus } from './object-report.js';
import type { ConnectorSpaceObject, MetaverseObject, ObjectTrace } from './object-trace.js';
import { compareObjectOpinion } from './object-opinion.js';

/** Where an object stands among those that were given. */
export interface ObjectPlace {
  readonly index: number;
  readonly line: number | null;
}

/** What a result needs beside the subject. */
export interface ObjectResultInput extends ObjectPlace, ObjectContext {
  readonly serverCauses: readonly ObjectCause[];
  /** Adds the attributes of each side. */
  readonly withSides: boolean;
}

/** Checks of the server without which no password is synchronized, whatever the way of an object looks like. */
const essential: ReadonlySet<string> = new Set(['PHS102', 'PHS104', 'PHS105', 'PHS201', 'PHS203', 'PHS204', 'PHS205']);
const longestText = 1_000;

function toCause({ check, subject, title, message }: Finding): ObjectCause {
  return { check, ...(subject === undefined ? {} : { subject }), title, message };
}

/** What keeps the server from synchronizing any password, or any of one connector (then with `subject`). */
export function serverCausesOf(facts: Facts, expect: ExpectedRole): readonly ObjectCause[] {
  const context = { now: new Date(facts.collectedAt), windowStartsAt: new Date(facts.windowStartsAt), expect };
  return runChecks(facts, context)
    .filter(({ check, status }) => status === 'fail' && essential.has(check))
    .filter(({ check }) => check !== 'PHS204' || expect === 'active')
    .map(toCause);
}

/** How bad each status is for the picture of the way; a skipped part is shown only when nothing else is known of it. */
const weights: Readonly<Record<FindingStatus, number>> = { fail: 4, unknown: 3, warn: 2, pass: 1, skip: 0 };

function worstOf(findings: readonly Finding[], leg: ObjectLeg): FindingStatus {
  const ids = new Set(objectCatalog.filter((check) => check.leg === leg).map(({ id }): string => id));
  return findings
    .filter(({ check }) => ids.has(check))
    .reduce<FindingStatus>((worst, { status }) => (weights[status] > weights[worst] ? status : worst), 'skip');
}

/** The finding that says most: the first broken link, else what could not be read, else the first warning. */
function leading(findings: readonly Finding[]): Finding | undefined {
  return (['fail', 'unknown', 'warn'] as const)
    .map((status) => findings.find((finding) => finding.status === status))
    .find((finding) => finding !== undefined);
}

function statusOf(finding: Finding | undefined): ObjectStatus {
  return finding?.status === undefined || finding.status === 'skip' ? 'pass' : finding.status;
}

function sideOf(
  object: ConnectorSpaceObject | MetaverseObject,
): NonNullable<NonNullable<ObjectResult['sides']>['source']> {
  return {
    distinguishedName: 'distinguishedName' in object ? object.distinguishedName : null,
    connector: 'connectorName' in object ? object.connectorName : null,
    attributes: object.attributes,
  };
}

function sidesOf({ source, metaverse, target }: ObjectTrace): NonNullable<ObjectResult['sides']> {
  return {
    source: source.known && source.value !== null ? sideOf(source.value) : null,
    metaverse: metaverse.known && metaverse.value !== null ? sideOf(metaverse.value) : null,
    target: target.known && target.value !== null ? sideOf(target.value) : null,
  };
}

function wayOf(findings: readonly Finding[]): ObjectResult['way'] {
  return {
    source: worstOf(findings, 'source'),
    target: worstOf(findings, 'target'),
    password: worstOf(findings, 'password'),
  };
}

/** Judges one object. Pure. A broken link of its own comes before what is wrong with the server. */
export function buildObjectResult(subject: ObjectSubject, input: ObjectResultInput): ObjectResult {
  const { trace } = subject;
  const findings = runObjectChecks(subject, input);
  const first = leading(findings);
  const connector = trace.connectorNames[0] ?? null;
  const serverCause = input.serverCauses.find((cause) => cause.subject === undefined || cause.subject === connector);
  const ownIsFail = first?.status === 'fail';
  const cause = !ownIsFail && serverCause !== undefined ? serverCause : first && toCause(first);
  return {
    index: input.index,
    line: input.line,
    given: { kind: trace.reference.kind, text: trace.reference.text.slice(0, longestText) },
    distinguishedName: trace.distinguishedName,
    connector,
    status: serverCause === undefined || ownIsFail ? statusOf(first) : 'fail',
    cause: cause ?? null,
    way: wayOf(findings),
    findings: [...findings],
    ...(input.withSides ? { sides: sidesOf(trace) } : {}),
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
    way: wayOf(findings),
    findings: [...findings],
  };
}
