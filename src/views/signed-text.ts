import type { FindingStatus } from '../model/finding.js';
import { displayWidth, indented } from './layout.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

/** A text (escaped already) after the sign of a status and in its colour; further lines hang below its first word. */
export function signedLines(
  status: FindingStatus,
  text: string,
  { theme, columns }: Pick<ViewOptions, 'theme' | 'columns'>,
): string[] {
  const sign = theme.sign(status).trimEnd();
  const width = displayWidth(sign) + 1;
  const [first = '', ...rest] = indented(text, width, columns);
  return [`${sign} ${first.trimStart()}`, ...rest].map((line) => theme.paint(statusRoles[status], line));
}
