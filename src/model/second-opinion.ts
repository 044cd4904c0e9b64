import { z } from 'zod';
import { diagnosticLineSchema, type DiagnosticEntry, type DiagnosticTopic } from './diagnostic-entry.js';
import { known, unknown, type Fact } from './fact.js';
import type { Connector } from './facts.js';
import { findingStatusSchema, type Finding } from './finding.js';

/** One line of Microsoft's own diagnostics beside the finding of ours about the same thing. */
export const secondOpinionEntrySchema = z.object({
  /** Heading below which the line stands; empty before any. */
  section: z.string(),
  /** Connector, domain or object that the line is about; null when none is named. */
  subject: z.string().nullable(),
  /** What it is about; `other` for lines that are not known. */
  topic: z.string(),
  /** What the line itself says. */
  status: z.enum(['ok', 'warning', 'problem', 'information']),
  text: z.string(),
  /** Colour of the host text; null where there was none. */
  colour: z.string().nullable(),
  /** Id and status of our finding; null where no check is about it, or it was not run. */
  check: z.string().nullable(),
  ours: findingStatusSchema.nullable(),
  /** True when one of the two says "in order" and the other one does not. */
  disagrees: z.boolean(),
});
/** See {@link secondOpinionEntrySchema}. */
export type SecondOpinionEntry = z.output<typeof secondOpinionEntrySchema>;

/** The same about one object. `disagrees` is also true when one of the two found the object and the other one did not. */
export const objectOpinionEntrySchema = secondOpinionEntrySchema.extend({
  /** How the line came: host text, an object of the non-interactive mode, a question, an error. */
  kind: diagnosticLineSchema.shape.kind,
});
/** See {@link objectOpinionEntrySchema}. */
export type ObjectOpinionEntry = z.output<typeof objectOpinionEntrySchema>;

/** The checks that a topic can be compared with; the worst finding of them counts. */
const checksByTopic: Partial<Record<DiagnosticTopic, readonly string[]>> = {
  'cloud-configuration': ['PHS203'],
  staging: ['PHS204'],
  channel: ['PHS205'],
  heartbeat: ['PHS301'],
  'domain-reachable': ['PHS401'],
  account: ['PHS402', 'PHS403'],
};

const worstFirst: readonly Finding['status'][] = ['fail', 'warn', 'unknown', 'skip', 'pass'];

function findConnectorName(subject: string | null, connectors: readonly Connector[]): string | undefined {
  const wanted = subject?.toLowerCase();
  return connectors.find(
    ({ name, partitions }) =>
      name.toLowerCase() === wanted ||
      partitions.some((partition) => partition.name.toLowerCase() === wanted || partition.dn.toLowerCase() === wanted),
  )?.name;
}

function findingFor(
  { topic, subject }: DiagnosticEntry,
  findings: readonly Finding[],
  connectors: readonly Connector[],
): Finding | undefined {
  const ids = checksByTopic[topic] ?? [];
  const connector = findConnectorName(subject, connectors);
  const mine = findings.filter(
    (finding) => ids.includes(finding.check) && (finding.subject === undefined || finding.subject === connector),
  );
  return worstFirst.flatMap((status) => mine.filter((finding) => finding.status === status))[0];
}

/** True when one says "in order" and the other one does not. */
export function disagree(theirs: DiagnosticEntry['status'], ours: Finding['status']): boolean {
  return (theirs === 'ok' && ours === 'fail') || ((theirs === 'problem' || theirs === 'warning') && ours === 'pass');
}

/** An entry with the finding about the same thing beside it; undefined: none is. */
export function besideFinding(
  { section, subject, topic, status, text, color }: DiagnosticEntry,
  finding: Finding | undefined,
  disagrees: boolean,
): SecondOpinionEntry {
  const ours = { check: finding?.check ?? null, ours: finding?.status ?? null };
  return { section, subject, topic, status, text, colour: color, ...ours, disagrees };
}

/** Puts our findings beside what Microsoft's diagnostics say. Lines that are not known are kept and compared with nothing. */
export function compareOpinions(
  entries: Fact<readonly DiagnosticEntry[]>,
  findings: readonly Finding[],
  connectors: readonly Connector[],
): Fact<SecondOpinionEntry[]> {
  if (!entries.known) {
    return unknown(entries.reason);
  }
  return known(
    entries.value.map((entry) => {
      const finding = findingFor(entry, findings, connectors);
      return besideFinding(entry, finding, finding !== undefined && disagree(entry.status, finding.status));
    }),
  );
}
