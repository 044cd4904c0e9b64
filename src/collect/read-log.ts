import { auditEventIds } from '../model/event-catalog.js';
import { switchEventIds } from '../model/change-events.js';
import { certificateEventIds, rotationEventIds, tokenEventIds } from '../model/entra-sign-in.js';
import { reason } from '../model/classify-failure.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Connector, EventRecord, Facts } from '../model/facts.js';
import type { ArgumentsOf } from '../scripts/operation.js';
import { getPhsEvent } from '../scripts/get-phs-event.js';
import type { Asker } from './ask.js';
import { adConnectors } from './collect-channels.js';
import { buildQuestion, isAsked, lookBackDays, buildPasswordSyncQuestion } from './event-question.js';
import { EventSummarizer } from './summarize-events.js';

const dayMs = 86_400_000;
const signInIds = new Set([...Object.values<number>(certificateEventIds), ...rotationEventIds, ...tokenEventIds]);
const changeIds = new Set([...auditEventIds, ...switchEventIds]);
const tokenIds = new Set(tokenEventIds);

/**
 * Receives the events of PHS page by page, those before the window too, with the AD connectors that they can be about and the
 * instant since when all of them are read. Called at least once, with an empty page at the end.
 */
export type OnEvents = (page: readonly EventRecord[], connectors: readonly Connector[], since: Date) => void;

/** What the log tells, by what is done with it. */
type LogFacts = Pick<Facts, 'events' | 'signInEvents' | 'changeEvents'>;

/** How the log is read. */
interface LogOptions {
  readonly windowStartsAt: Date;
  /** Where the events of PHS begin: the window, or before it. */
  readonly after: Date;
  readonly now: Date;
  readonly onEvents: OnEvents | undefined;
}

function newestFirst(left: EventRecord, right: EventRecord): number {
  return Date.parse(right.generatedAt) - Date.parse(left.generatedAt) || right.recordId - left.recordId;
}

/** Keeps the seldom ones of an answer: about the sign-in, and about changes. A record can be both. */
class SeldomRecords {
  private readonly signIn: EventRecord[] = [];
  private readonly changes: EventRecord[] = [];

  add(page: readonly EventRecord[]): void {
    for (const record of page) {
      if (signInIds.has(record.eventId) && (!tokenIds.has(record.eventId) || record.entryType === 'Error')) {
        this.signIn.push(record);
      }
      if (changeIds.has(record.eventId)) {
        this.changes.push(record);
      }
    }
  }

  facts(): { readonly signInEvents: readonly EventRecord[]; readonly changeEvents: readonly EventRecord[] } {
    return { signInEvents: this.signIn.sort(newestFirst), changeEvents: this.changes.sort(newestFirst) };
  }
}

/** One way to ask: a recording may answer a narrower window only, or, if it is of an older version, no seldom records. */
interface Attempt {
  readonly since: Date;
  readonly withSeldom: boolean;
}

function listAttempts({ after, windowStartsAt }: LogOptions): readonly Attempt[] {
  const starts = after < windowStartsAt ? [after, windowStartsAt] : [windowStartsAt];
  return [true, false].flatMap((withSeldom) => starts.map((since) => ({ since, withSeldom })));
}

function buildAttempt({ since, withSeldom }: Attempt, now: Date): ArgumentsOf<typeof getPhsEvent> {
  return withSeldom
    ? buildQuestion(since, new Date(now.getTime() - lookBackDays * dayMs))
    : buildPasswordSyncQuestion(since);
}

/** Asks in one way after the other until one is answered; the first that a live server is asked is. */
async function askLog(
  asker: Asker,
  options: LogOptions,
  onRows: (page: readonly EventRecord[], since: Date) => void,
): Promise<Attempt & { readonly answer: Fact<readonly EventRecord[]> }> {
  const [first, ...others] = listAttempts(options);
  const ask = async (attempt: Attempt): Promise<Attempt & { readonly answer: Fact<readonly EventRecord[]> }> => {
    const question = buildAttempt(attempt, options.now);
    const answer = await asker.rows(getPhsEvent, question, (page) => {
      onRows(page, attempt.since);
    });
    return { ...attempt, answer };
  };
  let asked = await ask(first ?? { since: options.windowStartsAt, withSeldom: true });
  for (const attempt of others) {
    if (asked.answer.known || asked.answer.reason.code !== 'not-collected') {
      break;
    }
    asked = await ask(attempt);
  }
  return asked;
}

/** Reads the log in one walk: sums up the events of PHS and hands them on page by page, and keeps those that come seldom. */
export async function readLog(
  asker: Asker,
  connectors: Fact<readonly Connector[]>,
  options: LogOptions,
): Promise<LogFacts> {
  const mine = adConnectors(connectors);
  const summarizer = new EventSummarizer(
    options.windowStartsAt,
    mine.map(({ identifier }) => identifier),
  );
  const seldom = new SeldomRecords();
  const { answer, since, withSeldom } = await askLog(asker, options, (page, start) => {
    const asked = page.filter((record) => isAsked(record, start));
    summarizer.add(asked);
    options.onEvents?.(asked, mine, start);
    seldom.add(page);
  });
  options.onEvents?.([], mine, since);
  if (!answer.known) {
    return { events: answer, signInEvents: answer, changeEvents: answer };
  }
  const { signInEvents, changeEvents } = seldom.facts();
  return {
    events: known(summarizer.summary()),
    signInEvents: withSeldom ? known(signInEvents) : notRecorded('the events about the sign-in'),
    changeEvents: withSeldom ? known(changeEvents) : notRecorded('the events about changes'),
  };
}

function notRecorded(what: string): Fact<never> {
  return unknown(reason('not-collected', `Could not read ${what}: not in the recording.`));
}
