import { explainedReasons } from '../checks/explained-reasons.js';
import type { UnknownReason } from '../model/fact.js';
import { notEvaluated, quoteFinding } from '../model/quote-finding.js';
import type { ObjectContext, ObjectVerdict } from './object-check.js';

/** Without an AD connector no directory and no connector space can be asked about a user. */
const noConnectors = 'PHS202';

/**
 * What a check of a user answers if the server itself is why nothing could be read: the failed check of the server is quoted, and
 * it decides the verdict. Undefined if no failed check of the server explains it.
 */
export function explainByServer(
  { code }: Pick<UnknownReason, 'code'>,
  { serverCauses = [] }: ObjectContext,
): ObjectVerdict | undefined {
  const by = code === 'not-collected' ? noConnectors : explainedReasons[code]?.by;
  const cause = serverCauses.find(({ check, status }) => check === by && status === 'fail');
  return by === undefined || cause === undefined
    ? undefined
    : { status: 'skip', blockedBy: by, message: `${notEvaluated}${quoteFinding(cause)}`, evidence: [] };
}
