import type { ObjectReportTail, ObjectResult, ObjectStatus, ObjectSummary } from '../model/object-report.js';
import { escapeForTerminal } from '../base/escape.js';
import type { Remedy } from '../model/finding.js';
import type { AnswerSource } from '../model/source.js';
import { briefAdvice } from './brief.js';
import { displayWidth, indented } from './layout.js';
import { nextStepLines } from './next-step.js';
import { isServerVerdict, objectRemedy } from './object-verdict.js';
import { parseDn, printDn } from '../parsers/dn.js';
import { marked, shortlyMarked } from './source-text.js';
import { commandLines } from './command-lines.js';
import { signedLines } from './signed-text.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

function verdictLines(status: ObjectStatus, text: string, { theme, columns, verbosity }: ViewOptions): string[] {
  return signedLines(status, text, verbosity === 'quiet' || columns === undefined ? { theme } : { theme, columns });
}

function serverLines({ serverCauses }: ObjectSummary, shown: string | undefined, options: ViewOptions): string[] {
  return serverCauses
    .filter(({ check }) => check !== shown)
    .flatMap(({ check, subject, message, status }) => {
      const who = subject === undefined ? '' : `${escapeForTerminal(subject)}: `;
      return verdictLines(status, `The server: ${check}: ${who}${escapeForTerminal(message)}`, options);
    });
}

/** The text of a verdict, which is all that a quiet view shows: then it says what answered unless a server did. */
function markSource(text: string, source: AnswerSource | undefined, { verbosity }: ViewOptions): string {
  return escapeForTerminal((verbosity === 'quiet' ? marked : shortlyMarked)(source, text));
}

/** The user in a verdict: the first part of the DN is enough below a screen that names all of it. */
function shortNameOf({ given, distinguishedName }: ObjectResult): string {
  const parsed = parseDn(distinguishedName ?? given.text);
  const [first] = parsed.ok ? parsed.dn : [];
  return first === undefined ? given.text.slice(0, 200) : printDn([first]);
}

/** The verdict about the only object, what is wrong with the server beside it, and the next step. */
export function objectVerdictLines(
  result: ObjectResult,
  { summary }: ObjectReportTail,
  options: ViewOptions,
  source: AnswerSource | undefined,
): string[] {
  // What to do about the server is not among the findings of the user.
  const isAbove = !isServerVerdict(result);
  const next = nextStepLines(objectRemedy(result), result.cause?.check, options, undefined, isAbove);
  return [
    ...(options.verbosity === 'quiet' ? [] : serverLines(summary, result.cause?.check, options)),
    ...verdictLines(result.status, markSource(`${shortNameOf(result)}: ${result.answer}`, source, options), options),
    ...(options.verbosity === 'quiet' ? [] : next),
  ];
}

const outcomes: Readonly<Record<ObjectStatus, string>> = {
  fail: 'failed',
  unknown: 'could not be checked',
  warn: 'with a warning',
  pass: 'in order',
};

function countsText({ counts, exitCode }: ObjectSummary): string {
  const parts = (['pass', 'warn', 'fail', 'unknown'] as const).map((status) => `${counts[status]} ${outcomes[status]}`);
  const noun = counts.objects === 1 ? 'object' : 'objects';
  return `${counts.objects} ${noun}: ${parts.join(', ')}; exit code ${exitCode}`;
}

/** What a result says of its cause and what to do about it, told once for all with the same cause. */
export interface ToldCause {
  readonly message: string;
  readonly remedy: Remedy | undefined;
}

/** The causes that were seen, by check and status. */
export type ToldCauses = ReadonlyMap<string, ToldCause>;

/** The key of a cause in {@link ToldCauses}. */
export function causeKey({ check, status }: { readonly check: string; readonly status: ObjectStatus }): string {
  return `${check} ${status}`;
}

function remedyLines(remedy: Remedy | undefined, indent: number, { columns }: ViewOptions): string[] {
  if (remedy === undefined) {
    return [];
  }
  const [first = '', ...rest] = indented(escapeForTerminal(briefAdvice(remedy.text, '')), indent + 6, columns);
  return [`${' '.repeat(indent)}fix   ${first.trimStart()}`, ...rest, ...commandLines(remedy.commands, indent + 8)];
}

function causeLines({ causes }: ObjectSummary, told: ToldCauses, options: ViewOptions): string[] {
  const { theme, columns } = options;
  const width = String(causes[0]?.count ?? 0).length;
  return causes.flatMap((cause) => {
    const { check, title, status, count, examples } = cause;
    const sign = theme.sign(status).trimEnd();
    const indent = width + 5;
    const message = told.get(causeKey(cause))?.message;
    // The title says how it should be, which reads as the opposite here.
    const found = message === undefined ? title : `${count > 1 ? 'for example: ' : ''}${message}`;
    const what = escapeForTerminal(status === 'pass' ? title : found);
    const [first = '', ...rest] = indented(`${check}: ${what}`, 2 + width + 1 + displayWidth(sign) + 1, columns);
    const more = count > examples.length ? ', ...' : '';
    return [
      `  ${String(count).padStart(width)} ${theme.paint(statusRoles[status], sign)} ${first.trimStart()}`,
      ...rest,
      ...indented(`${examples.map(escapeForTerminal).join(' | ')}${more}`, indent, columns).map((line) =>
        theme.paint('quiet', line),
      ),
      ...remedyLines(told.get(causeKey(cause))?.remedy, indent, options),
    ];
  });
}

function overallText({ status, counts, causes }: ObjectSummary, told: ToldCauses): string {
  const [first] = causes.filter((cause) => cause.status === status);
  if (counts.objects === 0) {
    return 'No object was named.';
  }
  if (status === 'pass' || status === 'error' || first === undefined) {
    return 'Nothing on the way of these passwords is broken.';
  }
  const number = `${counts[status]} of ${counts.objects} ${outcomes[status]}`;
  const message = told.get(causeKey(first))?.message;
  const cause = `${first.check}${message === undefined ? '' : `: ${message}`}`;
  return first.count === 1 && counts[status] > 1
    ? `${number}, each for its own cause; the first is ${cause}`
    : `${number}; most often (${first.count}) the cause is ${cause}`;
}

/** The numbers, the causes with what to do about each, and the verdict about all objects. */
export function summaryLines(
  { summary, error }: ObjectReportTail,
  told: ToldCauses,
  options: ViewOptions,
  source: AnswerSource | undefined,
): string[] {
  const { causes, status } = summary;
  const isQuiet = options.verbosity === 'quiet';
  const verdict =
    error === undefined
      ? verdictLines(
          status === 'error' ? 'fail' : status,
          markSource(overallText(summary, told), source, options),
          options,
        )
      : verdictLines('fail', markSource(error.message, source, options), options);
  const next = error?.hint === undefined ? undefined : { text: error.hint, commands: [] };
  return [
    ...(isQuiet || causes.length === 0
      ? []
      : [options.theme.paint('heading', 'causes'), ...causeLines(summary, told, options), '']),
    ...(isQuiet
      ? []
      : [...indented(countsText(summary), 0, options.columns), ...serverLines(summary, undefined, options)]),
    ...verdict,
    ...(isQuiet ? [] : nextStepLines(next, undefined, options, undefined, false)),
  ];
}
