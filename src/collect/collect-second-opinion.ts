import type { DiagnosticEntry } from '../model/diagnostic-entry.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { ObjectTrace } from '../model/object-trace.js';
import { parseDiagnostics } from '../parsers/diagnostics-output.js';
import type { PsSession } from '../ps/session.js';
import { invokePhsDiagnostic } from '../scripts/invoke-phs-diagnostic.js';
import { Asker, type AskOptions } from './ask.js';
import { reason } from '../model/classify-failure.js';
import { askOpenServer } from './open-connect-server.js';

/** What Microsoft's diagnostics are asked about. */
export interface SecondOpinionRequest {
  /** Facts of the same session. */
  readonly facts: Facts;
  /** Name of the AD connector; absent: all. With a connector the non-interactive mode is used where the build has it. */
  readonly connectorName?: string | undefined;
  /** DN of one user; needs the connector. */
  readonly distinguishedName?: string | undefined;
  /** As given to `collectDiagnosis`. */
  readonly modulePath?: string | undefined;
}

async function ask(
  asker: Asker,
  connectorName: string,
  distinguishedName: string,
): Promise<Fact<readonly DiagnosticEntry[]>> {
  const rows = await asker.rowsFromModule(invokePhsDiagnostic, { connectorName, distinguishedName });
  return rows.known ? known(parseDiagnostics(rows.value)) : unknown(rows.reason);
}

/**
 * Runs Microsoft's own Invoke-ADSyncDiagnostics -PasswordSync and answers what it said, line by line. Unknown where it cannot
 * run; an error in the midst of it, and the question at its end, are entries. Rejects as {@link Asker} does.
 */
export async function collectSecondOpinion(
  session: PsSession,
  request: SecondOpinionRequest,
  options: AskOptions = {},
): Promise<Fact<readonly DiagnosticEntry[]>> {
  const asker = askOpenServer(session, request.facts, { ...options, modulePath: request.modulePath });
  return ask(asker, request.connectorName ?? '', request.distinguishedName ?? '');
}

/**
 * Runs them for an object that was followed, with the asker that followed it, so that a session that one of the two loses
 * is known to the other. Unknown, too, where the object has no DN or no connector: they need both.
 */
export async function collectOpinionOnObject(
  asker: Asker,
  trace: Pick<ObjectTrace, 'distinguishedName' | 'connectorNames' | 'source'>,
): Promise<Fact<readonly DiagnosticEntry[]>> {
  const found = trace.source.known ? trace.source.value?.distinguishedName : undefined;
  const distinguishedName = trace.distinguishedName ?? found;
  const [connectorName] = trace.connectorNames;
  if (distinguishedName === undefined) {
    return unknown(reason('not-collected', 'Not asked: the name led to no DN.'));
  }
  return connectorName === undefined
    ? unknown(reason('not-collected', 'Not asked: no AD connector is known that holds the object.'))
    : ask(asker, connectorName, distinguishedName);
}
