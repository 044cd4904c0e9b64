import { statSync } from 'node:fs';
import type { Context } from '../command-line/context.js';
import type { Facts } from '../model/facts.js';
import type { Source } from '../model/source.js';
import type { FleetServer, NamedServers } from './fleet-servers.js';
import { optionsOf, worldOf } from './for-servers.js';
import { answerOf, type ServerRequest } from './with-server.js';

/** What a server or a file answered to everything that `diagnose` asks. */
export interface ServerAnswer {
  readonly facts: Facts;
  readonly source: Source;
}

/** The options that each server is asked with. */
export type FactsRequest = NamedServers & Pick<ServerRequest, 'modulePath' | 'powershell' | 'debug' | 'logFile'>;

/** Findings are not judged here; the events of a short time are enough. */
const windowMs = 3 * 60 * 60_000;

async function askServer(ctx: Context, given: ServerRequest): Promise<ServerAnswer> {
  const preload = (): Promise<unknown> => import('../collect/collect-diagnosis.js');
  return answerOf(ctx, given, preload, async ({ opened, source }) => {
    const { collectDiagnosis } = await import('../collect/collect-diagnosis.js');
    const facts = await collectDiagnosis(opened.session, {
      now: opened.now,
      sinceMs: windowMs,
      modulePath: given.modulePath,
      signal: ctx.signal,
    });
    return { facts, source };
  });
}

async function readExport(ctx: Context, directory: string): Promise<ServerAnswer> {
  const { readServerConfiguration } = await import('../collect/read-server-configuration.js');
  const { facts, source } = await readServerConfiguration(directory, ctx.clock(), { signal: ctx.signal });
  return { facts, source: { kind: 'configuration-export', ...source } };
}

/**
 * The answers of one of several servers, of a recording or bundle in its place, or of a configuration export (a folder). Rejects
 * with a PhsError if it cannot be read or asked.
 */
export async function readServerFacts(
  ctx: Context,
  given: FactsRequest,
  server: FleetServer,
  signal: AbortSignal,
): Promise<ServerAnswer> {
  const { replay } = server;
  return replay !== undefined && statSync(replay, { throwIfNoEntry: false })?.isDirectory() === true
    ? readExport({ ...ctx, signal }, replay)
    : askServer(worldOf(ctx, server, signal), { ...optionsOf(given, server), command: 'compare' });
}
