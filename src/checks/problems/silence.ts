import type { Facts } from '../../model/facts.js';
import type { Evidence } from '../../model/finding.js';
import type { CheckContext, CheckId, SkippedDraft } from '../check.js';
import { readStaging } from '../staging.js';

/** What explains that a connector is silent or that its cycles do not run, when it fails (issue: not reported twice). */
export const explainsSilence: readonly CheckId[] = [
  'PHS102',
  'PHS104',
  'PHS201',
  'PHS203',
  'PHS204',
  'PHS205',
  'PHS211',
];

/** On a server that is expected to be staging, and is, silence is not a finding. Undefined when that does not apply. */
export function expectedSilence(
  facts: Facts,
  { expect }: CheckContext,
  subject: string,
  evidence: readonly Evidence[],
): SkippedDraft | undefined {
  return expect === 'staging' && readStaging(facts).enabled === true
    ? {
        status: 'skip',
        blockedBy: 'PHS204',
        subject,
        message: 'The server is in staging mode, as expected; it synchronizes no passwords.',
        evidence,
      }
    : undefined;
}
