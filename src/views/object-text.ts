import { instantText } from '../model/instant.js';
import type { Finding, FindingStatus, Remedy } from '../model/finding.js';
import type { AnswerSource } from '../model/source.js';
import type { ObjectReportHead, ObjectResult } from '../model/object-report.js';
import { syncUserCommand } from '../report/advise-user-sync.js';
import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import { displayWidth, hanging, indented } from './layout.js';
import { isWholeBelow } from './next-step.js';
import { causeKey, objectVerdictLines, summaryLines, type ToldCause } from './object-text-summary.js';
import { isServerVerdict, objectRemedy } from './object-verdict.js';
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

/** What is broken below the first break follows from it, so it is shown only on demand. */
function shownFindings({ findings }: ObjectResult, { verbosity }: ViewOptions): ObjectResult['findings'] {
  return verbosity === 'verbose' ? findings : findings.filter(({ status }) => status !== 'skip');
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
  const { cause } = result;
  const about = cause === null || isServerVerdict(result) ? result.answer : `${cause.check}: ${cause.message}`;
  return [
    ...shortName(result, options),
    ...pathLines(result, 4, options),
    ...indented(escapeForTerminal(about), 4, columns),
    ...secondOpinionSummary(result, options),
  ];
}

/** On a terminal so many objects are listed, and so many that are not in order; the causes below are what is wanted. */
const mostOnTerminal = 20;

/** Without the command that is about one of them only, and the comment before it. */
function forMany(remedy: Remedy | undefined): Remedy | undefined {
  const isOfOne = (command: string | undefined): boolean => command?.startsWith(syncUserCommand) === true;
  const isLeft = (command: string, place: number, all: readonly string[]): boolean =>
    !isOfOne(command) && !(command.startsWith('#') && isOfOne(all[place + 1]));
  return remedy && { ...remedy, commands: remedy.commands.filter(isLeft) };
}

/** What was seen of many objects; bounded, whatever their number is. */
class SeenObjects {
  readonly told = new Map<string, ToldCause>();
  private seen = 0;
  private notInOrder = 0;
  private left = 0;

  constructor(private readonly options: ObjectTextOptions) {}

  /** A pipe gets all of them; a terminal the first ones, then the first ones that are not in order. */
  private isListed(status: ObjectResult['status']): boolean {
    const { columns, verbosity } = this.options;
    const isShort = this.seen < mostOnTerminal || (status !== 'pass' && this.notInOrder < mostOnTerminal);
    return columns === undefined || verbosity === 'verbose' || isShort;
  }

  /** Takes the next result; true if it is listed. */
  take(result: ObjectResult): boolean {
    const { cause, status } = result;
    const key = cause === null ? undefined : causeKey({ check: cause.check, status });
    if (cause !== null && key !== undefined && !this.told.has(key)) {
      this.told.set(key, { message: cause.message, remedy: forMany(objectRemedy(result)) });
    }
    const isListed = this.isListed(status);
    this.seen += 1;
    this.notInOrder += isListed && status !== 'pass' ? 1 : 0;
    this.left += isListed ? 0 : 1;
    return isListed;
  }

  leftLines({ columns }: ViewOptions): string[] {
    const text = `${counted(this.left, 'object')} not listed, in order or with the causes below: -v lists all`;
    return this.left === 0 ? [] : ['', ...indented(text, 0, columns)];
  }
}

/**
 * Results for people. One object: the picture of its way, what is not in order, then verdict and next step, where the eye
 * lands. Several: a few lines each as they come (on a terminal the first ones, then only those that are not in order, up to a number), then the
 * causes with their numbers and remedies. Quiet: the verdict only. Verbose: every finding with its evidence, and the
 * attributes of each side.
 */
export function createTextObjectView(options: ObjectTextOptions): ObjectView {
  const { theme, verbosity, single } = options;
  const inFull = single || verbosity === 'verbose';
  const seen = new SeenObjects(options);
  let only: ObjectResult | undefined;
  let source: AnswerSource | undefined;
  const text = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  return {
    head: (head) => {
      source = head.source;
      const line = replayLine(source);
      const mark =
        line === undefined ? [] : indented(line, 0, options.columns).map((part) => theme.paint('caution', part));
      return verbosity === 'quiet' ? '' : text([...mark, ...headLines(head, options), ...(inFull ? [] : [''])]);
    },
    object: (result) => {
      only = single ? result : undefined;
      const isListed = seen.take(result) || single;
      if (verbosity === 'quiet' || !isListed) {
        return '';
      }
      return text(inFull ? fullLines(result, options) : shortLines(result, options));
    },
    tail: (tail) => {
      const lines =
        only === undefined || tail.error !== undefined
          ? summaryLines(tail, seen.told, options, source)
          : objectVerdictLines(only, tail, options, source);
      const left = single ? [] : seen.leftLines(options);
      return text(verbosity === 'quiet' ? lines : [...left, '', ...lines]);
    },
  };
}
