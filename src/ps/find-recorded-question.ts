import { PsError } from '../base/errors.js';
import { getPhsConnectorSpaceObject } from '../scripts/get-phs-connector-space-object.js';
import type { Operation } from '../scripts/operation.js';
import { searchPhsDirectoryObject } from '../scripts/search-phs-directory-object.js';
import type { RecordingLimits } from './recording-bytes.js';
import type { RecordedEnding } from './recording-format.js';
import { questionKey, type HeldQuestion, type RecordedEnd } from './recording-index.js';

const otherOptions =
  'It was recorded with another command or other options: record the command that you want to replay.';

/** The command that lists the users of a recording, if nobody knows which file it is. */
export const listsFollowed = '"phs-tool replay FILE" lists them.';

/** What to do about a user whom the recorded run did not follow. */
export const nameFollowed = `Name a user that the recording followed, in a bundle by pseudonym: ${listsFollowed}`;

/** Questions about one user. */
const ofUsers: ReadonlySet<string> = new Set([getPhsConnectorSpaceObject.name, searchPhsDirectoryObject.name]);

/** What to do if a recording does not hold a question: of one that is not whole, because of that. */
export function hintOnMissing({ outcome }: Pick<RecordedEnd, 'outcome'>, { name }: Pick<Operation, 'name'>): string {
  switch (outcome) {
    case 'completed':
      return ofUsers.has(name) ? nameFollowed : otherOptions;
    case 'cut-off':
      return 'The file is cut off before the answer to this: get the whole file, or record again.';
    default:
      return `The recorded run ${outcome === 'failed' ? 'failed' : 'was interrupted'} before it asked for this: record again and let the command finish.`;
  }
}

const tooNarrow = 'The recording does not reach back that far: ask for a shorter --since.';

/** The error for a question that the recording does not hold. */
export function missing(operation: Operation, hint: string): PsError {
  return new PsError('E_REPLAY_MISSING', `The recording does not hold ${operation.summary}, as asked for here.`, {
    hint,
    fields: { operation: operation.name },
  });
}

/** A question as it was asked. */
export interface AskedQuestion {
  readonly question: HeldQuestion;
  readonly arguments: RecordedEnding['arguments'];
}

/** Raises E_TOO_LARGE for more ways of asking than are searched. */
export function refuseWays(
  { name, summary }: Operation,
  ways: number,
  { alikeQuestions }: Pick<RecordingLimits, 'alikeQuestions'>,
): void {
  if (ways > alikeQuestions) {
    throw new PsError('E_TOO_LARGE', `The recording asks for ${summary} in more than ${alikeQuestions} ways.`, {
      hint: 'No run of phs-tool does: the file was changed.',
      fields: { operation: name },
    });
  }
}

/** The arguments that do matter, as a key. */
export function boundKey(
  { windowArguments = [], looseArguments = [] }: Operation,
  args: RecordedEnding['arguments'],
): string {
  const free = new Set([...looseArguments, ...windowArguments]);
  return questionKey(Object.fromEntries(Object.entries(args).filter(([name]) => !free.has(name))));
}

/** Where the windows of a question begin, in the order of the operation's arguments (instants as ISO text compare as text). */
function listWindows({ windowArguments = [] }: Operation, args: RecordedEnding['arguments']): readonly string[] {
  return windowArguments.map((name) => {
    const value = args[name];
    return typeof value === 'string' ? value : '';
  });
}

/** The one with the narrowest windows that reach back far enough; the first window counts first. */
export function findNearestQuestion(
  operation: Operation,
  asked: RecordedEnding['arguments'],
  candidates: readonly AskedQuestion[],
  end: Pick<RecordedEnd, 'outcome'>,
): HeldQuestion {
  const wanted = listWindows(operation, asked);
  const [best] = candidates
    .map(({ question, arguments: args }) => ({ question, windows: listWindows(operation, args) }))
    .filter(({ windows }) => windows.every((begin, index) => begin <= (wanted[index] ?? '')))
    .sort((left, right) => (left.windows.join(' ') > right.windows.join(' ') ? -1 : 1));
  if (best === undefined) {
    throw missing(operation, candidates.length === 0 ? hintOnMissing(end, operation) : tooNarrow);
  }
  return best.question;
}
