import { z } from 'zod';
import type { Fact } from '../model/fact.js';
import type { SyncService } from '../model/facts.js';
import { mayRun, type Verdict } from './decide.js';
import type { GuardEvidence } from './evidence.js';
import type { GuardDirectory, Inspection } from './inspection.js';

/** One condition that must hold before anything is written; `unknown` stops as `fail` does. */
export const conditionSchema = z.object({
  /** Stable name. */
  id: z.string(),
  /** A true statement in the present tense when the status is `ok`. */
  title: z.string(),
  status: z.enum(['ok', 'fail', 'unknown']),
  /** What was read, and from where. */
  evidence: z.string(),
  /** What to do when the status is not `ok`. */
  remedy: z.string().optional(),
});
/** See {@link conditionSchema}. */
export type Condition = z.output<typeof conditionSchema>;

/** What the conditions are judged by. */
export interface PreflightInput {
  readonly inspection: Inspection;
  readonly evidence: GuardEvidence;
  readonly verdict: Verdict;
  readonly service: Fact<SyncService>;
  /** Number of Entra connectors; undefined: could not be read. */
  readonly entraConnectorCount: number | undefined;
}

type Judged = Pick<Condition, 'status' | 'evidence'>;

function told(value: boolean | null | undefined, good: boolean, label: string): Judged {
  const status = value === null || value === undefined ? 'unknown' : value === good ? 'ok' : 'fail';
  const shown = value === null || value === undefined ? 'not told' : value ? 'yes' : 'no';
  return { status, evidence: `${label}: ${shown}` };
}

function serviceCondition({ service }: PreflightInput): Judged {
  return service.known
    ? {
        status: service.value.status === 'Running' ? 'ok' : 'fail',
        evidence: `Get-Service ADSync: ${service.value.status}`,
      }
    : { status: 'unknown', evidence: service.reason.message };
}

function entraCondition({ entraConnectorCount }: PreflightInput): Judged {
  return entraConnectorCount === undefined
    ? { status: 'unknown', evidence: 'Get-ADSyncConnector could not be read' }
    : { status: entraConnectorCount === 1 ? 'ok' : 'fail', evidence: `Get-ADSyncConnector: ${entraConnectorCount}` };
}

function connectorCondition({ inspection: { snapshot, snapshotFailure } }: PreflightInput): Judged {
  return snapshot === undefined
    ? { status: 'unknown', evidence: snapshotFailure?.detail ?? 'The server was not read.' }
    : { status: 'ok', evidence: `${snapshot.adConnectorName}, ${snapshot.adConnectorId}` };
}

function channelCondition({ inspection: { snapshot } }: PreflightInput): Judged {
  const shown = (value: boolean | null | undefined): string =>
    value === null || value === undefined ? 'unknown' : value ? 'on' : 'off';
  const { enabled, enabledAgain } = snapshot ?? {};
  const evidence = `Get-ADSyncAADPasswordSyncConfiguration, read twice: ${shown(enabled)}, ${shown(enabledAgain)}`;
  const isTold = typeof enabled === 'boolean' && typeof enabledAgain === 'boolean';
  return { status: !isTold ? 'unknown' : enabled && enabledAgain ? 'ok' : 'fail', evidence };
}

function idleCondition({ inspection: { platform } }: PreflightInput): Judged {
  if (platform.runsState === 'unreadable') {
    return { status: 'unknown', evidence: 'Get-ADSyncConnectorRunStatus could not be read' };
  }
  const running = platform.runs ?? '';
  return running === ''
    ? { status: 'ok', evidence: 'Get-ADSyncConnectorRunStatus, Get-ADSyncScheduler: nothing is running' }
    : { status: 'fail', evidence: `Get-ADSyncConnectorRunStatus, Get-ADSyncScheduler: running: ${running}` };
}

function wizardCondition({ inspection: { platform } }: PreflightInput): Judged {
  const status = platform.wizard === 'unknown' ? 'unknown' : platform.wizard === 'closed' ? 'ok' : 'fail';
  return { status, evidence: `Process AzureADConnect: ${platform.wizard}` };
}

const begun: readonly number[] = [617, 618];
const ended: readonly number[] = [621, 622, 623];

/** The newest event of a full sync must not be one of its beginning. The script gives the newest first. */
function fullSyncCondition({ inspection: { serverEvents, snapshot } }: PreflightInput): Judged {
  if (snapshot === undefined) {
    return { status: 'unknown', evidence: 'The events of the connector were not read.' };
  }
  const newest = [...serverEvents]
    .filter(({ eventId }) => begun.includes(eventId) || ended.includes(eventId))
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
  if (newest === undefined) {
    return { status: 'ok', evidence: 'Application log: no events 617 to 623 of this connector' };
  }
  const evidence = `Application log: the newest is event ${newest.eventId} of ${newest.at}`;
  return { status: begun.includes(newest.eventId) ? 'fail' : 'ok', evidence };
}

function earlierCondition({ verdict, evidence }: PreflightInput): Judged {
  const found = `journal: ${evidence.stage}; events: ${evidence.logSays}; parameter: ${evidence.parameter}`;
  const isOpen = mayRun(verdict) || verdict === 'REFUSE_EVIDENCE_UNREADABLE';
  return { status: isOpen || verdict === 'REFUSE_PHS_OFF' ? 'ok' : 'fail', evidence: `${found} (${verdict})` };
}

function readableCondition({ evidence, inspection: { eventLog } }: PreflightInput): Judged {
  const sources: readonly (readonly [string, boolean])[] = [
    ['journal', evidence.journal !== 'unreadable'],
    ['lock', evidence.lock !== 'unreadable'],
    [`events of phs-tool${eventLog.detail === null ? '' : ` (${eventLog.detail})`}`, evidence.log === 'read'],
    ['parameter', evidence.parameter !== 'unreadable'],
    ['channel', evidence.channel !== 'unreadable'],
    ['identity of the machine', evidence.identity !== 'unknown'],
  ];
  const missing = sources.filter(([, isRead]) => !isRead).map(([name]) => name);
  return missing.length === 0
    ? { status: 'ok', evidence: 'journal, lock, events of phs-tool, parameter, channel: all read' }
    : { status: 'unknown', evidence: `could not be read: ${missing.join(', ')}` };
}

function directoryCondition({ inspection }: PreflightInput, role: GuardDirectory['role']): Judged {
  const found = inspection.directories.find((directory) => directory.role === role);
  if (found === undefined || found.state === 'unreadable') {
    return { status: 'unknown', evidence: found?.detail ?? 'The directory was not looked at.' };
  }
  const isGood = found.state === 'protected' || found.state === 'absent';
  const { detail: said } = found;
  const detail = said === null || said === '' || said === found.path ? '' : ` (${said})`;
  return { status: isGood ? 'ok' : 'fail', evidence: `${found.path}: ${found.state}${detail}` };
}

function sourceCondition({ inspection: { eventSource } }: PreflightInput): Judged {
  const { state, detail } = eventSource;
  return { status: state === 'unknown' ? 'unknown' : 'ok', evidence: `event source phs-tool: ${detail ?? state}` };
}

function schedulerCondition({ inspection: { taskScheduler, tasks } }: PreflightInput): Judged {
  return taskScheduler.state === 'read'
    ? { status: 'ok', evidence: `tasks below \\phs-tool\\: ${tasks.length}` }
    : { status: 'unknown', evidence: taskScheduler.detail ?? 'The Task Scheduler could not be read.' };
}

interface Rule {
  readonly id: string;
  readonly title: string;
  readonly judge: (input: PreflightInput) => Judged;
  readonly remedy: string;
}

const own = 'Run phs-tool in an elevated Windows PowerShell or console on the Entra Connect server itself.';
const setup = 'Look at who made it. When nothing of yours is in it, remove it and run: phs-tool guard setup';

const rules: readonly Rule[] = [
  {
    id: 'language-mode',
    title: 'PowerShell runs in full language mode',
    judge: ({ inspection: { platform } }) => ({
      status: platform.languageMode === 'FullLanguage' ? 'ok' : 'fail',
      evidence: `language mode: ${platform.languageMode}`,
    }),
    remedy:
      "An application control policy restricts PowerShell. Microsoft's script cannot work there either; ask whoever keeps the policy.",
  },
  {
    id: 'platform',
    title: 'The guard is supported here',
    judge: ({ inspection: { platform } }) => told(platform.supported, true, 'Windows with Windows PowerShell'),
    remedy: own,
  },
  {
    id: 'elevated',
    title: 'The console is elevated',
    judge: ({ inspection: { platform } }) =>
      told(platform.elevated, true, `elevated, as ${platform.operator ?? 'unknown'}`),
    remedy: 'Open the console with "Run as administrator", with an account in the group ADSyncAdmins.',
  },
  {
    id: 'native',
    title: 'ADSync runs natively in this PowerShell',
    judge: ({ inspection: { platform } }) =>
      told(platform.native, true, 'live connector objects with GlobalParameters.Remove'),
    remedy:
      'Use Windows PowerShell 5.1: in PowerShell 7 the module may come through a compatibility session, with copies of objects.',
  },
  {
    id: 'service',
    title: 'The ADSync service runs',
    judge: serviceCondition,
    remedy: 'Start the service: Start-Service ADSync',
  },
  {
    id: 'entra-connector',
    title: 'There is exactly one Entra connector',
    judge: entraCondition,
    remedy: 'See PHS201: phs-tool diagnose --only PHS201',
  },
  {
    id: 'connector',
    title: 'The AD connector can be read',
    judge: connectorCondition,
    remedy: 'See what keeps the server from answering: phs-tool status',
  },
  {
    id: 'tenant-feature',
    title: 'Password hash synchronization is on in the tenant',
    judge: ({ inspection: { snapshot } }) =>
      told(snapshot?.tenantFeature, true, 'Get-ADSyncAADCompanyFeature, PasswordHashSync'),
    remedy: 'A full sync cannot help while the feature is off. See PHS203: phs-tool status',
  },
  {
    id: 'staging',
    title: 'The server is not in staging mode',
    judge: ({ inspection: { snapshot } }) => told(snapshot?.staging, false, 'Get-ADSyncScheduler, StagingModeEnabled'),
    remedy: 'A staging server synchronizes no passwords. Run this on the active server.',
  },
  {
    id: 'channel',
    title: 'Password hash synchronization of the connector is on',
    judge: channelCondition,
    remedy:
      'The tool turns on only what its own run switched off. Turn it on in the wizard (phs-tool status shows how); that alone makes passwords go again.',
  },
  {
    id: 'idle',
    title: 'No synchronization run is under way',
    judge: idleCondition,
    remedy: 'Wait until the run has ended: Get-ADSyncConnectorRunStatus',
  },
  {
    id: 'wizard',
    title: 'The Entra Connect wizard is closed',
    judge: wizardCondition,
    remedy: 'Close the wizard; it may write the same settings.',
  },
  {
    id: 'full-sync',
    title: 'No full password sync is under way',
    judge: fullSyncCondition,
    remedy: 'Wait for event 622 or 623: phs-tool events --id 617,618,621,622,623',
  },
  {
    id: 'earlier-run',
    title: 'No earlier run of this pair stands in the way',
    judge: earlierCondition,
    remedy: 'See what was found: phs-tool guard show',
  },
  {
    id: 'evidence',
    title: 'Every source of evidence can be read',
    judge: readableCondition,
    remedy: 'What cannot be read cannot be called absent. Make it readable, then ask again.',
  },
  {
    id: 'journal-directory',
    title: 'The journal is kept where only administrators write',
    judge: (input) => directoryCondition(input, 'journal'),
    remedy: setup,
  },
  {
    id: 'pin-directory',
    title: "The guardian's script is kept where only administrators write",
    judge: (input) => directoryCondition(input, 'pin'),
    remedy: setup,
  },
  {
    id: 'event-source',
    title: "The event log can be asked for the tool's events",
    judge: sourceCondition,
    remedy: 'Start the service "Windows Event Log" and ask again.',
  },
  {
    id: 'task-scheduler',
    title: 'The Task Scheduler can be used',
    judge: schedulerCondition,
    remedy: 'Start the service "Task Scheduler" and ask again; without it nothing would repair an interrupted run.',
  },
];

/** Judges every condition of the preflight (guard.md section 4); pure. All must be `ok`. */
export function preflight(input: PreflightInput): readonly Condition[] {
  return rules.map(({ id, title, judge, remedy }) => {
    const judged = judge(input);
    return { id, title, ...judged, ...(judged.status === 'ok' ? {} : { remedy }) };
  });
}
