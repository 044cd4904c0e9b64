import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import type { Remedy } from '../model/finding.js';
import { chooseFirstToMend, isOfServer, type FirstToMend } from '../model/first-to-mend.js';
import type { CountedCause, ObjectReportTail, ObjectStatus, ObjectSummary } from '../model/object-report.js';
import type { AnswerSource } from '../model/source.js';
import { briefAdvice } from './brief.js';
import { commandLines } from './command-lines.js';
import { displayWidth, indented } from './layout.js';
import { isWholeBelow, nextStepLines } from './next-step.js';
import { nameFirstCause, nameWhom } from './object-name.js';
import { markSource, serverLines, verdictLines } from './object-verdict-text.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

/** On a terminal more causes are only counted: so many screens nobody reads. */
const mostOnTerminal = 15;

const outcomes: Readonly<Record<ObjectStatus, string>> = {
  fail: 'failed',
  unknown: 'could not be checked',
  warn: 'with a warning',
  pass: 'in order',
};

function countsText({ counts, exitCode }: ObjectSummary): string {
  const parts = (['fail', 'unknown', 'warn', 'pass'] as const).map((status) => `${counts[status]} ${outcomes[status]}`);
  return `${counted(counts.objects, 'user')}: ${parts.join(', ')}; exit code ${exitCode}`;
}

function remedyLines(remedy: Remedy | undefined, indent: number, options: ViewOptions): string[] {
  if (remedy === undefined) {
    return [];
  }
  const [first = '', ...rest] = indented(escapeForTerminal(briefAdvice(remedy.text, '')), indent + 6, options.columns);
  return [
    `${' '.repeat(indent)}fix   ${first.trimStart()}`,
    ...rest,
    ...commandLines(remedy.commands, indent + 8, options),
  ];
}

function causeLines(cause: CountedCause, width: number, isToldBelow: boolean, options: ViewOptions): string[] {
  const { check, subject, title, reason, status, count, examples, remedy } = cause;
  const { theme, columns } = options;
  const sign = theme.sign(status).trimEnd();
  const indent = width + 5;
  const who = subject === undefined ? '' : `${subject}: `;
  // The title says how it should be, which reads as the opposite of what was found.
  const what = escapeForTerminal(status === 'pass' ? title : `${who}${reason}`);
  const [first = '', ...rest] = indented(`${check}: ${what}`, 2 + width + 1 + displayWidth(sign) + 1, columns);
  const more = count > examples.length ? ', ...' : '';
  return [
    `  ${String(count).padStart(width)} ${theme.paint(statusRoles[status], sign)} ${first.trimStart()}`,
    ...rest,
    ...indented(`${examples.map(escapeForTerminal).join(' | ')}${more}`, indent, columns).map((line) =>
      theme.paint('quiet', line),
    ),
    ...(isToldBelow ? indented('fix   the next step below', indent, columns) : remedyLines(remedy, indent, options)),
  ];
}

function causesLines({ causes }: ObjectSummary, first: FirstToMend | undefined, options: ViewOptions): string[] {
  if (causes.length === 0) {
    return [];
  }
  const width = String(Math.max(...causes.map(({ count }) => count))).length;
  const isFirst = (cause: CountedCause): boolean =>
    first?.of === 'server' ? isOfServer(cause, [first.cause]) : cause === first?.cause;
  const isToldBelow = (cause: CountedCause): boolean =>
    isFirst(cause) && cause.remedy !== undefined && isWholeBelow(cause.remedy, options);
  const shown =
    options.columns === undefined || options.verbosity === 'verbose' ? causes : causes.slice(0, mostOnTerminal);
  const left = causes.length - shown.length;
  return [
    options.theme.paint('heading', 'causes'),
    ...shown.flatMap((cause) => causeLines(cause, width, isToldBelow(cause), options)),
    ...(left > 0 ? indented(`and ${counted(left, 'more cause')}: -v lists all`, 2, options.columns) : []),
    '',
  ];
}

function overallText({ status, counts, causes }: ObjectSummary, first: FirstToMend | undefined): string {
  if (counts.objects === 0) {
    return 'No user was named.';
  }
  if (status === 'pass' || status === 'error' || first === undefined) {
    return 'No obstacle was found for the passwords of these users.';
  }
  const number = `${counts[status]} of ${counts.objects} ${outcomes[status]}`;
  const mine = causes.filter((cause) => cause.status === status);
  const isOnly = mine.length === 1 && (first.of === 'users' || isOfServer(mine[0] ?? first.cause, [first.cause]));
  if (isOnly) {
    return `${number}: ${nameFirstCause(first, true)}`;
  }
  const each = mine.length > 1 && mine.every(({ count }) => count === 1);
  const why = each ? 'each for its own cause' : `for ${counted(mine.length, 'cause')}`;
  return `${number}, ${why}; look first at ${nameFirstCause(first, each)}`;
}

function verdict(
  { summary, error }: ObjectReportTail,
  first: FirstToMend | undefined,
  options: ViewOptions,
  source: AnswerSource | undefined,
): string[] {
  const { status } = summary;
  return error === undefined
    ? verdictLines(
        status === 'error' ? 'fail' : status,
        markSource(overallText(summary, first), source, options),
        options,
      )
    : verdictLines('fail', markSource(error.message, source, options), options);
}

/** What is done first and for whom; if the run ended early, what its error says. */
function nextStep({ error }: ObjectReportTail, first: FirstToMend | undefined, options: ViewOptions): string[] {
  if (error !== undefined) {
    const remedy = error.hint === undefined ? undefined : { text: error.hint, commands: [] };
    return nextStepLines(remedy, undefined, options, { isAbove: false });
  }
  return first === undefined
    ? []
    : nextStepLines(first.cause.remedy, first.cause.check, options, {
        isAbove: first.of === 'users',
        whose: nameWhom(first),
      });
}

/** The causes with what to do about each, the numbers, what is wrong with the server, the verdict, and the next step. */
export function summaryLines(tail: ObjectReportTail, options: ViewOptions, source: AnswerSource | undefined): string[] {
  const { summary } = tail;
  const first = chooseFirstToMend(summary);
  const told = verdict(tail, first, options, source);
  if (options.verbosity === 'quiet') {
    return told;
  }
  const beside = summary.serverCauses.filter(
    (cause) => cause !== first?.cause && !summary.causes.some((counted) => isOfServer(counted, [cause])),
  );
  return [
    ...causesLines(summary, tail.error === undefined ? first : undefined, options),
    ...indented(countsText(summary), 0, options.columns),
    ...serverLines(beside, options),
    ...told,
    ...nextStep(tail, first, options),
  ];
}
