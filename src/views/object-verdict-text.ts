import { escapeForTerminal } from '../base/escape.js';
import { isServerVerdict, objectRemedy } from '../model/object-remedy.js';
import type { ObjectReportTail, ObjectResult, ObjectStatus, ServerCause } from '../model/object-report.js';
import type { AnswerSource } from '../model/source.js';
import { nextStepLines } from './next-step.js';
import { shortNameOf } from './object-name.js';
import { signedLines } from './signed-text.js';
import { marked, shortlyMarked } from './source-text.js';
import type { ViewOptions } from './view.js';

/** A verdict with its sign; a quiet one is never wrapped, because it is read by programs. */
export function verdictLines(status: ObjectStatus, text: string, { theme, columns, verbosity }: ViewOptions): string[] {
  return signedLines(status, text, verbosity === 'quiet' || columns === undefined ? { theme } : { theme, columns });
}

/** What is wrong with the server, a line each. */
export function serverLines(serverCauses: readonly ServerCause[], options: ViewOptions): string[] {
  return serverCauses.flatMap(({ check, subject, message, status }) => {
    const who = subject === undefined ? '' : `${escapeForTerminal(subject)}: `;
    return verdictLines(status, `The server: ${check}: ${who}${escapeForTerminal(message)}`, options);
  });
}

/** The text of a verdict, which is all that a quiet view shows: then it says what answered unless a server did. */
export function markSource(text: string, source: AnswerSource | undefined, { verbosity }: ViewOptions): string {
  return escapeForTerminal((verbosity === 'quiet' ? marked : shortlyMarked)(source, text));
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
  const next = nextStepLines(objectRemedy(result), result.cause?.check, options, { isAbove });
  const beside = summary.serverCauses.filter(({ check }) => check !== result.cause?.check);
  return [
    ...(options.verbosity === 'quiet' ? [] : serverLines(beside, options)),
    ...verdictLines(result.status, markSource(`${shortNameOf(result)}: ${result.answer}`, source, options), options),
    ...(options.verbosity === 'quiet' ? [] : next),
  ];
}
