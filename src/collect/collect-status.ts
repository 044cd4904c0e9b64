import { diagnosisFactNames, unreadFacts } from '../model/fact-names.js';
import type { DiagnosisFacts } from '../model/diagnosis-facts.js';
import type { Facts } from '../model/facts.js';
import type { PsSession } from '../ps/session.js';
import { reason } from '../model/classify-failure.js';
import { getPhsPlatformExecutionPolicy } from '../scripts/get-phs-platform-execution-policy.js';
import { getPhsRule } from '../scripts/get-phs-rule.js';
import type { Asker } from './ask.js';
import { collectServer, type CollectOptions } from './collect-server.js';

export type { CollectOptions } from './collect-server.js';

/** What `status` judges, and who asked: for further questions in the same session. */
export interface CollectedStatus {
  readonly asker: Asker;
  readonly facts: Omit<Facts, keyof DiagnosisFacts>;
}

/**
 * Reads everything that needs no answer of a domain controller: {@link collectServer}, with its rejections, then the
 * execution policy and the rules.
 */
export async function collectStatusFurther(session: PsSession, options: CollectOptions): Promise<CollectedStatus> {
  const { asker, facts } = await collectServer(session, options);
  const executionPolicy = await asker.rows(getPhsPlatformExecutionPolicy, {});
  const rules = await asker.rowsFromModule(getPhsRule, {});
  return { asker, facts: { ...facts, executionPolicy, rules } };
}

/**
 * The facts of {@link collectStatusFurther}, when there is nothing further to ask. The parts that only `diagnose` reads are
 * unknown, `not-collected`.
 */
export async function collectStatus(session: PsSession, options: CollectOptions): Promise<Facts> {
  const { facts } = await collectStatusFurther(session, options);
  const unread = unreadFacts(diagnosisFactNames, (what) => reason('not-collected', `"status" does not read ${what}.`));
  return { ...unread, ...facts };
}
