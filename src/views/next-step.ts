import type { Remedy } from '../model/finding.js';
import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import { briefAdvice } from './brief.js';
import { commandLines, isComment } from './command-lines.js';
import { displayWidth, hanging, indented } from './layout.js';
import { firstPart } from './remedy-parts.js';
import type { ViewOptions } from './view.js';

/** Where the whole of a text is read that the end cuts short. */
export const above = ' (see above)';

/** True if the next step is told as a whole at the end, so that it need not stand above as well. */
export function isWholeBelow({ text, steps }: Remedy, { verbosity }: Pick<ViewOptions, 'verbosity'>): boolean {
  return verbosity !== 'verbose' && steps === undefined && briefAdvice(text, above) === text;
}

/** The command stands in a line of its own if it would be broken beside the words. */
function checkAgainLines(again: string, options: Pick<ViewOptions, 'columns' | 'wrapsNothing'>): string[] {
  const { columns } = options;
  const line = `Then check again: ${escapeForTerminal(again)}`;
  return columns === undefined || displayWidth(line) <= columns
    ? [line]
    : ['Then check again:', ...commandLines([again], 4, options)];
}

/** What is said with a next step. */
export interface NextStepWords {
  /** The command that shows afterwards whether it helped. */
  readonly again?: string | undefined;
  /** Absent: the whole of a long text stands above, so that it can be cut short here. */
  readonly isAbove?: boolean;
  /** Commands that show what to do about other failures, which has scrolled off the screen. */
  readonly others?: readonly string[];
  /** Whom the step is for, if that is not plain; not escaped. */
  readonly whose?: string;
}

/** The step in words; for somebody who is named, the name is a part of the sentence that is broken into lines. */
export function stepTextLines(text: string, whose: string | undefined, columns: number | undefined): string[] {
  if (whose !== undefined) {
    return hanging(`Next step for ${escapeForTerminal(whose)}: ${escapeForTerminal(text)}`, 0, columns);
  }
  const [first = '', ...rest] = indented(escapeForTerminal(text), 11, columns);
  return [`Next step: ${first.trimStart()}`, ...rest];
}

/** So many commands stand with advice that is cut short: with the verdict they fit on a screen of 25 lines. */
const mostOfMany = 6;

/** The first commands of advice about many causes, and how many more there are. No comment stays without its command. */
function firstCommandLines(
  commands: readonly string[],
  options: Pick<ViewOptions, 'columns' | 'wrapsNothing'>,
): string[] {
  const first = commands.slice(0, mostOfMany);
  const shown = first.slice(0, first.findLastIndex((command) => !isComment(command)) + 1);
  const left = commands.slice(shown.length).filter((command) => !isComment(command)).length;
  return [
    ...commandLines(shown, 4, options),
    ...(left > 0 ? [`    # And ${counted(left, 'more command')}${above}.`] : []),
  ];
}

/**
 * What to do, its commands, the check whose page tells more, and the command that shows afterwards whether it helped: what is
 * looked for at the end.
 */
export function nextStepLines(
  remedy: Remedy | undefined,
  check: string | undefined,
  options: Pick<ViewOptions, 'theme' | 'columns' | 'wrapsNothing'>,
  { again, isAbove = true, whose, others: failures = [] }: NextStepWords = {},
): string[] {
  if (remedy === undefined) {
    return [];
  }
  const { columns } = options;
  // A step that is a command of phs-tool says itself what comes next.
  const isOurs = remedy.commands.some((command) => command.startsWith('phs-tool ') && command !== again);
  const part = isAbove ? firstPart(remedy) : undefined;
  const { text: whole, commands: all } = part?.step ?? remedy;
  // What was just run is not a step: it comes last, as the check.
  const commands = all.filter((command) => command !== again);
  const text = isAbove ? briefAdvice(whole, above) : whole;
  const others = part === undefined || part.others === 0 ? [] : [`The other causes have fixes of their own${above}.`];
  return [
    ...stepTextLines(text, whose, columns),
    ...(text === whole ? commandLines(commands, 4, options) : firstCommandLines(commands, options)),
    ...others.flatMap((line) => indented(line, 0, columns)),
    ...(check === undefined ? [] : [`More: phs-tool help ${check}`]),
    ...failures,
    ...(again === undefined || isOurs ? [] : checkAgainLines(again, options)),
  ];
}
