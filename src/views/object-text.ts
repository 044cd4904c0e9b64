import { instantText } from '../model/instant.js';
import type { FindingStatus } from '../model/finding.js';
import type { AnswerSource } from '../model/source.js';
import type { ObjectReportHead, ObjectResult } from '../model/object-report.js';
import { escapeForTerminal } from '../base/escape.js';
import { indented } from './layout.js';
import { objectVerdictLines, summaryLines } from './object-text-summary.js';
import { isServerVerdict } from './object-verdict.js';
import type { ObjectView } from './object-view.js';
import { isSimulated, replayLine } from './source-text.js';
import { findingsLines } from './text-findings.js';
import { secondOpinionLines, secondOpinionSummary } from './text-second-opinion.js';
import { statusRoles, type Theme } from './theme.js';
import type { ViewOptions } from './view.js';

/** How the text of objects looks beside the options of every text view. */
export interface ObjectTextOptions extends ViewOptions {
  /** True: one object, in full. False: a few lines for each, and a summary by cause at the end. */
  readonly single: boolean;
}

function headLine(head: ObjectReportHead, theme: Theme): string {
  const { tool, server, window, startedAt } = head;
  const platform = server?.platform.known === true ? server.platform.value : undefined;
  const parts = [
    `phs-tool ${tool.version}`,
    ...(platform === undefined ? [] : [escapeForTerminal(platform.machineName)]),
    ...(platform?.productVersion == null ? [] : [`Entra Connect ${escapeForTerminal(platform.productVersion)}`]),
    ...(isSimulated(head) ? ['simulated server'] : []),
    instantText(window?.endsAt ?? startedAt),
  ];
  return theme.paint('heading', parts.join(theme.separator));
}

function sign(status: FindingStatus, theme: Theme): string {
  return theme.paint(statusRoles[status], theme.sign(status).trimEnd());
}

/** The way of a password: `AD ──√── metaverse ──×── Entra · password –`; where it breaks, the sign says so. */
export function drawPath({ source, target, password }: ObjectResult['way'], theme: Theme): string {
  const rail = (status: FindingStatus): string => ` ${theme.rail}${sign(status, theme)}${theme.rail} `;
  return `AD${rail(source)}metaverse${rail(target)}Entra${theme.separator}password ${sign(password, theme)}`;
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
    return ['', options.theme.paint('heading', `${titles[key]}${where}`), ...lines];
  });
}

/** What is broken below the first break follows from it, so it is shown only on demand. */
function shownFindings({ findings }: ObjectResult, { verbosity }: ViewOptions): ObjectResult['findings'] {
  return verbosity === 'verbose' ? findings : findings.filter(({ status }) => status !== 'skip');
}

function fullLines(result: ObjectResult, options: ViewOptions): string[] {
  return [
    '',
    options.theme.paint('heading', formatName(result)),
    `  ${drawPath(result.way, options.theme)}`,
    ...findingsLines(shownFindings(result, options), options),
    ...secondOpinionLines(result, options),
    ...attributeLines(result, options),
  ];
}

function shortLines(result: ObjectResult, options: ViewOptions): string[] {
  const { theme, columns } = options;
  const { cause } = result;
  const about = cause === null || isServerVerdict(result) ? result.answer : `${cause.check}: ${cause.message}`;
  return [
    `${sign(result.status, theme)} ${formatName(result)}`,
    `    ${drawPath(result.way, theme)}`,
    ...indented(escapeForTerminal(about), 4, columns),
    ...secondOpinionSummary(result, options),
  ];
}

/**
 * Results for people. One object: the picture of its way, what is not in order, then verdict and next step, where the eye
 * lands. Several: a few lines each as they come, then the causes with their numbers. Quiet: the verdict only. Verbose:
 * every finding with its evidence, and the attributes of each side.
 */
export function createTextObjectView(options: ObjectTextOptions): ObjectView {
  const { theme, verbosity, single } = options;
  const inFull = single || verbosity === 'verbose';
  let only: ObjectResult | undefined;
  let source: AnswerSource | undefined;
  const text = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  return {
    head: (head) => {
      source = head.source;
      const line = replayLine(source);
      const mark = line === undefined ? [] : [theme.paint('caution', line)];
      return verbosity === 'quiet' ? '' : text([...mark, headLine(head, theme), ...(inFull ? [] : [''])]);
    },
    object: (result) => {
      only = single ? result : undefined;
      if (verbosity === 'quiet') {
        return '';
      }
      return text(inFull ? fullLines(result, options) : shortLines(result, options));
    },
    tail: (tail) => {
      const lines =
        only === undefined || tail.error !== undefined
          ? summaryLines(tail, options, source)
          : objectVerdictLines(only, tail, options, source);
      return text(verbosity === 'quiet' ? lines : ['', ...lines]);
    },
  };
}
