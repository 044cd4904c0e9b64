#!/usr/bin/env node
import { isatty } from 'node:tty';
import type { Context } from './command-line/context.js';
import { ExitCode } from './base/exit-codes.js';
import { machineForm } from './output/output-forms.js';
import { requestedForm } from './output/requested-form.js';
import { standardStream, type StandardStream } from './files/standard-stream.js';
import { keepYoungHeapSmall } from './base/young-heap.js';
import type { StartedHost } from './ps/started-host.js';
import { listenToSignals } from './command-line/signals.js';

interface Streams {
  readonly stdout: StandardStream;
  readonly stderr: StandardStream;
}

/** The real world: streams, environment, clock, signals, and PowerShell when a command asks for it. */
function buildContext(signal: AbortSignal, { stdout, stderr }: Streams, early: StartedHost | undefined): Context {
  const clock = (): Date => new Date();
  return {
    io: {
      stdout: stdout.write,
      stderr: stderr.write,
      stdin: () => process.stdin,
      stdoutIsTerminal: isatty(1),
      stderrIsTerminal: isatty(2),
      get columns() {
        return (isatty(1) ? process.stdout.columns : 0) || 80;
      },
      get rows() {
        return isatty(1) ? process.stdout.rows : undefined;
      },
      onResize: (listener) => {
        process.stdout.on('resize', listener);
        return () => process.stdout.off('resize', listener);
      },
      stdoutClosed: stdout.closed,
      stdoutBroken: stdout.broken,
      breakOff: stdout.breakOff,
      checkStdout: stdout.check,
      stdoutReady: stdout.ready,
      finishStdout: stdout.finish,
    },
    env: process.env,
    clock,
    signal,
    elapsedMs: () => performance.now(),
    exit: (code) => process.exit(code),
    openSession: async (request) => {
      const { openSession } = await import('./session/open-session.js');
      return openSession(request, { env: process.env, clock, early });
    },
    runAgain: async (argv, ctx) => (await import('./cli.js')).runCli(argv, ctx),
  };
}

/** The last resort: one sentence instead of a stack trace. A form for monitors has its own exit code for it. */
function endOnBug(error: unknown, argv: readonly string[], stderr: StandardStream): void {
  const message = error instanceof Error ? error.message : String(error);
  const stack = argv.includes('--debug') && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  const shown = `${stack}phs-tool: An error that phs-tool did not expect: ${message}`;
  stderr.write(
    `${shown.replace(/[^\P{C}\n\t]/gu, '?')}\nThis is a bug. Run again with --debug and report what it prints.\n`,
  );
  const [command, ...words] = argv;
  process.exit(machineForm(requestedForm(words, command)?.output)?.lostCode ?? ExitCode.bug);
}

async function main(): Promise<void> {
  // A library of the session prints its trace to stdout when this is set; stdout carries the result only.
  delete process.env['DEBUG'];
  keepYoungHeapSmall(process.versions.node);
  const argv = process.argv.slice(2);
  const streams = { stdout: standardStream(process.stdout), stderr: standardStream(process.stderr) };
  const onBug = (error: unknown): void => {
    endOnBug(error, argv, streams.stderr);
  };
  process.on('uncaughtException', onBug);
  process.on('unhandledRejection', onBug);
  const { interrupted, finish } = listenToSignals({
    on: (name, listener) => process.on(name, listener),
    nowMs: () => performance.now(),
    // What was started is ended by the listeners of "exit".
    exit: () => process.exit(ExitCode.interrupted),
  });
  // Asking for help must not pay for what only a session needs.
  const early = /^[a-z]/.test(argv[0] ?? '')
    ? (await import('./session/early-start.js')).startEarly(argv, process.env)
    : undefined;
  try {
    const { runCli } = await import('./cli.js');
    process.exitCode = await runCli(argv, buildContext(interrupted, streams, early));
  } finally {
    early?.discard();
    finish();
  }
  if (interrupted.aborted) {
    // Everything was ended in order; a reader that takes nothing more is not waited for.
    process.exit();
  }
}

// Not awaited: a chunk of the bundle may import from this file, and would wait for its end while it waits for the chunk.
void main();
