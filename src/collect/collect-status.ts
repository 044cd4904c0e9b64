import { unknown, type Fact } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { PsSession } from '../ps/session.js';
import { reason } from '../model/classify-failure.js';
import { collectServer, type CollectOptions } from './collect-server.js';

export type { CollectOptions } from './collect-server.js';

/** A part that only `diagnose` reads. */
function notCollected(what: string): Fact<never> {
  return unknown(reason('not-collected', `"status" does not read ${what}.`));
}

/**
 * Reads everything that `status` judges: {@link collectServer}, with its rejections. The parts that only `diagnose`
 * reads are unknown, `not-collected`.
 */
export async function collectStatus(session: PsSession, options: CollectOptions): Promise<Facts> {
  const { facts } = await collectServer(session, options);
  return {
    ...facts,
    executionPolicy: notCollected('the execution policy'),
    rules: notCollected('the synchronization rules'),
    domains: notCollected('the reachability of the domains'),
    replicationRights: notCollected('the replication rights'),
  };
}
