import type { DiagnosisFacts } from '../model/diagnosis-facts.js';
import type { Facts } from '../model/facts.js';
import type { PsSession } from '../ps/session.js';
import type { Asker } from './ask.js';
import { readDomainFacts } from './collect-domains.js';
import { readLastImports } from './collect-imports.js';
import { collectStatusFurther, type CollectOptions } from './collect-status.js';

/** All facts of a diagnosis, and who asked: for further questions in the same session. */
export interface CollectedDiagnosis {
  readonly asker: Asker;
  readonly facts: Facts;
}

/**
 * Reads everything that `diagnose` judges: what `status` reads, then the domains, the replication rights, and of a
 * server in staging mode the last imports. Fails and rejects as {@link collectStatusFurther} does.
 */
export async function collectDiagnosisFurther(
  session: PsSession,
  options: CollectOptions,
): Promise<CollectedDiagnosis> {
  const { asker, facts } = await collectStatusFurther(session, options);
  const diagnosis: DiagnosisFacts = {
    ...(await readDomainFacts(asker, facts.connectors)),
    lastImports: await readLastImports(asker, facts),
  };
  return { asker, facts: { ...facts, ...diagnosis } };
}

/** The facts of {@link collectDiagnosisFurther}, when there is nothing further to ask. */
export async function collectDiagnosis(session: PsSession, options: CollectOptions): Promise<Facts> {
  return (await collectDiagnosisFurther(session, options)).facts;
}
