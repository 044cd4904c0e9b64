import type { Category, Finding } from '../model/finding.js';
import { escapeForTerminal } from '../base/escape.js';
import { displayWidth, indented, padTo } from './layout.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

const categories: readonly Category[] = ['environment', 'configuration', 'liveness', 'connectivity', 'object'];

/** Title of a finding with its subject. */
function formatTitle({ title, subject }: Finding): string {
  return subject === undefined ? title : `${title}: ${escapeForTerminal(subject)}`;
}

function remedyLines(finding: Finding, indent: number, { theme, columns }: ViewOptions): string[] {
  const { remedy } = finding;
  if (remedy === undefined) {
    return [];
  }
  const text = indented(escapeForTerminal(remedy.text), indent + 6, columns);
  const commands = remedy.commands.map((command) => `${' '.repeat(indent + 8)}${escapeForTerminal(command)}`);
  const [first = '', ...rest] = text;
  return [
    `${' '.repeat(indent)}fix   ${first.trimStart()}`,
    ...rest,
    ...commands.map((line) => theme.paint('quiet', line)),
  ];
}

function evidenceLines(finding: Finding, indent: number, { theme, columns }: ViewOptions): string[] {
  return finding.evidence.flatMap(({ label, value, source }) => {
    const from = source === undefined ? '' : `  [${escapeForTerminal(source)}]`;
    const text = `${escapeForTerminal(label)}: ${escapeForTerminal(value)}${from}`;
    return indented(text, indent, columns).map((line) => theme.paint('quiet', line));
  });
}

function findingLines(finding: Finding, titleWidth: number, options: ViewOptions): string[] {
  const { theme, columns, verbosity } = options;
  const role = statusRoles[finding.status];
  const sign = theme.sign(finding.status);
  const indent = displayWidth(sign) + 3;
  const head = `  ${theme.paint(role, sign)} ${padTo(formatTitle(finding), titleWidth)}  ${finding.check}`;
  const isFine = finding.status === 'pass';
  if (isFine && verbosity !== 'verbose') {
    return [head];
  }
  return [
    head,
    ...indented(escapeForTerminal(finding.message), indent, columns),
    ...(verbosity === 'verbose' ? evidenceLines(finding, indent, options) : []),
    ...remedyLines(finding, indent, options),
    ...(isFine || finding.status === 'skip' ? [] : [`${' '.repeat(indent)}help  phs-tool help ${finding.check}`]),
  ];
}

/**
 * The findings by category: those that are not in order, or all of them with their evidence when verbose. `withPassed`
 * shows one line for each that is in order, too.
 */
export function findingsLines(findings: readonly Finding[], options: ViewOptions, withPassed = false): string[] {
  const shown =
    withPassed || options.verbosity === 'verbose' ? findings : findings.filter(({ status }) => status !== 'pass');
  const longest = Math.max(0, ...shown.map((finding) => displayWidth(formatTitle(finding))));
  const titleWidth = Math.min(longest, 72);
  return categories.flatMap((category) => {
    const mine = shown.filter((finding) => finding.category === category);
    return mine.length === 0
      ? []
      : [
          '',
          options.theme.paint('heading', category),
          ...mine.flatMap((finding) => findingLines(finding, titleWidth, options)),
        ];
  });
}
