import type { ExpectedRole } from '../checks/check.js';
import { runChecks } from '../checks/run-checks.js';
import { objectCatalog } from '../object-checks/catalog.js';
import type { ObjectContext, ObjectLeg, ObjectSubject } from '../object-checks/object-check.js';
import { lineFindings, runObjectChecks } from '../object-checks/run-object-checks.js';
import type { Facts } from '../model/facts.js';
import type { Finding, FindingStatus } from '../model/finding.js';
import { leftOffCheck } from '../model/first-cause.js';
import type { ObjectCause, ObjectResult, ObjectStatus, ServerCause } from '../model/object-report.js';
import type { ConnectorSpaceObject, MetaverseObject, ObjectTrace } from '../model/object-trace.js';
import { compareObjectOpinion } from '../model/object-opinion.js';

/** Where an object stands among those that were given. */
export interface ObjectPlace {
  readonly index: number;
  readonly line: number | null;
}

/** What a result needs beside the subject. */
export interface ObjectResultInput extends ObjectPlace, ObjectContext {
  readonly serverCauses: readonly ServerCause[];
  /** Adds the attributes of each side. */
  readonly withSides: boolean;
}

/** Checks of the server without which no password is synchronized, whatever the way of an object looks like. */
const essential: ReadonlySet<string> = new Set(['PHS102', 'PHS104', 'PHS105', 'PHS201', 'PHS203', 'PHS204', 'PHS205']);
const longestText = 1_000;

function toCause({ check, subject, title, message }: Finding): ObjectCause {
  return { check, ...(subject === undefined ? {} : { subject }), title, message };
}

function essentialCause(finding: Finding): readonly ServerCause[] {
  const { check, status } = finding;
  const isEssential = essential.has(check) && (status === 'fail' || status === 'unknown');
  return isEssential || (check === leftOffCheck && status === 'fail') ? [{ ...toCause(finding), status }] : [];
}

/**
 * A silent connector: PHS301 fails, or PHS303 explains why there is no sign of life. No proof for one password, which may
 * have been carried over before, so only a warning.
 */
function silenceCause(finding: Finding, all: readonly Finding[]): readonly ServerCause[] {
  const { check, subject, status, blockedBy } = finding;
  if (check !== 'PHS301') {
    return [];
  }
  if (status === 'fail') {
    return [{ ...toCause(finding), status: 'warn' }];
  }
  const problem = all.find(
    (other) =>
      other.check === blockedBy &&
      other.check === 'PHS303' &&
      other.status === 'fail' &&
      (other.subject ?? subject) === subject,
  );
  return problem === undefined
    ? []
    : [{ ...toCause(problem), ...(subject === undefined ? {} : { subject }), status: 'warn' }];
}

/**
 * What keeps the server from synchronizing any password, or any of one connector (then with `subject`); what of it could
 * not be checked; and connectors that are silent.
 */
export function findServerCauses(facts: Facts, expect: ExpectedRole): readonly ServerCause[] {
  const context = { now: new Date(facts.collectedAt), windowStartsAt: new Date(facts.windowStartsAt), expect };
  const findings = runChecks(facts, context);
  return findings
    .filter(({ check }) => check !== 'PHS204' || expect === 'active')
    .flatMap((finding) => [...essentialCause(finding), ...silenceCause(finding, findings)]);
}

/** How bad each status is for the picture of the way; a skipped part is shown only when nothing else is known of it. */
const weights: Readonly<Record<FindingStatus, number>> = { fail: 4, unknown: 3, warn: 2, pass: 1, skip: 0 };

function findWorst(findings: readonly Finding[], leg: ObjectLeg): FindingStatus {
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

/** The worst that is wrong with the server or with the connector of the object; of equals the first. */
function worstServerCause(causes: readonly ServerCause[], connector: string | null): ServerCause | undefined {
  return causes
    .filter(({ subject }) => subject === undefined || subject === connector)
    .reduce<ServerCause | undefined>(
      (worst, cause) => (worst === undefined || weights[cause.status] > weights[worst.status] ? cause : worst),
      undefined,
    );
}

/** The worse of the two decides. Of equals the server explains more, but a broken link and a gap of its own come first. */
function judgeObject(
  own: Finding | undefined,
  server: ServerCause | undefined,
): { readonly status: ObjectStatus; readonly cause: ObjectCause | null } {
  const status = judgeStatus(own);
  const serverDecides =
    server !== undefined &&
    (weights[server.status] > weights[status] || (status === 'warn' && server.status === 'warn'));
  if (!serverDecides) {
    return { status, cause: own === undefined ? null : toCause(own) };
  }
  const { status: serverStatus, ...cause } = server;
  return { status: serverStatus, cause };
}

/** Judges one object. Pure. A broken link of its own comes before what is wrong with the server. */
export function buildObjectResult(subject: ObjectSubject, input: ObjectResultInput): ObjectResult {
  const { trace } = subject;
  const findings = runObjectChecks(subject, input);
  const first = leading(findings);
  const connector = trace.connectorNames[0] ?? null;
  const { status, cause } = judgeObject(first, worstServerCause(input.serverCauses, connector));
  return {
    index: input.index,
    line: input.line,
    given: { kind: trace.reference.kind, text: trace.reference.text.slice(0, longestText) },
    distinguishedName: trace.distinguishedName,
    connector,
    status,
    cause,
    way: judgeLegs(findings),
    findings: [...findings],
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
    way: judgeLegs(findings),
    findings: [...findings],
  };
}
