import { Readable } from 'node:stream';
import { runCli } from '../../src/cli.js';
import type { Context } from '../../src/command-line/context.js';
import type { OpenedSession, SessionRequest } from '../../src/ps/opened-session.js';
import type { PsSession } from '../../src/ps/session.js';
import { now } from './facts.js';

/** A context without a world: what was written, what was asked for, and a clock that tests move. */
export interface FakeContext extends Context {
  /** Everything written to stdout so far. */
  readonly out: () => string;
  /** Everything written to stderr so far. */
  readonly err: () => string;
  readonly requests: readonly SessionRequest[];
  readonly closedSessions: () => number;
  readonly abort: () => void;
  readonly advance: (ms: number) => void;
}

/** What a test wants to be different. */
export interface FakeOptions {
  readonly stdoutIsTerminal?: boolean;
  readonly stderrIsTerminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on stdin; nothing when absent. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly openSession?: (request: SessionRequest) => Promise<OpenedSession>;
}

/** A session that nobody should ask anything, because the collector is fake too. */
export const silentSession: PsSession = {
  info: () => Promise.reject(new Error('not asked in this test')),
  run: () => Promise.reject(new Error('not asked in this test')),
  close: () => Promise.resolve(),
};

function noBytes(): AsyncIterable<Uint8Array> {
  return Readable.from([]);
}

/** Makes a {@link FakeContext}. */
export function fakeContext(options: FakeOptions = {}): FakeContext {
  const written = { out: '', err: '' };
  const requests: SessionRequest[] = [];
  const controller = new AbortController();
  let closed = 0;
  let elapsedMs = 0;
  const open =
    options.openSession ??
    ((): Promise<OpenedSession> =>
      Promise.resolve({
        session: silentSession,
        now,
        simulated: true,
        close: () => {
          closed += 1;
          return Promise.resolve();
        },
      }));
  return {
    io: {
      stdout: (text) => (written.out += text),
      stderr: (text) => (written.err += text),
      stdin: () => options.stdin ?? noBytes(),
      stdoutIsTerminal: options.stdoutIsTerminal ?? false,
      stderrIsTerminal: options.stderrIsTerminal ?? false,
      columns: 100,
    },
    env: options.env ?? {},
    clock: () => new Date(now.getTime() + elapsedMs),
    signal: controller.signal,
    openSession: (request) => {
      requests.push(request);
      return open(request);
    },
    runAgain: runCli,
    out: () => written.out,
    err: () => written.err,
    requests,
    closedSessions: () => closed,
    abort: () => {
      controller.abort();
    },
    advance: (ms) => {
      elapsedMs += ms;
    },
  };
}
