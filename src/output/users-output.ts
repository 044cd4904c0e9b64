import { toolVersion } from '../base/version.js';
import type { Context } from '../command-line/context.js';
import type { UsersOptions } from '../command-line/users-options.js';
import type { AffectedUser } from '../model/affected-user.js';
import type { AnswerSource } from '../model/source.js';
import { mostUsersInDocument, type UsersDocument } from '../model/users-document.js';
import { CauseTally } from '../report/affected-users.js';
import { explainGaps, type UsersReading } from '../report/users-gaps.js';
import { jsonText } from '../views/json.js';
import { replayLine } from '../views/source-text.js';
import { userCsvHeader, userCsvLine, userJsonLine } from '../views/user-lines.js';
import { usersTextView } from '../views/users-text.js';
import { ReaderPace } from './reader-pace.js';
import { chooseLook } from './text-look.js';

/** What one run of `users` has to do with. */
export interface UsersRun {
  readonly ctx: Context;
  readonly given: UsersOptions;
  readonly source: AnswerSource;
  readonly startedAt: Date;
  readonly finishedAt: () => Date;
  readonly window: UsersDocument['window'];
  /** Exact name of the connector that --connector names. */
  readonly connector: string | undefined;
  readonly reading: UsersReading;
  /** Users of the connector whom the log names, whether they are listed or not. */
  readonly userCount: number;
  /** Commands to copy, said when users are listed that are not in order. */
  readonly next: readonly string[];
  readonly note: (text: string) => void;
  /** Takes the progress off the screen. */
  readonly endProgress: () => void;
}

/** Where listed users go as they come, the worst outcome first. */
interface UserSink {
  readonly add: (user: AffectedUser) => void;
  readonly end: () => void;
}

function coversWindow({ oldestAt, startsAt }: UsersReading): boolean | null {
  return oldestAt === undefined ? null : oldestAt !== null && Date.parse(oldestAt) <= Date.parse(startsAt);
}

function buildDocument(run: UsersRun, tally: CauseTally, users: AffectedUser[]): UsersDocument {
  const { source, window, connector, given, reading, userCount } = run;
  const causes = [...tally.list()];
  return {
    schemaVersion: '1.0',
    tool: { name: 'phs-tool', version: toolVersion() },
    command: 'users',
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt().toISOString(),
    source,
    window,
    filter: { connector: connector ?? null, failed: given.failed, verify: given.verify },
    log: {
      oldestAt: reading.oldestAt ?? null,
      coversWindow: coversWindow(reading),
      events: [...reading.events].map(([eventId, count]) => ({ eventId, count })),
    },
    gaps: explainGaps(reading),
    userCount,
    causes,
    listedCount: causes.reduce((sum, { count }) => sum + count, 0),
    users,
  };
}

/** The whole list at the end: a document, or text by cause. */
function documentSink(run: UsersRun): UserSink {
  const { ctx, given } = run;
  const tally = new CauseTally();
  const users: AffectedUser[] = [];
  return {
    add: (user) => {
      tally.add(user);
      if (users.length < mostUsersInDocument) {
        users.push(user);
      }
    },
    end: () => {
      const document = buildDocument(run, tally, users);
      if (given.output === 'json') {
        ctx.io.stdout(jsonText(document));
        return;
      }
      const { times, ...look } = chooseLook(ctx, given);
      const isInOrder = document.causes.every(({ outcome }) => outcome === 'synchronized');
      ctx.io.stdout(times.write(usersTextView(document, { ...look, next: isInOrder ? [] : run.next })));
    },
  };
}

/** A line for each user as it comes; what the log cannot know goes to stderr. */
function lineSink({ ctx, given, source, reading, note }: UsersRun): UserSink {
  const mark = replayLine(source);
  if (mark !== undefined) {
    note(mark);
  }
  if (given.output === 'csv') {
    ctx.io.stdout(userCsvHeader());
  }
  const line = given.output === 'csv' ? userCsvLine : userJsonLine;
  return {
    add: (user) => {
      ctx.io.stdout(line(user, source.kind));
    },
    end: () => {
      explainGaps(reading).forEach(note);
    },
  };
}

/** Writes the users as they come, in the form that is asked for. Rejects with a CancelledError when the signal fires. */
export async function writeUsers(run: UsersRun, users: AsyncIterable<AffectedUser>): Promise<void> {
  const { ctx, given, endProgress } = run;
  const areLines = given.output === 'csv' || given.output === 'ndjson';
  if (areLines && ctx.io.stdoutIsTerminal) {
    // Users come to the same screen, and show by themselves how far it is.
    endProgress();
  }
  const sink = areLines ? lineSink(run) : documentSink(run);
  const pace = new ReaderPace(ctx);
  for await (const user of users) {
    sink.add(user);
    await pace.next();
  }
  endProgress();
  sink.end();
}
