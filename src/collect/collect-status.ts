import { diagnosisFactNames, unreadFacts } from '../model/fact-names.js';
import type { Facts } from '../model/facts.js';
import type { PsSession } from '../ps/session.js';
import { reason } from '../model/classify-failure.js';
import { collectServer, type CollectOptions } from './collect-server.js';

export type { CollectOptions } from './collect-server.js';

/**
 * Reads everything that `status` judges: {@link collectServer}, with its rejections. The parts that only `diagnose`
 * reads are unknown, `not-collected`.
 */
export async function collectStatus(session: PsSession, options: CollectOptions): Promise<Facts> {
  const { facts } = await collectServer(session, options);
  const unread = unreadFacts(diagnosisFactNames, (what) => reason('not-collected', `"status" does not read ${what}.`));
  return { ...unread, ...facts };
}
