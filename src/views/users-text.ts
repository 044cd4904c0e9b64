import { groupBy } from '../base/group-by.js';
import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import type { AffectedUser, UserOutcome } from '../model/affected-user.js';
import { durationText } from '../model/duration.js';
import { instantText } from '../model/instant.js';
import type { UserCause, UsersDocument } from '../model/users-document.js';
import { hanging } from './layout.js';
import { sourceLine } from './source-text.js';
import type { Role, Theme } from './theme.js';

/** At most so many users of each cause, and on a terminal: there the causes are wanted. */
const mostOfCause = 200;
const mostOnTerminal = 10;

const words: Readonly<Record<UserOutcome, readonly [words: string, role: Role]>> = {
  failed: ['failed', 'bad'],
  retrying: ['failed, tried again', 'caution'],
  'left-out': ['left out, not tried again', 'bad'],
  'no-result': ['no result', 'doubt'],
  synchronized: ['synchronized', 'good'],
};

/** How the text of `users` looks. */
export interface UsersTextOptions {
  readonly theme: Theme;
  /** Width of a terminal; absent: one line for each user. */
  readonly columns?: number;
  /** Commands to copy at the end. */
  readonly next: readonly string[];
}

function userLines(user: AffectedUser, { columns }: UsersTextOptions): readonly string[] {
  const { at, dn, attempts, problems, log } = user;
  const notes = [
    ...(attempts === null ? [] : [counted(attempts, 'attempt')]),
    ...(problems > 1 ? [`${problems} reports of problems`] : []),
    ...(log?.known === false ? [`its log: ${log.message}`] : []),
    ...(log?.known === true && log.newest === null ? ['its log is empty'] : []),
  ];
  const text = `${instantText(at)}  ${dn}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
  return hanging(escapeForTerminal(text), 2, columns);
}

function causeLines(cause: UserCause, users: readonly AffectedUser[], options: UsersTextOptions): readonly string[] {
  const { theme, columns } = options;
  const [said, role] = words[cause.outcome];
  const head = `${counted(cause.count, 'user')} ${said}: ${cause.cause}${cause.meaning === null ? '' : `. ${cause.meaning}`}`;
  const shown = users.slice(0, columns === undefined ? mostOfCause : mostOnTerminal);
  const left = cause.count - shown.length;
  return [
    '',
    ...hanging(escapeForTerminal(head), 0, columns).map((line) => theme.paint(role, line)),
    ...shown.flatMap((user) => userLines(user, options)),
    ...(left === 0 ? [] : [`  and ${left} more: use --output csv or ndjson for all`]),
  ];
}

function headLine({ userCount, listedCount, filter, window }: UsersDocument): string {
  const where = filter.connector === null ? '' : ` of ${filter.connector}`;
  const listed = filter.failed ? `, ${listedCount} of them without a reported success` : '';
  return `The log names ${counted(userCount, 'user')}${where} in the last ${durationText(window.lengthMs)}${listed}.`;
}

/** The causes with their users, what the log cannot know, and what to do next. */
export function usersTextView(document: UsersDocument, options: UsersTextOptions): string {
  const { theme, columns, next } = options;
  const mark = sourceLine(document.source);
  const byCause = groupBy(document.users, ({ outcome, cause }) => `${outcome} ${cause}`);
  const lines = [
    ...(mark === undefined ? [] : hanging(mark, 0, columns).map((line) => theme.paint('caution', line))),
    ...hanging(escapeForTerminal(headLine(document)), 0, columns),
    ...document.causes.flatMap((cause) =>
      causeLines(cause, byCause.get(`${cause.outcome} ${cause.cause}`) ?? [], options),
    ),
    '',
    theme.paint('heading', 'What the log does not show'),
    ...document.gaps.flatMap((gap) => hanging(`- ${escapeForTerminal(gap)}`, 2, columns)),
    ...(next.length === 0
      ? []
      : ['', theme.paint('heading', 'Next'), ...next.map((line) => `  ${escapeForTerminal(line)}`)]),
  ];
  return `${lines.join('\n')}\n`;
}
