import type { DiagnosticEntry, DiagnosticTopic } from '../model/diagnostic-entry.js';
import type { DomainReachability } from '../model/diagnosis-facts.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Connector } from '../model/facts.js';
import type { Finding } from '../model/finding.js';
import type { SecondOpinionEntry } from '../model/second-opinion.js';

/** The checks that a topic can be compared with; the worst finding of them counts. */
const checksByTopic: Partial<Record<DiagnosticTopic, readonly string[]>> = {
  'cloud-configuration': ['PHS203'],
  configuration: ['PHS203', 'PHS205'],
  staging: ['PHS204'],
  channel: ['PHS205'],
  heartbeat: ['PHS301'],
  'last-cycle': ['PHS302'],
  entra: ['PHS405', 'PHS212'],
  'domain-reachable': ['PHS401'],
  'domain-flag': ['PHS213'],
  credentials: ['PHS402'],
  permissions: ['PHS403'],
};

const worstFirst: readonly Finding['status'][] = ['fail', 'warn', 'unknown', 'skip', 'pass'];

/** What of the server is needed to see whether a sentence and a finding are about the same thing. */
export interface ComparedServer {
  readonly connectors: readonly Connector[];
  readonly domains: readonly DomainReachability[];
  /** Undefined: not known. */
  readonly isStaging: boolean | undefined;
}

/** True if an entry objects to something. */
export function isObjection({ status }: Pick<DiagnosticEntry, 'status'>): boolean {
  return status === 'problem' || status === 'warning';
}

/** True when one says "in order" and the other one does not. */
export function disagree(theirs: DiagnosticEntry['status'], ours: Finding['status']): boolean {
  return (theirs === 'ok' && ours === 'fail') || (isObjection({ status: theirs }) && ours === 'pass');
}

/** The worst of some findings, of equals the first; undefined if there is none. */
export function worstOf(findings: readonly Finding[]): Finding | undefined {
  return worstFirst.flatMap((status) => findings.filter((finding) => finding.status === status))[0];
}

/** An entry with the finding about the same thing beside it; undefined: none is. */
export function besideFinding(
  { section, subject, topic, status, text, kind, color }: DiagnosticEntry,
  finding: Finding | undefined,
  disagrees: boolean,
): SecondOpinionEntry {
  const ours = { check: finding?.check ?? null, ours: finding?.status ?? null };
  return { section, subject, topic, status, text, kind, colour: color, ...ours, disagrees };
}

/** True if a text holds a name that is not part of a longer one. */
function isNamedIn(text: string, name: string): boolean {
  const [whole, wanted] = [text.toLowerCase(), name.toLowerCase()];
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
    const after = whole.slice(at + wanted.length, at + wanted.length + 2);
    if (
      !/[\p{L}\p{N}_.@=-]$/u.test(whole.slice(0, at).slice(-2)) &&
      !/^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u.test(after)
    ) {
      return true;
    }
  }
  return false;
}

/** The connector that an entry is about: one that its text names, else the one of its subject. Undefined: another or none. */
function connectorOf({ subject, text }: DiagnosticEntry, connectors: readonly Connector[]): Connector | undefined {
  const named = connectors.filter(({ name }) => isNamedIn(text, name));
  if (named.length > 0) {
    return named.length === 1 ? named[0] : undefined;
  }
  const wanted = subject?.toLowerCase();
  return connectors.find(
    ({ name, partitions }) =>
      name.toLowerCase() === wanted ||
      partitions.some((partition) => partition.name.toLowerCase() === wanted || partition.dn.toLowerCase() === wanted),
  );
}

/** True if the whole finding, and not just a part of it, is contradicted by what the server says of that one domain. */
function disagreesOnDomain(entry: DiagnosticEntry, finding: Finding, { domains }: ComparedServer): boolean {
  const row = domains.find(({ domain }) => domain?.toLowerCase() === entry.subject?.toLowerCase());
  return entry.status === 'ok'
    ? row?.isReachable === false && finding.status === 'fail'
    : row?.isReachable === true && disagree(entry.status, finding.status);
}

function disagreesOn(entry: DiagnosticEntry, finding: Finding, server: ComparedServer): boolean {
  switch (entry.topic) {
    case 'domain-reachable':
      return disagreesOnDomain(entry, finding, server);
    case 'staging':
      // What the operator expects decides the finding, but not the diagnostics.
      return (
        server.isStaging !== undefined && isObjection(entry) !== server.isStaging && entry.status !== 'information'
      );
    default:
      return disagree(entry.status, finding.status);
  }
}

function findingFor(
  entry: DiagnosticEntry,
  findings: readonly Finding[],
  { connectors }: ComparedServer,
): Finding | undefined {
  const ids = checksByTopic[entry.topic] ?? [];
  const connector = connectorOf(entry, connectors)?.name;
  // The settings of all connectors are meant if none is named.
  const isAboutAll = entry.topic === 'configuration' && connector === undefined;
  const isMeant = ({ subject }: Finding): boolean => subject === undefined || subject === connector || isAboutAll;
  return worstOf(ids.flatMap((id) => findings.filter((finding) => finding.check === id && isMeant(finding))));
}

/**
 * Puts our findings beside what Microsoft's diagnostics say. Lines that are not known are kept and compared with nothing, and
 * so are those about a connector or a domain that none of our findings is about.
 */
export function compareOpinions(
  entries: Fact<readonly DiagnosticEntry[]>,
  findings: readonly Finding[],
  server: ComparedServer,
): Fact<SecondOpinionEntry[]> {
  if (!entries.known) {
    return unknown(entries.reason);
  }
  return known(
    entries.value.map((entry) => {
      const finding = findingFor(entry, findings, server);
      return besideFinding(entry, finding, finding !== undefined && disagreesOn(entry, finding, server));
    }),
  );
}
