import type { DiagnosticEntry, DiagnosticTopic } from '../model/diagnostic-entry.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Finding } from '../model/finding.js';
import { logStatuses } from '../model/log-statuses.js';
import type { ObjectTrace } from '../model/object-trace.js';
import type { SecondOpinionEntry } from '../model/second-opinion.js';
import { latestEntry } from '../object-checks/log-entries.js';
import { isSameDn, parseDn } from '../parsers/dn.js';
import { besideFinding, disagree, isObjection, worstOf } from './compare-opinions.js';

/** What of an object is needed to see whether a sentence and a finding are about the same thing. */
type ComparedObject = Pick<ObjectTrace, 'distinguishedName' | 'source' | 'metaverse' | 'target' | 'log'>;

/** The checks of one object that a topic can be compared with; the worst finding of them counts. */
const checksByTopic: Partial<Record<DiagnosticTopic, readonly string[]>> = {
  'connector-space': ['PHS503'],
  'inbound-rule': ['PHS505'],
  metaverse: ['PHS506'],
  'synchronization-error': ['PHS506'],
  'entra-connector-space': ['PHS508'],
  exported: ['PHS509'],
  'outbound-rule': ['PHS510'],
  rules: ['PHS505', 'PHS510'],
  'last-attempt': ['PHS511'],
  history: ['PHS511'],
  'temporary-password': ['PHS512'],
};

/** Topics that say whether an object is there. The checks judge more than that, so what was found counts, not the finding. */
const partByTopic: Partial<Record<DiagnosticTopic, 'source' | 'metaverse' | 'target'>> = {
  'connector-space': 'source',
  metaverse: 'metaverse',
  'entra-connector-space': 'target',
};

const spaceOf = /\bconnector space[ \t]*-[ \t]*"?([^"]+)"?/i;

/** True if the sentence names an object or a connector that is not the one that was followed. */
function isAboutAnother({ topic, subject, text }: DiagnosticEntry, object: ComparedObject): boolean {
  if (topic !== 'connector-space') {
    return false;
  }
  const connector = object.source.known ? object.source.value?.connectorName : undefined;
  const space = spaceOf.exec(text)?.[1]?.trim();
  if (connector !== undefined && space !== undefined && space.toLowerCase() !== connector.toLowerCase()) {
    return true;
  }
  const [theirs, ours] = [parseDn(subject ?? ''), parseDn(object.distinguishedName ?? '')];
  return theirs.ok && theirs.dn.length > 0 && ours.ok && !isSameDn(theirs.dn, ours.dn);
}

/** Of the log the newest entry counts, not the finding, which also judges what happened since. */
function disagreesOnAttempt(entry: DiagnosticEntry, finding: Finding, { log }: ComparedObject): boolean {
  const newest = log.known ? latestEntry(log.value) : undefined;
  const outcome = newest === undefined ? undefined : logStatuses.get(newest.status)?.outcome;
  if (outcome === undefined) {
    return entry.status === 'ok' && disagree(entry.status, finding.status);
  }
  return entry.status === 'ok'
    ? outcome === 'not-synchronized' || outcome === 'pending'
    : isObjection(entry) && outcome === 'synchronized';
}

function disagreesOnSyncError(entry: DiagnosticEntry, { source, target }: ComparedObject): boolean {
  const sides = [source, target].map((side) => (side.known ? (side.value?.hasSyncError ?? undefined) : undefined));
  return isObjection(entry) ? sides.every((has) => has === false) : entry.status === 'ok' && sides.includes(true);
}

function disagreesOn(
  entry: DiagnosticEntry,
  finding: Finding,
  object: ComparedObject,
  objectedTo: ReadonlySet<string>,
): boolean {
  if (isAboutAnother(entry, object)) {
    return false;
  }
  const part = partByTopic[entry.topic];
  if (part !== undefined) {
    const fact = object[part];
    const isThere = fact.known && fact.value !== null;
    return fact.known && (entry.status === 'ok' ? !isThere : isObjection(entry) && isThere);
  }
  if (finding.status === 'skip' || finding.status === 'unknown') {
    return false;
  }
  switch (entry.topic) {
    case 'history':
      return object.log.known && object.log.value.length > 0 && isObjection(entry);
    case 'last-attempt':
      return disagreesOnAttempt(entry, finding, object);
    case 'synchronization-error':
      return disagreesOnSyncError(entry, object);
    default: {
      // "Is exported" beside "has export errors": what they find wrong themselves they do not call in order.
      const isConceded = entry.status === 'ok' && objectedTo.has(finding.check);
      return !isConceded && disagree(entry.status, finding.status);
    }
  }
}

function checksOf({ topic }: DiagnosticEntry): readonly string[] {
  return checksByTopic[topic] ?? [];
}

/**
 * Puts our findings about one object beside what Microsoft's diagnostics say about it. Lines that are not known, or are about
 * the server or another object, are kept and compared with nothing.
 */
export function compareObjectOpinion(
  entries: Fact<readonly DiagnosticEntry[]>,
  findings: readonly Finding[],
  object: ComparedObject,
): Fact<SecondOpinionEntry[]> {
  if (!entries.known) {
    return unknown(entries.reason);
  }
  const objectedTo = new Set(entries.value.filter(isObjection).flatMap(checksOf));
  return known(
    entries.value.map((entry) => {
      const ids = checksOf(entry);
      const finding = worstOf(findings.filter(({ check }) => ids.includes(check)));
      const disagrees = finding !== undefined && disagreesOn(entry, finding, object, objectedTo);
      return besideFinding(entry, finding, disagrees);
    }),
  );
}
