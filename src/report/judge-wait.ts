import { counted } from '../base/text.js';
import { fullSyncTallies } from '../checks/full-sync.js';
import { recordOfKind } from '../guard/journal.js';
import { judgeConnectorPairs } from '../guard/judge-connector-pairs.js';
import { durationText } from '../model/duration.js';
import type { Facts } from '../model/facts.js';
import { instantText } from '../model/instant.js';
import type { ConnectorOverview, Report } from '../model/report.js';
import type { WaitGoal } from '../model/wait-line.js';

/** Whether what is waited for is so, and what is known of it in a sentence. */
export interface WaitState {
  readonly met: boolean;
  readonly text: string;
}

/** A report, the facts that it was built from, and the one connector that counts; undefined: all. */
export interface WaitSubject {
  readonly report: Report;
  readonly facts: Facts;
  readonly connector: string | undefined;
  /** Only signs of life that are newer than these count; undefined: all of the window. */
  readonly baseline?: WaitBaseline | undefined;
}

/** What was there when the wait began. */
export interface WaitBaseline {
  /** For connectors that the first look did not show. */
  readonly beganMs: number;
  /** The last sign of life of each connector by the first look: by the server's own clock. */
  readonly signs: ReadonlyMap<string, number>;
}

function signOf({ lastSignOfLife }: ConnectorOverview): number | undefined {
  return lastSignOfLife.known && lastSignOfLife.value !== null ? Date.parse(lastSignOfLife.value.at) : undefined;
}

/** What the first look of a wait shows. */
export function readBaseline({ overview }: Report, beganMs: number): WaitBaseline {
  const connectors = overview?.connectors.known === true ? overview.connectors.value : [];
  const signs = connectors.flatMap((connector) => {
    const at = signOf(connector);
    return at === undefined ? [] : [[connector.name, at] as const];
  });
  return { beganMs, signs: new Map(signs) };
}

/** The verdict on a connector by its name. */
function sayVerdict({ name, verdict }: ConnectorOverview): string {
  return verdict.status === 'explained' ? `${name}: ${verdict.text}` : `${name} is ${verdict.status}: ${verdict.text}`;
}

/** A connector that is alive, but by nothing new. */
function judgeFresh(connector: ConnectorOverview, { beganMs, signs }: WaitBaseline): WaitState {
  const { name } = connector;
  const at = signOf(connector);
  if (at !== undefined && at > (signs.get(name) ?? beganMs)) {
    return { met: true, text: sayVerdict(connector) };
  }
  const last = at === undefined ? '' : `; the last one was at ${instantText(new Date(at).toISOString())}`;
  return { met: false, text: `${name}: no sign of life since the wait began${last}.` };
}

/** The connectors that count, or why they are not known. */
function listConnectors({ report, connector }: WaitSubject): readonly ConnectorOverview[] | string {
  const { connectors } = report.overview ?? {};
  if (connectors?.known !== true) {
    return connectors === undefined ? 'The connectors are not known.' : connectors.reason.message;
  }
  const known = connectors.value.filter(({ name }) => connector === undefined || name === connector);
  return known.length === 0 ? 'There is no AD connector.' : known;
}

function judgeAlive(connectors: readonly ConnectorOverview[], baseline: WaitBaseline | undefined): WaitState {
  const all = connectors.map((connector): WaitState => {
    const met = connector.verdict.status === 'alive';
    return met && baseline !== undefined ? judgeFresh(connector, baseline) : { met, text: sayVerdict(connector) };
  });
  const others = all.filter(({ met }) => !met);
  return { met: others.length === 0, text: (others.length === 0 ? all : others).map(({ text }) => text).join(' ') };
}

/** When a run of the tool asked a connector for a full sync last, in ms; undefined: none is known. */
function findRequest({ facts }: WaitSubject, name: string): number | undefined {
  const pair = judgeConnectorPairs(facts).find((judged) => judged.name === name);
  const instants = (pair?.epochs ?? []).flatMap((epoch) => {
    const record = recordOfKind(epoch, 'ON_SEEN');
    return record === undefined ? [] : [Date.parse(record.utc)];
  });
  return instants.length === 0 ? undefined : Math.max(...instants);
}

type FullSync = WaitState & { readonly seen: boolean };

function judgeFullSync(overview: ConnectorOverview, subject: WaitSubject): FullSync {
  const { facts, report } = subject;
  const { name, fullSync } = overview;
  const connector = facts.connectors.known ? facts.connectors.value.find((each) => each.name === name) : undefined;
  if (!fullSync.known || !facts.events.known || connector === undefined) {
    const why = fullSync.known ? 'The events are not known.' : fullSync.reason.message;
    return { seen: true, met: false, text: `${name}: ${why}` };
  }
  if (fullSync.value !== 'none') {
    const finding = report.findings.find(({ check, subject: of }) => check === 'PHS304' && of === name);
    return { seen: true, met: false, text: `${name}: ${finding?.message ?? fullSync.value}` };
  }
  const startsAt = Date.parse(facts.windowStartsAt);
  const latest = Math.max(
    ...fullSyncTallies(connector, facts.events.value).map(({ latestAt }) => Date.parse(latestAt)),
  );
  const asked = findRequest(subject, name);
  if (asked !== undefined && asked > latest) {
    const at = instantText(new Date(asked).toISOString());
    return { seen: true, met: false, text: `${name}: asked for at ${at}; no event of it yet.` };
  }
  return latest >= startsAt
    ? { seen: true, met: true, text: `${name}: the full sync has finished.` }
    : { seen: false, met: false, text: `${name}: no full sync was seen.` };
}

/** All that were seen have ended, and one at least was seen: of nothing that is seen nothing follows. */
function judgeFullSyncEnd(connectors: readonly ConnectorOverview[], subject: WaitSubject): WaitState {
  const all = connectors.map((connector) => judgeFullSync(connector, subject));
  const seen = all.filter((each) => each.seen);
  const open = seen.filter(({ met }) => !met);
  if (seen.length === 0) {
    const { facts } = subject;
    const windowMs = Date.parse(facts.collectedAt) - Date.parse(facts.windowStartsAt);
    return { met: false, text: `No full password sync was seen in the last ${durationText(windowMs)}.` };
  }
  return { met: open.length === 0, text: (open.length === 0 ? seen : open).map(({ text }) => text).join(' ') };
}

function judgeHealthy({ report }: WaitSubject): WaitState {
  const { exitCode, status, firstCause, counts } = report.summary;
  const cause = firstCause === null ? undefined : `${firstCause.check}: ${firstCause.message}`;
  const rest =
    cause ??
    (status === 'pass' ? 'every check holds.' : `${counts.unknown} not known, ${counted(counts.warn, 'warning')}.`);
  return { met: exitCode === 0, text: `${status}: ${rest}` };
}

/** Whether what is waited for is so. What cannot be read is not. Pure. */
export function judgeWait(goal: WaitGoal, subject: WaitSubject): WaitState {
  if (goal === 'healthy') {
    return judgeHealthy(subject);
  }
  const connectors = listConnectors(subject);
  if (typeof connectors === 'string') {
    return { met: false, text: connectors };
  }
  return goal === 'alive' ? judgeAlive(connectors, subject.baseline) : judgeFullSyncEnd(connectors, subject);
}
