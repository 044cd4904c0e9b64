import type { Finding } from '../model/finding.js';
import { notEvaluated } from '../model/quote-finding.js';
import { escapeForTerminal } from '../base/escape.js';
import { checksText } from './checks-text.js';
import { displayWidth, indented } from './layout.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

/** True for a check that was not evaluated for a reason that a finding of another check tells. */
export function isNotEvaluated({ status, blockedBy, message }: Finding): boolean {
  return status === 'skip' && blockedBy !== undefined && message.startsWith(notEvaluated);
}

/** ` of contoso.com` when the report is about several connectors and the checks about some of them. */
function aboutWhom(skipped: readonly Finding[], findings: readonly Finding[]): string {
  const subjects = (list: readonly Finding[]): ReadonlySet<string | undefined> =>
    new Set(list.map(({ subject }) => subject));
  const mine = [...subjects(skipped)];
  const [only] = mine;
  const isForSome = mine.every((subject) => subject !== undefined) && subjects(findings).size > 2;
  return !isForSome ? '' : mine.length === 1 && only !== undefined ? ` of ${only}` : ` of ${mine.length} connectors`;
}

/**
 * The checks that were not evaluated, one line for each reason: its first sentence, or that it could not be checked.
 */
export function notEvaluatedLines(findings: readonly Finding[], { theme, columns }: ViewOptions): string[] {
  const all = findings.filter(isNotEvaluated);
  const sign = theme.sign('skip');
  const indent = displayWidth(sign) + 3;
  return [...new Set(all.map(({ message }) => message))].flatMap((message) => {
    const skipped = all.filter((finding) => finding.message === message);
    const [blockedBy] = skipped.flatMap((finding) => finding.blockedBy ?? []);
    const isUnknown = findings.some(({ check, status }) => check === blockedBy && status === 'unknown');
    const reason = isUnknown
      ? `: ${blockedBy ?? ''} could not be checked`
      : `: ${message.slice(notEvaluated.length).replace(/\.$/, '')}`;
    const text = `${checksText(skipped)}${aboutWhom(skipped, findings)} not evaluated${reason}; -v lists them`;
    const [first = '', ...rest] = indented(escapeForTerminal(text), indent, columns);
    return [`  ${theme.paint(statusRoles.skip, sign)} ${first.trimStart()}`, ...rest];
  });
}
