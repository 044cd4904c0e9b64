import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runCli } from '../../src/cli.js';
import type { Context } from '../../src/command-line/context.js';
import { openSession } from '../../src/session/open-session.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { requireEngine } from './engine.js';
import { fakeContext } from './fake-context.js';

/** What one command left behind. */
export interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process; the clock goes on with every look at it, so that no two times are the same. */
export async function run(words: readonly string[], open: Context['openSession'], stdin?: string): Promise<Outcome> {
  const ctx = fakeContext(stdin === undefined ? {} : { stdin: Readable.from([Buffer.from(stdin)]) });
  let ms = Date.now();
  const clock = (): Date => new Date((ms += 7));
  const exitCode = await runCli(words, { ...ctx, clock, openSession: open });
  return { exitCode, out: ctx.out(), err: ctx.err() };
}

/** A world without any server: what a replay must do with. */
export function noServer(): Promise<OpenedSession> {
  return Promise.reject(new Error('a replay asked for a server'));
}

/** What every form says instead of what answered. */
const answered: readonly (readonly [RegExp, string])[] = [
  [/"source": ?\{\s*"kind": ?"(?:simulated|recording)"[^}]*\}/g, '"source": {}'],
  [/^REPLAY: recorded [^\n]*\n/, ''],
  [/^(\[\w+\] )(?:SIMULATED|REPLAY, [^:\n]* old): /gm, '$1'],
  [/phs-tool replay '[^'\n]*' (?!\\n)/g, 'phs-tool '],
  [/phs-tool replay FILE diagnose/g, 'phs-tool diagnose'],
  [/^ *# On the server itself, not from the recording:\n/gm, ''],
  [/\s*"# On the server itself, not from the recording:",/g, ''],
  [/in the (\d[\w ]*) before the recording/g, 'in the last $1'],
  [/(\d [a-z]+) before the recording/g, '$1 ago'],
  [/^Then check again: .*\n/gm, ''],
  [/(\d+ [a-z]+(?: \d+ min)?) after the recording/g, 'in $1'],
  [/,"origin":"(?:simulated|recording)"\}/g, '}'],
  [/,"(?:simulated|recording)"\r\n/g, '\r\n'],
];

/** A result without what answered it: a replay differs from the recorded run in this and in nothing else. */
export function withoutSource({ exitCode, out, err }: Outcome): Outcome {
  const strip = (text: string): string => answered.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text);
  return { exitCode, out: strip(out), err: strip(err) };
}

/** One simulated server for many commands: closing is left to the test. */
export async function sharedServer(scenario: string): Promise<{ opened: OpenedSession; open: Context['openSession'] }> {
  const request = { simulate: scenario, powershell: requireEngine(), onNote: () => undefined };
  const opened = await openSession(request, { env: process.env, clock: () => new Date() });
  const kept: OpenedSession = { ...opened, close: () => Promise.resolve() };
  return { opened, open: () => Promise.resolve(kept) };
}

/** Records a command into a new file of the folder and replays it. */
export async function recordAndReplay(
  words: readonly string[],
  open: Context['openSession'],
  folder: string,
  name: string,
): Promise<{ readonly live: Outcome; readonly replayed: Outcome; readonly file: string }> {
  const file = join(folder, `${name}.ndjson`);
  const live = await run([...words, '--record', file], open);
  return { live, replayed: await run(['replay', file, ...words], noServer), file };
}
