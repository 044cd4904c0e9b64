import type { DiagnosticEntry, DiagnosticTopic } from './diagnostic-entry.js';
import { known, unknown, type Fact } from './fact.js';
import type { Finding } from './finding.js';
import type { ObjectTrace } from './object-trace.js';
import { besideFinding, disagree, type ObjectOpinionEntry } from './second-opinion.js';

/** The check of one object that a topic can be compared with. */
const checkByTopic: Partial<Record<DiagnosticTopic, string>> = {
  'connector-space': 'PHS503',
  'inbound-rule': 'PHS505',
  metaverse: 'PHS506',
  'entra-connector-space': 'PHS508',
  exported: 'PHS509',
  'outbound-rule': 'PHS510',
  'last-attempt': 'PHS511',
  'temporary-password': 'PHS512',
};

/** Topics that say whether an object is there. The checks judge more than that, so what was found counts, not the finding. */
const partByTopic: Partial<Record<DiagnosticTopic, 'source' | 'metaverse' | 'target'>> = {
  'connector-space': 'source',
  metaverse: 'metaverse',
  'entra-connector-space': 'target',
};

function isObjection({ status }: DiagnosticEntry): boolean {
  return status === 'problem' || status === 'warning';
}

function contradictsFinding(
  entry: DiagnosticEntry,
  finding: Finding,
  trace: Pick<ObjectTrace, 'source' | 'metaverse' | 'target'>,
  objectedTo: ReadonlySet<string | undefined>,
): boolean {
  const part = partByTopic[entry.topic];
  if (part !== undefined) {
    const fact = trace[part];
    const isThere = fact.known && fact.value !== null;
    return fact.known && (entry.status === 'ok' ? !isThere : isObjection(entry) && isThere);
  }
  // "Is exported" beside "has export errors": what they find wrong themselves they do not call in order.
  const isConceded = entry.status === 'ok' && objectedTo.has(finding.check);
  return !isConceded && disagree(entry.status, finding.status);
}

/**
 * Puts our findings about one object beside what Microsoft's diagnostics say about it. Lines that are not known, or are about
 * the server, are kept and compared with nothing.
 */
export function compareObjectOpinion(
  entries: Fact<readonly DiagnosticEntry[]>,
  findings: readonly Finding[],
  trace: Pick<ObjectTrace, 'source' | 'metaverse' | 'target'>,
): Fact<ObjectOpinionEntry[]> {
  if (!entries.known) {
    return unknown(entries.reason);
  }
  const objectedTo = new Set(entries.value.filter(isObjection).map(({ topic }) => checkByTopic[topic]));
  return known(
    entries.value.map((entry) => {
      const id = checkByTopic[entry.topic];
      const finding = findings.find(({ check }) => check === id);
      const disagrees = finding !== undefined && contradictsFinding(entry, finding, trace, objectedTo);
      return { ...besideFinding(entry, finding, disagrees), kind: entry.kind };
    }),
  );
}
