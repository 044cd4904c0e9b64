import { statSync } from 'node:fs';
import { ExitCode } from '../base/exit-codes.js';
import type { Context } from '../command-line/context.js';
import type { Facts } from '../model/facts.js';
import type { Source } from '../model/source.js';
import { withRecording } from './with-recording.js';
import { withServer, type ServerRequest } from './with-server.js';

/** What a server or a file answered to everything that `diagnose` asks. */
export interface ServerAnswer {
  readonly facts: Facts;
  readonly source: Source;
}

/** Findings are not judged here; the events of a short time are enough. */
const windowMs = 3 * 60 * 60_000;

async function askServer(ctx: Context, given: ServerRequest): Promise<ServerAnswer> {
  const answers: ServerAnswer[] = [];
  const preload = (): Promise<unknown> => import('../collect/collect-diagnosis.js');
  await withServer(ctx, given, preload, async ({ opened, progress, source }) => {
    const { collectDiagnosis } = await import('../collect/collect-diagnosis.js');
    const facts = await collectDiagnosis(opened.session, {
      now: opened.now,
      sinceMs: windowMs,
      modulePath: given.modulePath,
      signal: ctx.signal,
      onProgress: (text) => {
        progress.stage(`Reading ${text}`);
      },
    });
    answers.push({ facts, source });
    return ExitCode.ok;
  });
  const [answer] = answers;
  if (answer === undefined) {
    throw new TypeError('A server that was closed without an error has answered.');
  }
  return answer;
}

async function readExport(ctx: Context, directory: string): Promise<ServerAnswer> {
  const { readServerConfiguration } = await import('../collect/read-server-configuration.js');
  const { facts, source } = await readServerConfiguration(directory, ctx.clock(), { signal: ctx.signal });
  return { facts, source: { kind: 'configuration-export', ...source } };
}

const simulated = /^simulate:(.+)$/;
/** This machine, beside a file of another one. */
const here = 'this-server';

/**
 * The answers of what a word names: `this-server`, `simulate:NAME`, a folder (a configuration export) or a file (a recording or
 * a bundle). Rejects with a PhsError if it cannot be read or asked.
 */
export function readServerFacts(ctx: Context, given: ServerRequest, word: string): Promise<ServerAnswer> {
  const simulate = simulated.exec(word)?.[1];
  if (simulate !== undefined || word === here) {
    return askServer(ctx, { ...given, simulate });
  }
  return statSync(word, { throwIfNoEntry: false })?.isDirectory() === true
    ? readExport(ctx, word)
    : askServer(withRecording(ctx, word), given);
}
