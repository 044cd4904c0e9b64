import { counted } from '../base/text.js';
import { listTallies } from '../model/connector-tallies.js';
import type { Connector, EventSummary, EventTally, Facts } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { instantText } from '../model/instant.js';
import { valueIfKnown, type Check, type CheckContext, type Draft } from './check.js';
import { eventEvidence } from './evidence.js';
import { fullSyncTallies } from './full-sync.js';
import { withoutActiveProblems } from './problems/judge-area.js';
import { causeChecks } from './problems/problem-causes.js';
import { problemScopes, type ProblemScope } from './problems/problem-judgement.js';
import { isInWindow } from './problems/signs-of-life.js';

/** A full sync that has written nothing for so long is taken as stuck: fifteen cycles of two minutes. */
const stuckAfterMs = 30 * 60_000;

const pausedId = 613;
const failedId = 621;
/** Events that show that passwords are on their way again after a pause. */
const resumedIds: readonly number[] = [617, 618, 619, 650, 651, 653, 654, 656, 657];
/** Events after which a pause that is reported again is another one. */
const interruptingIds: readonly number[] = [617, 618, 619, 622, 623, 650, 651, 652, 653, 654, 655, 656, 657];
const startedIds: readonly number[] = [617, 618, 619];
/** What goes on while a full sync runs. */
const movingIds: readonly number[] = [617, 618, 619, 650, 651, 656, 657];

const paused: Remedy = {
  text: 'Password hash synchronization waits for a full synchronization of the directory. Let it finish; passwords then follow automatically.',
  commands: ['Get-ADSyncScheduler', 'Get-ADSyncConnectorRunStatus', 'Start-ADSyncSyncCycle -PolicyType Initial'],
};

const running: Remedy = {
  text: 'Wait until event 623 (completed for the forest) is written; a large forest takes hours. Do not start another full sync, and do not restart the ADSync service.',
  commands: ["Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = 617, 618, 619, 622, 623 } -MaxEvents 20"],
};

const stuck: Remedy = {
  text: 'Look for errors of this connector after the start of the full sync. If there are none, restart the ADSync service once and watch whether the batches (650, 651) go on. Do not start another full sync.',
  commands: [
    "Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = 611, 617, 618, 619, 621, 622, 623 } -MaxEvents 20 | Format-List TimeCreated, Id, Message",
    'Restart-Service ADSync',
  ],
};

/** Latest instant, in ms, of the tallies with these ids; undefined when there is none. */
function findLatest(tallies: readonly EventTally[], ids: readonly number[]): number | undefined {
  const instants = tallies.filter(({ eventId }) => ids.includes(eventId)).map(({ latestAt }) => Date.parse(latestAt));
  return instants.length === 0 ? undefined : Math.max(...instants);
}

function isAfter(one: number | undefined, other: number): boolean {
  return one !== undefined && one >= other;
}

/** The end of the forest counts for a run that began with 617; without one, the end of the domain. A ping means nothing is left. */
function hasEnded(tallies: readonly EventTally[], startedMs: number): boolean {
  const ends = findLatest(tallies, [617]) === undefined ? [622, 623, 654] : [623, 654];
  return isAfter(findLatest(tallies, ends), startedMs);
}

/** How far a full password sync is; `none`: none is running, as far as the window shows. */
export type FullSyncState = 'none' | 'paused' | 'failed' | 'running' | 'stuck';

interface Progress {
  readonly state: Exclude<FullSyncState, 'none'>;
  readonly status: 'warn' | 'fail';
  readonly message: string;
  readonly remedy: Remedy;
}

function at(ms: number): string {
  return instantText(new Date(ms).toISOString());
}

/** A tally holds its first and its latest event only: what is between is one pause when nothing went on after the first. */
function pausedText(tallies: readonly EventTally[], pausedMs: number): string {
  const pauses = tallies.filter(({ eventId }) => eventId === pausedId);
  const firstMs = Math.min(...pauses.map(({ firstAt }) => Date.parse(firstAt)));
  const count = pauses.reduce((sum, tally) => sum + tally.count, 0);
  const isOnePause = (findLatest(tallies, interruptingIds) ?? firstMs) <= firstMs;
  const since = isOnePause
    ? `Paused since ${at(firstMs)} (event 613)`
    : `Paused: latest event 613 at ${at(pausedMs)}, ${counted(count, 'time')} in the window`;
  return `${since}: no full synchronization of the directory has completed yet.`;
}

function readProgress(tallies: readonly EventTally[], { now }: CheckContext): Progress | undefined {
  const pausedMs = findLatest(tallies, [pausedId]);
  if (pausedMs !== undefined && !isAfter(findLatest(tallies, resumedIds), pausedMs)) {
    return { state: 'paused', status: 'fail', message: pausedText(tallies, pausedMs), remedy: paused };
  }
  const startedMs = findLatest(tallies, startedIds);
  const failedMs = findLatest(tallies, [failedId]);
  if (
    failedMs !== undefined &&
    !isAfter(startedMs, failedMs) &&
    !isAfter(findLatest(tallies, [623, 651, 654]), failedMs)
  ) {
    const message = `A full password sync failed at ${at(failedMs)} (event 621).`;
    return { state: 'failed', status: 'fail', message, remedy: stuck };
  }
  if (startedMs === undefined || hasEnded(tallies, startedMs)) {
    return undefined;
  }
  const movedMs = findLatest(tallies, movingIds) ?? startedMs;
  return now.getTime() - movedMs > stuckAfterMs
    ? {
        state: 'stuck',
        status: 'fail',
        message: `A full password sync began and has shown no progress since ${at(movedMs)}; its end (events 622, 623) is missing.`,
        remedy: stuck,
      }
    : {
        state: 'running',
        status: 'warn',
        message: `A full password sync is running; latest progress ${at(movedMs)}.`,
        remedy: running,
      };
}

/** How far a full password sync of a connector is, by the events of the window. */
export function findFullSyncState(connector: Connector, events: EventSummary, context: CheckContext): FullSyncState {
  const recent = listTallies(connector, events).filter(({ latestAt }) => isInWindow(latestAt, context.windowStartsAt));
  return readProgress(recent, context)?.state ?? 'none';
}

function selectTallies(scope: ProblemScope, facts: Facts, { windowStartsAt }: CheckContext): readonly EventTally[] {
  const events = valueIfKnown(facts.events);
  return [...(events?.tallies ?? [])]
    .filter(([id]) => scope.isMine(id === '' ? null : id))
    .flatMap(([, tallies]) => tallies)
    .filter(({ latestAt }) => Date.parse(latestAt) >= windowStartsAt.getTime());
}

function judge(scope: ProblemScope, facts: Facts, context: CheckContext): Draft | undefined {
  const tallies = selectTallies(scope, facts, context);
  const events = valueIfKnown(facts.events);
  const seen = scope.concerned.flatMap((connector) => (events === undefined ? [] : fullSyncTallies(connector, events)));
  const evidence = [...seen, ...tallies.filter(({ eventId }) => eventId === pausedId)].map((tally) => {
    const value = `${counted(tally.count, 'event')}, first ${tally.firstAt}, latest ${tally.latestAt}`;
    return eventEvidence(`Event ${tally.eventId}`, value, tally.eventId, tally.latestRecordId);
  });
  const progress = readProgress(tallies, context);
  if (progress !== undefined) {
    const { status, message, remedy } = progress;
    const explainedBy = causeChecks.filter((id) => id !== 'PHS304');
    return { status, message, remedy, evidence, explainedBy };
  }
  const nothing = { active: [], recovered: [] };
  const good = seen.length === 0 ? 'None was started in the window.' : 'A full password sync finished.';
  return scope.subject === undefined ? undefined : withoutActiveProblems(nothing, evidence, facts, context, good);
}

/** A full sync that began must end (617, 618, 619, then 622, 623), and nothing may hold passwords back (613); facts 4.8. */
export const phs304FullSyncProgress: Check = {
  id: 'PHS304',
  title: 'No full password sync is running or stuck',
  category: 'liveness',
  passwords: { failed: 'stops', warned: 'doubts' },
  needs: ['connectors'],
  uses: ['events', 'eventLogReach'],
  dependsOn: [],
  perConnector: true,
  run: (facts, context) =>
    problemScopes(facts, context).flatMap((scope): readonly Draft[] => {
      const draft = judge(scope, facts, context);
      return draft === undefined ? [] : [scope.subject === undefined ? draft : { ...draft, subject: scope.subject }];
    }),
};
