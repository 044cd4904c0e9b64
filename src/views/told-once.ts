import { groupBy } from '../base/group-by.js';
import type { Finding } from '../model/finding.js';
import { notRecorded } from '../model/quote-finding.js';
import { isNotRecorded } from '../model/unrecorded.js';

/** A finding that is shown, and those that say the same and are named beside it; itself is the first of them. */
export interface ToldFinding {
  readonly finding: Finding;
  readonly same: readonly Finding[];
}

/** What findings have in common that are told once: the sentence, or that the recording lacks something and what to do. */
export function reasonKey(finding: Finding): string | undefined {
  if (finding.status !== 'unknown') {
    return undefined;
  }
  const { text = '', commands = [] } = finding.remedy ?? {};
  return JSON.stringify([isNotRecorded(finding) ? notRecorded : finding.message, text, commands]);
}

/** Findings in their order; those that could not be checked for one and the same reason are told with the first of them. */
export function tellOnce(findings: readonly Finding[]): readonly ToldFinding[] {
  return [...groupBy(findings, (finding) => reasonKey(finding) ?? finding).values()].map((same) => ({
    finding: same[0],
    same,
  }));
}

/** `PHS205: contoso.com`; of several `PHS102, PHS205 of 3 connectors`. */
export function nameSame(same: readonly Finding[]): string {
  const [only, ...others] = same;
  if (only !== undefined && others.length === 0) {
    return only.subject === undefined ? only.check : `${only.check}: ${only.subject}`;
  }
  return [...new Set(same.map(({ check }) => check))]
    .map((check) => {
      const mine = same.filter((finding) => finding.check === check);
      const [{ subject } = { subject: undefined }] = mine;
      return mine.length > 1
        ? `${check} of ${mine.length} connectors`
        : subject === undefined
          ? check
          : `${check} of ${subject}`;
    })
    .join(', ');
}

/** What was found; several that lack something else each have in common that it is not in the recording. */
export function messageOf({ finding, same }: ToldFinding): string {
  return same.length > 1 && isNotRecorded(finding)
    ? 'Could not be checked: what they need is not in the recording.'
    : finding.message;
}
