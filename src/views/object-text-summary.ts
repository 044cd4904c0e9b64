import type { ObjectReportTail, ObjectResult, ObjectStatus, ObjectSummary } from '../model/object-report.js';
import { escapeForTerminal } from '../base/escape.js';
import type { AnswerSource } from '../model/source.js';
import { indented } from './layout.js';
import { objectRemedy } from './object-verdict.js';
import { marked } from './source-text.js';
import { signedLines } from './signed-text.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

function verdictLines(status: ObjectStatus, text: string, { theme, columns, verbosity }: ViewOptions): string[] {
  return signedLines(status, text, verbosity === 'quiet' || columns === undefined ? { theme } : { theme, columns });
}

function nextStepLines(text: string | undefined, { columns, verbosity }: ViewOptions): string[] {
  if (text === undefined || verbosity === 'quiet') {
    return [];
  }
  const [first = '', ...rest] = indented(escapeForTerminal(text), 11, columns);
  return [`Next step: ${first.trimStart()}`, ...rest];
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
  return escapeForTerminal(verbosity === 'quiet' ? marked(source, text) : text);
}

/** The verdict about the only object, what is wrong with the server beside it, and the next step. */
export function objectVerdictLines(
  result: ObjectResult,
  { summary }: ObjectReportTail,
  options: ViewOptions,
  source: AnswerSource | undefined,
): string[] {
  return [
    ...(options.verbosity === 'quiet' ? [] : serverLines(summary, result.cause?.check, options)),
    ...verdictLines(result.status, markSource(result.answer, source, options), options),
    ...nextStepLines(objectRemedy(result)?.text, options),
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

function causeLines({ causes }: ObjectSummary, { theme, columns }: ViewOptions): string[] {
  const width = String(causes[0]?.count ?? 0).length;
  return causes.flatMap(({ check, title, status, count, examples }) => {
    const shown = theme.paint(statusRoles[status], theme.sign(status).trimEnd());
    const more = count > examples.length ? ', ...' : '';
    return [
      `  ${String(count).padStart(width)} ${shown} ${check} ${title}`,
      ...indented(`${examples.map(escapeForTerminal).join(' | ')}${more}`, width + 5, columns).map((line) =>
        theme.paint('quiet', line),
      ),
    ];
  });
}

function overallText({ status, counts, causes }: ObjectSummary): string {
  const [first] = causes.filter((cause) => cause.status === status);
  if (counts.objects === 0) {
    return 'No object was named.';
  }
  if (status === 'pass' || first === undefined) {
    return 'Nothing on the way of these passwords is broken.';
  }
  const number = `${first.count} of ${counts.objects}`;
  return `Most frequent cause: ${first.check} (${number} ${outcomes[first.status]}): "${first.title}" is not so`;
}

/** The causes with their numbers, the verdict about all objects, and the next step. */
export function summaryLines(
  { summary, error }: ObjectReportTail,
  options: ViewOptions,
  source: AnswerSource | undefined,
): string[] {
  const { causes, status } = summary;
  const isQuiet = options.verbosity === 'quiet';
  const verdict =
    error === undefined
      ? verdictLines(status === 'error' ? 'fail' : status, markSource(overallText(summary), source, options), options)
      : verdictLines('fail', markSource(error.message, source, options), options);
  const [first] = causes;
  const next =
    error?.hint ??
    (first &&
      `See ${first.check.startsWith('PHS5') ? `phs-tool help ${first.check}` : 'phs-tool status'}; look at one of the objects alone with --dn for what to do.`);
  return [
    ...(isQuiet || causes.length === 0
      ? []
      : [options.theme.paint('heading', 'causes'), ...causeLines(summary, options), '']),
    ...(isQuiet ? [] : [countsText(summary), ...serverLines(summary, undefined, options)]),
    ...verdict,
    ...nextStepLines(next, options),
  ];
}
