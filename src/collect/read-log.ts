import { auditEventIds } from '../model/event-catalog.js';
import { switchEventIds } from '../model/change-events.js';
import { certificateEventIds, rotationEventIds, tokenEventIds } from '../model/entra-sign-in.js';
import { reason } from '../model/classify-failure.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Connector, EventRecord, Facts } from '../model/facts.js';
import { notRecorded } from '../model/quote-finding.js';
import type { getPhsEvent } from '../scripts/get-phs-event.js';
import type { ArgumentsOf } from '../scripts/operation.js';
import type { Asker } from './ask.js';
import { askLog, type LogQuestion } from './ask-log.js';
import { adConnectors } from './collect-channels.js';
import { buildQuestion, isAsked, lookBackDays } from './event-question.js';
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

/** Receives the changes since the events of PHS begin that are too old to be judged, newest first. */
export type OnOlderChanges = (records: readonly EventRecord[]) => void;

/** What the log reports, by what is done with it. */
type LogFacts = Pick<Facts, 'events' | 'signInEvents' | 'changeEvents'>;

/** How the log is read. */
export interface LogOptions {
  readonly windowStartsAt: Date;
  /** Where the events of PHS begin: the window, or before it. */
  readonly after: Date;
  readonly now: Date;
  readonly onEvents: OnEvents | undefined;
  readonly onOlderChanges: OnOlderChanges | undefined;
}

function newestFirst(left: EventRecord, right: EventRecord): number {
  return Date.parse(right.generatedAt) - Date.parse(left.generatedAt) || right.recordId - left.recordId;
}

/** The seldom records, newest first. */
interface Seldom {
  readonly signInEvents: readonly EventRecord[];
  readonly changeEvents: readonly EventRecord[];
  readonly olderChanges: readonly EventRecord[];
}

/** Keeps the seldom ones of an answer: about the sign-in, and about changes. A record can be both. */
class SeldomRecords {
  private readonly signIn: EventRecord[] = [];
  private readonly changes: EventRecord[] = [];

  /** @param judgedSince What is older is not judged, so that a longer timeline comes to the same verdict. */
  constructor(private readonly judgedSince: Date) {}

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

  records(): Seldom {
    const isJudged = ({ generatedAt }: EventRecord): boolean => Date.parse(generatedAt) >= this.judgedSince.getTime();
    const changes = this.changes.sort(newestFirst);
    return {
      signInEvents: this.signIn.filter(isJudged).sort(newestFirst),
      changeEvents: changes.filter(isJudged),
      olderChanges: changes.filter((record) => !isJudged(record)),
    };
  }
}

/** The ways to ask: all that is wanted first. */
function listQuestions({ after, windowStartsAt }: LogOptions, seldomSince: Date): [LogQuestion, ...LogQuestion[]] {
  const wide = { since: after, seldomSince: after < seldomSince ? after : seldomSince };
  const narrow = { since: windowStartsAt, seldomSince };
  const isWider = after < windowStartsAt;
  const plain = [...(isWider ? [after] : []), windowStartsAt].map((since) => ({ since, seldomSince: undefined }));
  return isWider ? [wide, narrow, ...plain] : [narrow, ...plain];
}

/** What {@link readLog} will ask first. */
export function firstLogQuestion(options: LogOptions): ArgumentsOf<typeof getPhsEvent> {
  const [{ since, seldomSince }] = listQuestions(options, judgedSinceOf(options));
  return buildQuestion(since, seldomSince ?? since);
}

function judgedSinceOf({ now }: LogOptions): Date {
  return new Date(now.getTime() - lookBackDays * dayMs);
}

/** Reads the log with one question: sums up the events of PHS and hands them on page by page, and keeps those that come seldom. */
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
  const judgedSince = judgedSinceOf(options);
  const seldom = new SeldomRecords(judgedSince);
  const { answer, question } = await askLog(asker, listQuestions(options, judgedSince), (page, { since }) => {
    const asked = page.filter((record) => isAsked(record, since));
    summarizer.add(asked);
    options.onEvents?.(asked, mine, since);
    seldom.add(page);
  });
  options.onEvents?.([], mine, question.since);
  if (!answer.known) {
    return { events: answer, signInEvents: answer, changeEvents: answer };
  }
  const { signInEvents, changeEvents, olderChanges } = seldom.records();
  options.onOlderChanges?.(olderChanges);
  const withSeldom = question.seldomSince !== undefined;
  return {
    events: known(summarizer.summary()),
    signInEvents: withSeldom ? known(signInEvents) : notRecordedOf('the events about the sign-in'),
    changeEvents: withSeldom ? known(changeEvents) : notRecordedOf('the events about changes'),
  };
}

function notRecordedOf(what: string): Fact<never> {
  return unknown(reason('not-collected', `Could not read ${what}${notRecorded}`));
}
