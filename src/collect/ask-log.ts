import type { Fact } from '../model/fact.js';
import type { EventRecord } from '../model/facts.js';
import { getPhsEvent } from '../scripts/get-phs-event.js';
import type { Asker } from './ask.js';
import { buildPasswordSyncQuestion, buildQuestion } from './event-question.js';

/** A question for the log: since when events of PHS are read and, unless they are not asked for, those that come seldom. */
export interface LogQuestion {
  readonly since: Date;
  readonly seldomSince: Date | undefined;
}

/** What the log answered, and to which question. */
export interface LogAnswer {
  readonly question: LogQuestion;
  readonly answer: Fact<readonly EventRecord[]>;
}

/** Takes a page of the answer to a question; the next is read when its promise is settled. */
export type OnLogPage = (page: readonly EventRecord[], question: LogQuestion) => void | Promise<void>;

async function askOnce(asker: Asker, question: LogQuestion, onRows: OnLogPage): Promise<LogAnswer> {
  const { since, seldomSince } = question;
  const asked = seldomSince === undefined ? buildPasswordSyncQuestion(since) : buildQuestion(since, seldomSince);
  const answer = await asker.rows(getPhsEvent, asked, (page) => onRows(page, question));
  return { question, answer };
}

/** Whether a recording answered, and does not hold the question. */
function isRefused({ answer }: LogAnswer): boolean {
  return !answer.known && answer.reason.code === 'not-collected';
}

/**
 * Asks the log one question after the other until one is answered. A live server answers the first; a recording may hold a
 * narrower window only or, if it is of an older version, none of the seldom events. If it holds none of them, the first refusal
 * says what to ask for instead.
 */
export async function askLog(
  asker: Asker,
  [first, ...others]: readonly [LogQuestion, ...LogQuestion[]],
  onRows: OnLogPage,
): Promise<LogAnswer> {
  const firstAsked = await askOnce(asker, first, onRows);
  let asked = firstAsked;
  for (const question of others) {
    if (!isRefused(asked)) {
      break;
    }
    asked = await askOnce(asker, question, onRows);
  }
  return isRefused(asked) ? firstAsked : asked;
}
