import type { Category, Finding, Remedy } from '../model/finding.js';
import { escapeForTerminal } from '../base/escape.js';
import { checksText } from './checks-text.js';
import { commandLines } from './command-lines.js';
import { displayWidth, indented, padTo } from './layout.js';
import { partsOf } from './remedy-parts.js';
import { isNotEvaluated, notEvaluatedLines } from './text-skipped.js';
import { statusRoles } from './theme.js';
import { messageOf, nameSame, tellOnce, type ToldFinding } from './told-once.js';
import type { ViewOptions } from './view.js';

const categories: readonly Category[] = ['environment', 'configuration', 'liveness', 'connectivity', 'object', 'fleet'];

/** What is shown of the findings. */
export interface FindingsRequest {
  /** Checks that passed: one line each, their number in one line a category, or nothing. Verbose: each with its evidence. */
  readonly passed: 'each' | 'counted' | 'hidden';
  /** The finding whose remedy is the next step, which stands at the end. */
  readonly nextStepOf?: Finding | undefined;
  /** The finding whose message the verdict holds as a whole: told once. */
  readonly told?: Finding | undefined;
}

/** Title of a finding with its subject. */
function formatTitle({ title, subject }: Finding): string {
  return subject === undefined ? title : `${title}: ${escapeForTerminal(subject)}`;
}

/** What to do, with its commands; of several causes a part for each. */
function remedyLines({ remedy }: Finding, indent: number, options: ViewOptions): string[] {
  return remedy === undefined ? [] : partsOf(remedy).flatMap((part) => partLines(part, indent, options));
}

function partLines({ text, commands }: Remedy, indent: number, options: ViewOptions): string[] {
  const [first = '', ...rest] = indented(escapeForTerminal(text), indent + 6, options.columns);
  return [`${' '.repeat(indent)}fix   ${first.trimStart()}`, ...rest, ...commandLines(commands, indent + 8, options)];
}

function evidenceLines(finding: Finding, indent: number, { theme, columns }: ViewOptions): string[] {
  return finding.evidence.flatMap(({ label, value, source }) => {
    const from = source === undefined ? '' : `  [${escapeForTerminal(source)}]`;
    const text = `${escapeForTerminal(label)}: ${escapeForTerminal(value)}${from}`;
    return indented(text, indent, columns).map((line) => theme.paint('quiet', line));
  });
}

/** A check that is not in order by what was found: its title says how it should be, which reads as the opposite here. */
function foundLines(
  told: ToldFinding,
  indent: number,
  isToldBelow: boolean,
  { theme, columns }: ViewOptions,
): string[] {
  const { status } = told.finding;
  const text = escapeForTerminal(`${nameSame(told.same)}${isToldBelow ? ' (see the end)' : `: ${messageOf(told)}`}`);
  const [first = '', ...rest] = indented(text, indent, columns);
  return [`  ${theme.paint(statusRoles[status], theme.sign(status))} ${first.trimStart()}`, ...rest];
}

/** The title with the id at the end of the line, or below the title if both do not fit. */
function headLines(finding: Finding, titleWidth: number, indent: number, { theme, columns }: ViewOptions): string[] {
  const { status, check } = finding;
  const sign = theme.paint(statusRoles[status], theme.sign(status));
  const title = formatTitle(finding);
  if (columns === undefined || indent + Math.max(titleWidth, displayWidth(title)) + 2 + check.length <= columns) {
    return [`  ${sign} ${padTo(title, titleWidth)}  ${check}`];
  }
  const [first = '', ...rest] = indented(`${title}  ${check}`, indent, columns);
  return [`  ${sign} ${first.trimStart()}`, ...rest];
}

function findingLines(
  shown: ToldFinding,
  titleWidth: number,
  options: ViewOptions,
  { nextStepOf, told }: FindingsRequest,
): string[] {
  const { theme, columns, verbosity } = options;
  const { finding } = shown;
  const indent = displayWidth(theme.sign(finding.status)) + 3;
  const isFound = finding.status !== 'pass' && finding.status !== 'skip';
  const head = isFound
    ? foundLines(shown, indent, finding === told && verbosity !== 'verbose', options)
    : headLines(finding, titleWidth, indent, options);
  const isFine = finding.status === 'pass';
  if (isFine && verbosity !== 'verbose') {
    return head;
  }
  const help = isFine || finding.status === 'skip' ? [] : [`${' '.repeat(indent)}help  phs-tool help ${finding.check}`];
  return [
    ...head,
    ...(isFound ? [] : indented(escapeForTerminal(finding.message), indent, columns)),
    ...(verbosity === 'verbose' ? evidenceLines(finding, indent, options) : []),
    ...(finding === nextStepOf ? [] : [...remedyLines(finding, indent, options), ...help]),
  ];
}

function countLine(passed: readonly Finding[], { theme }: ViewOptions): string[] {
  const sign = theme.paint(statusRoles.pass, theme.sign('pass'));
  return passed.length === 0 ? [] : [`  ${sign} ${checksText(passed)} passed`];
}

/**
 * The findings by category, and at the end a line for each reason why checks were not evaluated. Verbose: all findings with
 * their evidence, each by itself.
 */
export function findingsLines(
  findings: readonly Finding[],
  options: ViewOptions,
  request: FindingsRequest = { passed: 'hidden' },
): string[] {
  const isVerbose = options.verbosity === 'verbose';
  const shown = isVerbose
    ? findings
    : findings.filter((each) => !isNotEvaluated(each) && (request.passed === 'each' || each.status !== 'pass'));
  const told = isVerbose ? shown.map((finding) => ({ finding, same: [finding] })) : tellOnce(shown);
  const titled = shown.filter(({ status }) => status === 'pass' || status === 'skip');
  const longest = Math.max(0, ...titled.map((finding) => displayWidth(formatTitle(finding))));
  const titleWidth = Math.min(longest, 72, (options.columns ?? 200) - displayWidth(options.theme.sign('pass')) - 11);
  const skipped = isVerbose ? [] : notEvaluatedLines(findings, options);
  const sections = categories.flatMap((category) => {
    const mine = told.filter(({ finding }) => finding.category === category);
    const passed = findings.filter((finding) => finding.category === category && finding.status === 'pass');
    const count = request.passed === 'counted' && !isVerbose ? countLine(passed, options) : [];
    return mine.length === 0 && count.length === 0
      ? []
      : [
          '',
          options.theme.paint('heading', category),
          ...count,
          ...mine.flatMap((each) => findingLines(each, titleWidth, options, request)),
        ];
  });
  return [...sections, ...(skipped.length === 0 ? [] : ['', ...skipped])];
}
