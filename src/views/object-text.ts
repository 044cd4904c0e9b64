import { instantText } from '../model/instant.js';
import type { Finding, FindingStatus } from '../model/finding.js';
import type { AnswerSource } from '../model/source.js';
import type { ObjectReportHead, ObjectResult } from '../model/object-report.js';
import { escapeForTerminal } from '../base/escape.js';
import { displayWidth, hanging, indented } from './layout.js';
import { isWholeBelow } from './next-step.js';
import { isServerVerdict } from '../model/object-remedy.js';
import { summaryLines } from './object-causes-text.js';
import { ObjectList } from './object-list.js';
import { objectVerdictLines } from './object-verdict-text.js';
import type { ObjectView } from './object-view.js';
import { isSimulated, reachedParts, replayLine } from './source-text.js';
import { findingsLines } from './text-findings.js';
import { secondOpinionLines, secondOpinionSummary } from './text-second-opinion.js';
import { statusRoles, type Theme } from './theme.js';
import type { ViewOptions } from './view.js';

/** How the text of objects looks beside the options of every text view. */
export interface ObjectTextOptions extends ViewOptions {
  /** True: one object, in full. False: a few lines for each, and a summary by cause at the end. */
  readonly single: boolean;
}

function headLines(head: ObjectReportHead, { theme, columns }: ViewOptions): string[] {
  const { tool, server, window, startedAt, source } = head;
  const platform = server?.platform.known === true ? server.platform.value : undefined;
  const parts = [
    `phs-tool ${tool.version}`,
    ...(platform === undefined ? [] : [escapeForTerminal(platform.machineName)]),
    ...(platform?.productVersion == null ? [] : [`Entra Connect ${escapeForTerminal(platform.productVersion)}`]),
    ...(isSimulated(head) ? ['simulated server'] : []),
    ...reachedParts(source).map(escapeForTerminal),
    instantText(window?.endsAt ?? startedAt),
  ];
  return indented(parts.join(theme.separator), 0, columns).map((line) => theme.paint('heading', line));
}

function sign(status: FindingStatus, theme: Theme): string {
  return theme.paint(statusRoles[status], theme.sign(status).trimEnd());
}

/** The way of a password: `AD ──√── metaverse ──×── Entra · password –`; where it breaks, the sign says so. */
export function drawPath({ source, target, password }: ObjectResult['way'], theme: Theme): string {
  const rail = (status: FindingStatus): string => ` ${theme.rail}${sign(status, theme)}${theme.rail} `;
  return `AD${rail(source)}metaverse${rail(target)}Entra${theme.separator}password ${sign(password, theme)}`;
}

/** The picture on one line, or its last station below when it does not fit. */
function pathLines({ way }: ObjectResult, indent: number, { theme, columns }: ViewOptions): string[] {
  const margin = ' '.repeat(indent);
  const bare = drawPath(way, { ...theme, paint: (_role, text) => text });
  const picture = drawPath(way, theme);
  if (columns === undefined || indent + displayWidth(bare) <= columns) {
    return [`${margin}${picture}`];
  }
  const [path = '', password = ''] = picture.split(theme.separator);
  return [`${margin}${path}`, `${margin}${password}`];
}

function formatName({ given, distinguishedName, connector, line }: ObjectResult): string {
  const text = escapeForTerminal(distinguishedName ?? given.text);
  const from =
    given.kind === 'dn' || distinguishedName === null ? '' : ` (${given.kind} ${escapeForTerminal(given.text)})`;
  const at = line === null ? '' : ` [line ${line}]`;
  return `${text}${from}${at}${connector === null ? '' : `, connector ${escapeForTerminal(connector)}`}`;
}

function attributeLines({ sides }: ObjectResult, options: ViewOptions): string[] {
  const titles = { source: 'AD connector space', metaverse: 'Metaverse', target: 'Entra connector space' } as const;
  return (['source', 'metaverse', 'target'] as const).flatMap((key) => {
    const side = sides?.[key];
    if (side === undefined || side === null) {
      return [];
    }
    const where = side.distinguishedName === null ? '' : `: ${escapeForTerminal(side.distinguishedName)}`;
    const lines = side.attributes.flatMap(({ name, values, ruleName }) => {
      const rule = ruleName === null ? '' : `  [rule: ${escapeForTerminal(ruleName)}]`;
      return indented(
        `${escapeForTerminal(name)} = ${values.map(escapeForTerminal).join('; ')}${rule}`,
        4,
        options.columns,
      );
    });
    const heading = hanging(`${titles[key]}${where}`, 0, options.columns).map((line) =>
      options.theme.paint('heading', line),
    );
    return ['', ...heading, ...lines];
  });
}

/** What is broken below the first break follows from it, so it is shown only on demand; what the server explains is counted. */
function shownFindings({ findings }: ObjectResult, { verbosity }: ViewOptions): ObjectResult['findings'] {
  const own = new Set(findings.map(({ check }) => check));
  return verbosity === 'verbose'
    ? findings
    : findings.filter(({ status, blockedBy = '' }) => status !== 'skip' || !own.has(blockedBy));
}

/** The finding whose remedy stands at the end; of several objects none does. */
function nextStepOf({ cause, findings }: ObjectResult, options: ObjectTextOptions): Finding | undefined {
  const finding = findings.find(({ check }) => check === cause?.check);
  return options.single && finding?.remedy !== undefined && isWholeBelow(finding.remedy, options) ? finding : undefined;
}

function fullLines(result: ObjectResult, options: ObjectTextOptions): string[] {
  return [
    '',
    ...hanging(formatName(result), 0, options.columns).map((line) => options.theme.paint('heading', line)),
    ...pathLines(result, 2, options),
    ...findingsLines(shownFindings(result, options), options, {
      passed: 'hidden',
      nextStepOf: nextStepOf(result, options),
    }),
    ...secondOpinionLines(result, options),
    ...attributeLines(result, options),
  ];
}

function shortName(result: ObjectResult, { theme, columns }: ViewOptions): string[] {
  const shown = theme.sign(result.status).trimEnd();
  const indent = displayWidth(shown) + 1;
  const [first = '', ...rest] = indented(formatName(result), indent, columns);
  return [`${sign(result.status, theme)} ${first.trimStart()}`, ...rest];
}

function shortLines(result: ObjectResult, options: ViewOptions): string[] {
  const { columns } = options;
  const { cause, status } = result;
  const about = cause === null || isServerVerdict(result) ? result.answer : `${cause.check}: ${cause.message}`;
  return [
    ...shortName(result, options),
    // Of a user in order the answer says all.
    ...(status === 'pass' ? [] : pathLines(result, 4, options)),
    ...indented(escapeForTerminal(about), 4, columns),
    ...secondOpinionSummary(result, options),
  ];
}

/**
 * Results for people. One object: the picture of its way, what is not in order, then verdict and next step, where the eye
 * lands. Several: a few lines each, the failed ones first, up to a number; then the causes with their numbers and remedies, and
 * the next step. Quiet: the verdict only. Verbose: every finding with its evidence, and the attributes of each side.
 */
export function createTextObjectView(options: ObjectTextOptions): ObjectView {
  const { theme, verbosity, single } = options;
  const isQuiet = verbosity === 'quiet';
  const inFull = single || verbosity === 'verbose';
  const list = new ObjectList(options);
  let only: ObjectResult | undefined;
  let source: AnswerSource | undefined;
  let heading = '';
  const text = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  return {
    head: (head) => {
      source = head.source;
      const line = replayLine(source);
      const mark =
        line === undefined ? [] : indented(line, 0, options.columns).map((part) => theme.paint('caution', part));
      heading = isQuiet ? '' : text([...mark, ...headLines(head, options), ...(inFull ? [] : [''])]);
      return list.waits && !single ? '' : heading;
    },
    object: (result) => {
      only = single ? result : undefined;
      if (isQuiet) {
        return '';
      }
      const lines = inFull ? fullLines(result, options) : shortLines(result, options);
      return text(single ? lines : list.take(result, lines));
    },
    tail: (tail) => {
      const lines =
        only === undefined || tail.error !== undefined
          ? summaryLines(tail, options, source)
          : objectVerdictLines(only, tail, options, source);
      const waited = single ? '' : `${list.waits ? heading : ''}${text(list.end())}`;
      return isQuiet ? text(lines) : `${waited}${text(['', ...lines])}`;
    },
  };
}
