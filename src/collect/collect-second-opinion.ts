import { isAdConnector } from '../model/connector-kind.js';
import type { DiagnosticEntry, DiagnosticLine } from '../model/diagnostic-entry.js';
import { known, unknown, type Fact, type UnknownReason } from '../model/fact.js';
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
  /** Name of the AD connector; absent: the server, and each AD connector. */
  readonly connectorName?: string | undefined;
  /** As given to `collectDiagnosis`. */
  readonly modulePath?: string | undefined;
}

/** A run that could not be finished from outside, as its last entry. */
function cutBy({ message }: UnknownReason, connectorName: string): DiagnosticEntry {
  const subject = connectorName === '' ? null : connectorName;
  const section = subject === null ? '' : `AD Connector - ${subject}`;
  return { section, subject, topic: 'cut', status: 'information', text: message, color: null, kind: 'failure' };
}

/** How one run ended. */
interface Run {
  /** What came, also if the run ended early; unknown only if nothing came. */
  readonly entries: Fact<readonly DiagnosticEntry[]>;
  /** True: it gave no answer in time, or took its PowerShell with it; another one would do the same. */
  readonly isLost: boolean;
}

async function ask(asker: Asker, connectorName: string, distinguishedName: string): Promise<Run> {
  const lines: DiagnosticLine[] = [];
  const answer = await asker.rowsFromModule(invokePhsDiagnostic, { connectorName, distinguishedName }, (rows) => {
    lines.push(...rows);
  });
  const entries = parseDiagnostics(lines, connectorName === '' ? undefined : connectorName);
  if (answer.known) {
    return { entries: known(entries), isLost: false };
  }
  return {
    entries: entries.length === 0 ? unknown(answer.reason) : known([...entries, cutBy(answer.reason, connectorName)]),
    isLost: answer.reason.code === 'timeout' || answer.reason.code === 'session-lost',
  };
}

/** That the non-interactive mode wants a connector: each one is asked about then, so this says nothing (facts 2.2). */
function wantsConnector({ topic, text }: DiagnosticEntry): boolean {
  return topic === 'other' && /\bADConnectorName\b/i.test(text) && /\bmandatory\b|\brequired\b/i.test(text);
}

/** The names of the AD connectors that no entry is about. */
function withoutOpinion({ connectors }: Facts, entries: readonly DiagnosticEntry[]): readonly string[] {
  const all = connectors.known ? connectors.value.filter(isAdConnector).map(({ name }) => name) : [];
  const answered = new Set(
    entries.filter(({ topic }) => topic !== 'heading').map(({ subject }) => subject?.toLowerCase()),
  );
  return all.filter((name) => !answered.has(name.toLowerCase()));
}

/** What the runs after the first say again about nothing in particular: how to get help. */
function withoutRepetition(
  entries: readonly DiagnosticEntry[],
  before: readonly DiagnosticEntry[],
): readonly DiagnosticEntry[] {
  const said = new Set(before.filter(({ topic }) => topic === 'other').map(({ text }) => text));
  return entries.filter(({ topic, status, text }) => topic !== 'other' || status !== 'information' || !said.has(text));
}

/** The server first, then each connector that the answer says nothing about, as the non-interactive mode or a cut leaves it. */
async function askServer(asker: Asker, facts: Facts): Promise<Fact<readonly DiagnosticEntry[]>> {
  let { entries, isLost } = await ask(asker, '', '');
  if (!entries.known) {
    return entries;
  }
  const missing = withoutOpinion(facts, entries.value);
  let all = missing.length === 0 ? entries.value : entries.value.filter((entry) => !wantsConnector(entry));
  for (const connectorName of missing) {
    if (isLost) {
      all = [...all, cutBy(reason('not-collected', `"${connectorName}" was no longer queried.`), connectorName)];
      continue;
    }
    ({ entries, isLost } = await ask(asker, connectorName, ''));
    all = [...all, ...(entries.known ? withoutRepetition(entries.value, all) : [cutBy(entries.reason, connectorName)])];
  }
  return known(all);
}

/**
 * Runs Microsoft's own Invoke-ADSyncDiagnostics -PasswordSync and answers what it said, line by line: in its non-interactive
 * mode if the build has it, once for the server and once for each AD connector that is still missing; else every question is
 * answered with no. Unknown if it cannot run; what ended a run early is an entry (`cut`). Rejects as {@link Asker} does.
 */
export async function collectSecondOpinion(
  session: PsSession,
  request: SecondOpinionRequest,
  options: AskOptions = {},
): Promise<Fact<readonly DiagnosticEntry[]>> {
  const { facts, connectorName, modulePath } = request;
  const asker = askOpenServer(session, facts, { ...options, modulePath });
  return connectorName === undefined ? askServer(asker, facts) : (await ask(asker, connectorName, '')).entries;
}

/**
 * Runs them for an object that was followed, with the asker that followed it, so that a session that one of the two loses
 * is known to the other. Unknown, too, if the object has no DN or no connector: they need both.
 */
export async function collectOpinionOnObject(
  asker: Asker,
  trace: Pick<ObjectTrace, 'distinguishedName' | 'connectorNames' | 'source'>,
): Promise<Fact<readonly DiagnosticEntry[]>> {
  const found = trace.source.known ? trace.source.value?.distinguishedName : undefined;
  const distinguishedName = trace.distinguishedName ?? found;
  const [connectorName] = trace.connectorNames;
  if (distinguishedName === undefined) {
    return unknown(reason('not-collected', 'Not queried: the name did not resolve to a DN.'));
  }
  return connectorName === undefined
    ? unknown(reason('not-collected', 'Not queried: no AD connector is known that holds the object.'))
    : (await ask(asker, connectorName, distinguishedName)).entries;
}
