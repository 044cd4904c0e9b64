import { counted } from '../base/text.js';
import { escapeForTerminal } from '../base/escape.js';
import type { ObjectReport, ObjectResult } from '../model/object-report.js';
import type { ObjectsOfServers, ServerObjectsResult } from '../model/objects-of-servers-document.js';
import { hanging } from './layout.js';
import { createTextObjectView } from './object-text.js';
import { signedLines } from './signed-text.js';
import { shortMark } from './source-text.js';
import type { ViewOptions } from './view.js';

/** How several servers' results of the same users are shown. */
export interface ObjectsOfServersOptions extends ViewOptions {
  /** True if one user was asked about. */
  readonly single: boolean;
}

/** What one server says of a user, in a line or two. */
function answerLines(
  name: string,
  document: ObjectReport,
  result: ObjectResult,
  options: ObjectsOfServersOptions,
): string[] {
  const user = options.single ? '' : `${result.given.text}: `;
  return signedLines(
    result.status,
    escapeForTerminal(`${name}: ${shortMark(document.source)}${user}${result.answer}`.replaceAll('\n', ' ')),
    options,
  );
}

function shortLines(server: ServerObjectsResult, options: ObjectsOfServersOptions): string[] {
  if ('error' in server) {
    const { message, hint } = server.error;
    return [
      ...signedLines('fail', escapeForTerminal(`${server.name}: ${message}`), options),
      ...(hint === undefined ? [] : hanging(escapeForTerminal(hint), 2, options.columns)),
    ];
  }
  return server.document.objects.flatMap((result) => answerLines(server.name, server.document, result, options));
}

function wholeText({ objects, ...rest }: ObjectReport, options: ObjectsOfServersOptions): string {
  const view = createTextObjectView(options);
  return `${view.head(rest)}${objects.map(view.object).join('')}${view.tail(rest)}`.trimEnd();
}

/** What each server says of the users, a line or two for each; then the whole of those that are not in order (verbose: of all). */
export function objectsOfServersText({ servers, summary }: ObjectsOfServers, options: ObjectsOfServersOptions): string {
  const { theme, verbosity } = options;
  const whole = servers.flatMap((server) => {
    const isShown =
      'document' in server &&
      verbosity !== 'quiet' &&
      (verbosity === 'verbose' || server.document.summary.status !== 'pass');
    return isShown
      ? ['', theme.paint('heading', `== ${escapeForTerminal(server.name)}`), wholeText(server.document, options)]
      : [];
  });
  const { servers: count, error } = summary.counts;
  const missing = error === 0 ? '' : `, ${error} did not answer`;
  return [
    ...servers.flatMap((server) => shortLines(server, options)),
    ...whole,
    '',
    `${counted(count, 'server')}${missing}; exit code ${summary.exitCode}`,
    '',
  ].join('\n');
}
