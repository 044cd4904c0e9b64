import type { Fact } from '../model/fact.js';
import type { SyncService } from '../model/facts.js';
import { describeBuild } from '../model/describe-build.js';
import { judgeBuild } from '../model/judge-build.js';
import type { Condition } from './condition.js';
import { mayRun } from './decide.js';
import type { GuardDirectory } from '../model/guard-inspection.js';
import type { JudgedPair } from './judge-pair.js';

/** What the conditions are judged by. */
export interface PreflightInput {
  /** The pair that the run is for. */
  readonly judged: JudgedPair;
  /** Other pairs of the server that a run left off, or may have. */
  readonly elsewhere: readonly JudgedPair[];
  /** Hash of the one plan that may be carried out; undefined: whichever is shown. */
  readonly namedPlan: string | undefined;
  readonly service: Fact<SyncService>;
  /** The build of Entra Connect; undefined: nothing reports it. */
  readonly productVersion: string | undefined;
  /** The instant at which the build and the events of a full sync are judged. */
  readonly at: Date;
  /** Number of Entra connectors; undefined: could not be read. */
  readonly entraConnectorCount: number | undefined;
}

/** How one condition came out. */
export type Judged = Pick<Condition, 'status' | 'evidence'>;

/** A yes or no, or nothing that was reported. */
export function judgeFlag(value: boolean | null | undefined, good: boolean, label: string): Judged {
  const status = value === null || value === undefined ? 'unknown' : value === good ? 'ok' : 'fail';
  const shown = value === null || value === undefined ? 'not reported' : value ? 'yes' : 'no';
  return { status, evidence: `${label}: ${shown}` };
}

/** The ADSync service runs. */
export function serviceCondition({ service }: PreflightInput): Judged {
  return service.known
    ? {
        status: service.value.status === 'Running' ? 'ok' : 'fail',
        evidence: `Get-Service ADSync: ${service.value.status}`,
      }
    : { status: 'unknown', evidence: service.reason.message };
}

/** The build is not known to be cut off. A build that nothing reports is not judged: that alone does not make a run unsafe. */
export function buildCondition({ productVersion, at }: PreflightInput): Judged {
  const verdict = productVersion === undefined ? undefined : judgeBuild(productVersion, at);
  if (productVersion === undefined || verdict === undefined) {
    return { status: 'ok', evidence: 'the build is not reported, so it is not checked' };
  }
  const isCutOff = verdict.concerns.some(({ kind }) => kind === 'cut-off');
  return { status: isCutOff ? 'fail' : 'ok', evidence: describeBuild(productVersion, verdict) };
}

/** There is exactly one Entra connector. */
export function entraCondition({ entraConnectorCount }: PreflightInput): Judged {
  return entraConnectorCount === undefined
    ? { status: 'unknown', evidence: 'Get-ADSyncConnector could not be read' }
    : { status: entraConnectorCount === 1 ? 'ok' : 'fail', evidence: `Get-ADSyncConnector: ${entraConnectorCount}` };
}

/** The AD connector was read. */
export function connectorCondition({ judged: { inspection } }: PreflightInput): Judged {
  const { snapshot, snapshotFailure } = inspection;
  return snapshot === undefined
    ? { status: 'unknown', evidence: snapshotFailure?.detail ?? 'The server was not read.' }
    : { status: 'ok', evidence: `${snapshot.adConnectorName}, ${snapshot.adConnectorId}` };
}

/** Both readings say on. */
export function channelCondition({ judged: { inspection } }: PreflightInput): Judged {
  const { snapshot } = inspection;
  const shown = (value: boolean | null | undefined): string =>
    value === null || value === undefined ? 'unknown' : value ? 'on' : 'off';
  const { enabled, enabledAgain } = snapshot ?? {};
  const evidence = `Get-ADSyncAADPasswordSyncConfiguration, read twice: ${shown(enabled)}, ${shown(enabledAgain)}`;
  const isTold = typeof enabled === 'boolean' && typeof enabledAgain === 'boolean';
  return { status: !isTold ? 'unknown' : enabled && enabledAgain ? 'ok' : 'fail', evidence };
}

/** Nothing is running. */
export function idleCondition({ judged: { inspection } }: PreflightInput): Judged {
  const { platform } = inspection;
  if (platform.runsState === 'unreadable') {
    return { status: 'unknown', evidence: 'Get-ADSyncConnectorRunStatus could not be read' };
  }
  const running = platform.runs ?? '';
  return running === ''
    ? { status: 'ok', evidence: 'Get-ADSyncConnectorRunStatus, Get-ADSyncScheduler: nothing is running' }
    : { status: 'fail', evidence: `Get-ADSyncConnectorRunStatus, Get-ADSyncScheduler: running: ${running}` };
}

/** The wizard is closed. */
export function wizardCondition({ judged: { inspection } }: PreflightInput): Judged {
  const { platform } = inspection;
  const status = platform.wizard === 'unknown' ? 'unknown' : platform.wizard === 'closed' ? 'ok' : 'fail';
  return { status, evidence: `Process AzureADConnect: ${platform.wizard}` };
}

const begun: readonly number[] = [617, 618];

/** How long a full sync that began may be under way: three days, which no directory is known to have taken. */
const fullSyncMs = 72 * 60 * 60 * 1000;

/** The script gives so many events of the server at the most, the newest first (Get-PhsServerRow). */
export const serverEventsCap = 50;

/**
 * No full sync began lately. Every signed-in user can write the event of an end or of a restart, so neither shortens the wait
 * (docs/guard.md); what such a user writes can only make it longer. The time of an event that cannot be read counts as now.
 */
export function fullSyncCondition({ judged: { inspection }, at }: PreflightInput): Judged {
  const { serverEvents, snapshot } = inspection;
  if (snapshot === undefined) {
    return { status: 'unknown', evidence: 'The events of the connector were not read.' };
  }
  const isRecent = (event: { readonly at: string }): boolean => !(Date.parse(event.at) < at.getTime() - fullSyncMs);
  const beginnings = serverEvents.filter(({ eventId }) => begun.includes(eventId));
  const recent = beginnings.find(isRecent);
  if (recent !== undefined) {
    return { status: 'fail', evidence: `Application log: event ${recent.eventId} of ${recent.at}` };
  }
  if (serverEvents.length >= serverEventsCap && serverEvents.every(isRecent)) {
    return {
      status: 'unknown',
      evidence: `Application log: ${serverEvents.length} events of this connector in the last three days, more than are read`,
    };
  }
  const [last] = beginnings;
  return {
    status: 'ok',
    evidence:
      last === undefined
        ? 'Application log: no full sync of this connector'
        : `Application log: the last began with event ${last.eventId} of ${last.at}`,
  };
}

/** No earlier run stands in the way. */
export function earlierCondition({ judged: { verdict, evidence } }: PreflightInput): Judged {
  const found = `journal: ${evidence.stage}; events: ${evidence.logSays}; parameter: ${evidence.parameter}`;
  const isOpen = mayRun(verdict) || verdict === 'REFUSE_EVIDENCE_UNREADABLE';
  return { status: isOpen || verdict === 'REFUSE_PHS_OFF' ? 'ok' : 'fail', evidence: `${found} (${verdict})` };
}

/** The sources of evidence that could not be read. */
export function unreadSources({ judged: { evidence, inspection } }: PreflightInput): readonly string[] {
  const { eventLog } = inspection;
  const sources: readonly (readonly [string, boolean])[] = [
    ['journal', evidence.journal !== 'unreadable'],
    ['lock', evidence.lock !== 'unreadable'],
    [`events of phs-tool${eventLog.detail === null ? '' : ` (${eventLog.detail})`}`, evidence.log === 'read'],
    [`who wrote some events of phs-tool (${evidence.doubts})`, evidence.doubts === 'none'],
    ['parameter', evidence.parameter !== 'unreadable'],
    ['channel', evidence.channel !== 'unreadable'],
    ['identity of the machine', evidence.identity !== 'unknown'],
  ];
  return sources.filter(([, isRead]) => !isRead).map(([name]) => name);
}

/** Every source of evidence was read. */
export function readableCondition(input: PreflightInput): Judged {
  const missing = unreadSources(input);
  return missing.length === 0
    ? { status: 'ok', evidence: 'journal, lock, events of phs-tool, parameter, channel: all read' }
    : { status: 'unknown', evidence: `could not be read: ${missing.join(', ')}` };
}

/** A directory of the guard is protected, or not there. */
export function directoryCondition({ judged: { inspection } }: PreflightInput, role: GuardDirectory['role']): Judged {
  const places = inspection.directories.filter(
    (one) => one.role === role || (role === 'journal' && one.role === 'pair'),
  );
  const isFine = ({ state }: GuardDirectory): boolean => state === 'protected' || state === 'absent';
  const found = places.find((one) => !isFine(one)) ?? places[0];
  if (found === undefined || found.state === 'unreadable') {
    return { status: 'unknown', evidence: found?.detail ?? 'The directory was not looked at.' };
  }
  const isGood = found.state === 'protected' || found.state === 'absent';
  const { detail: said } = found;
  const detail = said === null || said === '' || said === found.path ? '' : ` (${said})`;
  return { status: isGood ? 'ok' : 'fail', evidence: `${found.path}: ${found.state}${detail}` };
}

/** The event source was reported. */
export function sourceCondition({ judged: { inspection } }: PreflightInput): Judged {
  const { eventSource } = inspection;
  const { state, detail } = eventSource;
  return { status: state === 'unknown' ? 'unknown' : 'ok', evidence: `event source phs-tool: ${detail ?? state}` };
}

/** The Task Scheduler was read. */
export function schedulerCondition({ judged: { inspection } }: PreflightInput): Judged {
  const { taskScheduler, tasks } = inspection;
  return taskScheduler.state === 'read'
    ? { status: 'ok', evidence: `tasks below \\phs-tool\\: ${tasks.length}` }
    : { status: 'unknown', evidence: taskScheduler.detail ?? 'The Task Scheduler could not be read.' };
}

/** So many digits of a plan's hash are shown, and are enough to name it. */
export const shortestPlanHash = 12;

/** The plan is another one than the one that was named by its hash, or by the beginning of it. */
export function isOtherPlan({ namedPlan, judged: { inspection } }: PreflightInput): boolean {
  const { planHash = '' } = inspection.snapshot ?? {};
  return namedPlan !== undefined && (namedPlan.length < shortestPlanHash || !planHash.startsWith(namedPlan));
}

/** The plan is the one that was named. */
export function planCondition(input: PreflightInput): Judged {
  const { namedPlan, judged } = input;
  const now = judged.inspection.snapshot?.planHash ?? 'unknown';
  return { status: isOtherPlan(input) ? 'fail' : 'ok', evidence: `named ${namedPlan ?? 'none'}, now ${now}` };
}

/** No run of this tool left another connector off. */
export function otherConnectorsCondition({ elsewhere }: PreflightInput): Judged {
  const names = elsewhere.map(({ live }) => live.adConnectorName ?? live.pair);
  return names.length === 0
    ? { status: 'ok', evidence: 'journal and events of phs-tool: none' }
    : { status: 'fail', evidence: `off, or not known: ${names.join(', ')}` };
}
