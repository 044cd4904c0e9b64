import { CancelledError, UsageError } from '../base/errors.js';
import { handOver } from '../base/hand-over.js';
import { without } from '../base/without.js';
import { catalog } from '../checks/catalog.js';
import { selectChecks } from '../checks/select-checks.js';
import { collectDiagnosis } from '../collect/collect-diagnosis.js';
import { collectStatus } from '../collect/collect-status.js';
import { chooseRemote } from '../command-steps/choose-remote.js';
import { parseReference, type GivenObject } from '../command-steps/object-references.js';
import { ObjectRun } from '../command-steps/object-run.js';
import { judgeServer, type ReportKind } from '../command-steps/report-on-server.js';
import { ServerEvents } from '../command-steps/server-events.js';
import { describeSource, type OpenServer } from '../command-steps/with-server.js';
import { stages } from '../output/progress.js';
import type { ObjectReport, ObjectReportTail, ObjectResult } from '../model/object-report.js';
import type { PhsEvent } from '../model/phs-event.js';
import type { Report } from '../model/report.js';
import { parseDuration } from '../parsers/duration.js';
import { noteOnRecording, openReplay } from '../ps/open-replay.js';
import type { OpenedSession } from '../ps/opened-session.js';
import { openSession } from '../session/open-session.js';
import { answer, answerEach } from './answer-program.js';
import { checkName, checkOptions } from './check-options.js';
import type {
  DiagnoseOptions,
  EventsOptions,
  JudgeOptions,
  Server,
  ServerOptions,
  UserName,
  UserOptions,
} from './interface.js';

/** Fires never: what a question without a signal waits for. */
const never = new AbortController().signal;

function toObject(given: UserName): GivenObject {
  const name = checkName(given);
  const reference =
    typeof name === 'string'
      ? parseReference(name)
      : 'upn' in name
        ? ({ kind: 'upn', text: name.upn } as const)
        : ({ kind: 'sam', text: name.sam } as const);
  return { reference, line: null };
}

/** Names that were taken up, and what closes them if nobody asks for any. */
interface TakenNames<Name> {
  readonly taken: Iterable<Name> | AsyncIterable<Name>;
  readonly giveUp: () => Promise<void>;
}

/** Takes names up before a server is asked: a reader of lines drops what comes while nobody listens. */
function takeUp<Name>(names: Iterable<Name> | AsyncIterable<Name>): TakenNames<Name> {
  if (!(Symbol.asyncIterator in names)) {
    return { taken: names, giveUp: () => Promise.resolve() };
  }
  const iterator = names[Symbol.asyncIterator]();
  return {
    taken: { [Symbol.asyncIterator]: () => iterator },
    // As a loop does that ends with an error: what closing says after it is not heard.
    giveUp: async () => {
      await iterator.return?.().catch(() => undefined);
    },
  };
}

/** See {@link Server}. */
class OpenedServer implements Server {
  /** Out of reach also for who does not heed types, and without what can change the server. */
  readonly #opened: Omit<OpenedSession, 'changing'>;
  readonly #options: ServerOptions;

  constructor(opened: OpenedSession, options: ServerOptions) {
    this.#opened = without(opened, ['changing']);
    this.#options = options;
  }

  status(options: JudgeOptions = {}): Promise<Report> {
    return answer(async () => {
      checkOptions('status', options);
      return this.#judge(options, { command: 'status', collect: collectStatus });
    });
  }

  diagnose(options: DiagnoseOptions = {}): Promise<Report> {
    return answer(() => this.#diagnose(checkOptions('diagnose', options)));
  }

  diagnoseUser(name: UserName, options: UserOptions = {}): Promise<ObjectReport> {
    return answer(async () => {
      checkOptions('diagnoseUser', options);
      const object = toObject(name);
      const run = await this.#openRun(options);
      const objects = [await run.one(object)];
      return { ...run.head(), objects, ...run.tail() };
    });
  }

  diagnoseUsers(
    names: Iterable<UserName> | AsyncIterable<UserName>,
    options: UserOptions = {},
  ): AsyncGenerator<ObjectResult, ObjectReportTail, undefined> {
    return answerEach(() => this.#diagnoseUsers(names, checkOptions('diagnoseUsers', options)));
  }

  events(options: EventsOptions = {}): AsyncGenerator<PhsEvent, void, undefined> {
    return answerEach(() => this.#events(checkOptions('events', options)));
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  async #diagnose({ only, skip, ...options }: DiagnoseOptions): Promise<Report> {
    const checks = selectChecks(catalog, {
      ...(only === undefined ? {} : { only: [...only] }),
      ...(skip === undefined ? {} : { skip: [...skip] }),
    });
    return this.#judge(options, { command: 'diagnose', collect: collectDiagnosis, checks });
  }

  async *#diagnoseUsers(
    names: Iterable<UserName> | AsyncIterable<UserName>,
    options: UserOptions,
  ): AsyncGenerator<ObjectResult, ObjectReportTail, undefined> {
    const { taken, giveUp } = takeUp(names);
    const run = await this.#openRun(options).catch(async (error: unknown) => {
      await giveUp();
      throw error;
    });
    for await (const name of taken) {
      yield await run.one(toObject(name));
    }
    return run.tail();
  }

  async *#events(options: EventsOptions): AsyncGenerator<PhsEvent, void, undefined> {
    const { since = '24h', ids, connector, signal = never } = options;
    // Whoever leaves the loop needs no more of the log.
    const left = new AbortController();
    const events = await ServerEvents.open(
      {
        sinceMs: parseDuration(since),
        eventIds: ids === undefined ? undefined : [...ids],
        group: undefined,
        connector,
        modulePath: this.#options.modulePath,
        signal: AbortSignal.any([signal, left.signal]),
      },
      this.#begin(),
    );
    const pages = handOver<readonly PhsEvent[]>((onPage) =>
      events.reader.read(events.window.startsAt, (page) => onPage(events.typed(page))),
    );
    try {
      for await (const page of pages) {
        for (const event of page) {
          yield event;
          if (signal.aborted) {
            throw new CancelledError('Interrupted.');
          }
        }
      }
    } finally {
      left.abort();
    }
  }

  async #judge(options: JudgeOptions, kind: Pick<ReportKind, 'command' | 'collect' | 'checks'>): Promise<Report> {
    const { since = '3h', connector, expect = 'active', failOn = 'fail', signal = never } = options;
    const sinceMs = parseDuration(since);
    const server = this.#begin();
    const given = { connector, expect, failOn, modulePath: this.#options.modulePath };
    const judged = await judgeServer({ signal }, given, server, { ...kind, sinceMs, startedAt: server.startedAt });
    return judged.report;
  }

  #openRun(options: UserOptions): Promise<ObjectRun> {
    const { since = '3h', connector, expect = 'active', failOn = 'fail', signal = never } = options;
    const { secondOpinion = false, withSides = false } = options;
    const { modulePath } = this.#options;
    const sinceMs = parseDuration(since);
    return ObjectRun.open(
      { sinceMs, connector, modulePath, expect, failOn, secondOpinion, withSides, signal },
      this.#begin(),
    );
  }

  /** One run: it begins now, or when the recorded one did. */
  #begin(): OpenServer {
    const opened = this.#opened;
    const options = this.#options;
    const { recorded } = opened;
    const now = new Date();
    return {
      opened: recorded === undefined ? { ...opened, now } : opened,
      progress: {
        ...stages(options.onProgress ?? ((): void => undefined)),
        note: options.onNote ?? ((): void => undefined),
        done: () => undefined,
      },
      source: describeSource(opened, now),
      startedAt: recorded?.startedAt ?? now,
      finishedAt: () => recorded?.finishedAt ?? new Date(),
      recording: false,
    };
  }
}

async function openRecording(path: string, onNote: (text: string) => void): Promise<OpenedSession> {
  const { opened, session } = await openReplay(path);
  const note = noteOnRecording(session);
  if (note !== undefined) {
    onNote(note);
  }
  return opened;
}

/**
 * Opens a server for questions: one PowerShell, until it is closed. Rejects with a PhsError: a UsageError for options that do
 * not go together, an EnvironmentError or a PsError when there is nothing to ask.
 */
export function openServer(options: ServerOptions = {}): Promise<Server> {
  return answer(() => openGiven(checkOptions('openServer', options)));
}

async function openGiven(options: ServerOptions): Promise<Server> {
  const { simulate, replay, modulePath, powershell, port, onNote = (): void => undefined } = options;
  if (replay !== undefined && (simulate ?? modulePath ?? powershell) !== undefined) {
    throw new UsageError(
      'A recording answers by itself: replay goes with none of simulate, modulePath and powershell.',
    );
  }
  const given = { ...options, port: port === undefined ? undefined : String(port) };
  const remote = chooseRemote(given, { isReplay: replay !== undefined });
  const opened =
    replay === undefined
      ? await openSession(
          { simulate, modulePath, powershell, remote, onNote },
          { env: process.env, clock: () => new Date() },
        )
      : await openRecording(replay, onNote);
  return new OpenedServer(opened, options);
}
