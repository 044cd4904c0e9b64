#!/usr/bin/env node
import { isatty } from 'node:tty';
import type { Context } from './command-line/context.js';
import type { StartedHost } from './ps/started-host.js';
import { readerOf, type StreamReader } from './command-line/stdout-reader.js';

/** The real world: streams, environment, clock, signals, and PowerShell when a command asks for it. */
function buildContext(signal: AbortSignal, reader: StreamReader, early: StartedHost | undefined): Context {
  const clock = (): Date => new Date();
  return {
    io: {
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
      stdin: () => process.stdin,
      stdoutIsTerminal: isatty(1),
      stderrIsTerminal: isatty(2),
      get columns() {
        return (isatty(1) ? process.stdout.columns : 0) || 80;
      },
      get rows() {
        return isatty(1) ? process.stdout.rows : undefined;
      },
      stdoutClosed: reader.closed,
      checkStdout: reader.check,
    },
    env: process.env,
    clock,
    signal,
    openSession: async (request) => {
      const { openSession } = await import('./session/open-session.js');
      return openSession(request, { env: process.env, clock, early });
    },
    runAgain: async (argv, ctx) => (await import('./cli.js')).runCli(argv, ctx),
  };
}

async function main(): Promise<void> {
  // A library of the session prints its trace to stdout when this is set; stdout carries the result only.
  delete process.env['DEBUG'];
  const reader = readerOf(process.stdout);
  readerOf(process.stderr);
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interrupt.abort();
    });
  }
  const argv = process.argv.slice(2);
  // Asking for help must not pay for what only a session needs.
  const early = /^[a-z]/.test(argv[0] ?? '')
    ? (await import('./session/early-start.js')).startEarly(argv, process.env)
    : undefined;
  try {
    const { runCli } = await import('./cli.js');
    process.exitCode = await runCli(argv, buildContext(interrupt.signal, reader, early));
  } finally {
    early?.discard();
  }
}

await main();
