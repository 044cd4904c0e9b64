import type { Condition } from './condition.js';
import { isLeftOff, leftOffBy } from './decide.js';
import {
  judgeFlag,
  serviceCondition,
  buildCondition,
  entraCondition,
  connectorCondition,
  channelCondition,
  idleCondition,
  wizardCondition,
  fullSyncCondition,
  earlierCondition,
  readableCondition,
  unreadSources,
  directoryCondition,
  sourceCondition,
  schedulerCondition,
  isOtherPlan,
  planCondition,
  otherConnectorsCondition,
  type Judged,
  type PreflightInput,
} from './preflight-conditions.js';

interface Rule {
  readonly id: string;
  readonly title: string;
  readonly judge: (input: PreflightInput) => Judged;
  readonly remedy: string | ((input: PreflightInput) => string);
  /** True if it cannot be judged because the connectors of the pair were not read, and for no other reason. */
  readonly isUntold?: (input: PreflightInput) => boolean;
  /** Absent: it is always judged. */
  readonly applies?: (input: PreflightInput) => boolean;
}

function pairIsUnread({ judged: { inspection } }: PreflightInput): boolean {
  return inspection.snapshot === undefined;
}

/** Conditions without which the connectors of the pair are not read, in the order in which they are looked at. */
const opensPair: readonly string[] = ['service', 'entra-connector', 'connector'];

const own = 'Run phs-tool in an elevated Windows PowerShell or console on the Entra Connect server itself.';
const setup =
  'Look at who made or changed it (icacls). Do not repair its rights: move the folder aside (phs-tool help full-sync, "An untrusted folder"), then run: phs-tool guard setup';

const rules: readonly Rule[] = [
  {
    id: 'language-mode',
    title: 'PowerShell runs in full language mode',
    judge: ({
      judged: {
        inspection: { platform },
      },
    }) => ({
      status: platform.languageMode === 'FullLanguage' ? 'ok' : 'fail',
      evidence: `language mode: ${platform.languageMode}`,
    }),
    remedy:
      "An application control policy restricts PowerShell. Microsoft's script cannot work there either; ask whoever keeps the policy.",
  },
  {
    id: 'platform',
    title: 'The guard is supported here',
    judge: ({
      judged: {
        inspection: { platform },
      },
    }) => judgeFlag(platform.supported, true, 'Windows with Windows PowerShell'),
    remedy: own,
  },
  {
    id: 'elevated',
    title: 'The console is elevated',
    judge: ({
      judged: {
        inspection: { platform },
      },
    }) => judgeFlag(platform.elevated, true, `elevated, as ${platform.operator ?? 'unknown'}`),
    remedy: 'Open the console with "Run as administrator", with an account in the group ADSyncAdmins.',
  },
  {
    id: 'native',
    title: 'ADSync runs natively in this PowerShell',
    judge: ({
      judged: {
        inspection: { platform },
      },
    }) => judgeFlag(platform.native, true, 'live connector objects with GlobalParameters.Remove'),
    remedy:
      'Use Windows PowerShell 5.1: in PowerShell 7 the module may come through a compatibility session, with copies of objects.',
    isUntold: pairIsUnread,
  },
  {
    id: 'service',
    title: 'The ADSync service runs',
    judge: serviceCondition,
    remedy: 'Start the service: Start-Service ADSync',
  },
  {
    id: 'build',
    title: 'Microsoft has not cut off this build of Entra Connect',
    judge: buildCondition,
    remedy:
      'Upgrade Entra Connect first: on this build no password is synchronized, and a full sync cannot help. See PHS106: phs-tool diagnose --only PHS106',
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
    isUntold: pairIsUnread,
  },
  {
    id: 'tenant-feature',
    title: 'Password hash synchronization is on in the tenant',
    judge: ({ judged: { inspection } }) =>
      judgeFlag(inspection.snapshot?.tenantFeature, true, 'Get-ADSyncAADCompanyFeature, PasswordHashSync'),
    remedy: 'A full sync cannot help while the feature is off. See PHS203: phs-tool status',
    isUntold: pairIsUnread,
  },
  {
    id: 'staging',
    title: 'The server is not in staging mode',
    judge: ({ judged: { inspection } }) =>
      judgeFlag(inspection.snapshot?.staging, false, 'Get-ADSyncScheduler, StagingModeEnabled'),
    remedy: 'A staging server synchronizes no passwords. Run this on the active server.',
    isUntold: pairIsUnread,
  },
  {
    id: 'channel',
    title: 'Password hash synchronization of the connector is on',
    judge: channelCondition,
    remedy: ({ judged: { evidence } }) =>
      isLeftOff(evidence) && leftOffBy(evidence) === 'journal'
        ? 'A run of this tool may have left it off: phs-tool guard recover turns it on.'
        : 'The tool turns on only what its own run switched off. Turn it on in the wizard (phs-tool status shows how); that alone resumes password synchronization.',
    isUntold: pairIsUnread,
  },
  {
    id: 'idle',
    title: 'No synchronization run is under way',
    judge: idleCondition,
    remedy: 'Wait until the run has ended: Get-ADSyncConnectorRunStatus',
    isUntold: pairIsUnread,
  },
  {
    id: 'wizard',
    title: 'The Entra Connect wizard is closed',
    judge: wizardCondition,
    remedy: 'Close the wizard; it can write the same settings.',
  },
  {
    id: 'full-sync',
    title: 'No full password sync began in the last three days',
    judge: fullSyncCondition,
    remedy:
      'Wait until three days after it began; it may still be under way. Its end in the event log is not taken as proof, because every signed-in user can write such an event. To see its progress: phs-tool events --id 617,618,621,622,623',
    isUntold: pairIsUnread,
  },
  {
    id: 'earlier-run',
    title: 'No earlier run of this connector is in the way',
    judge: earlierCondition,
    remedy: 'See what was found: phs-tool guard show',
  },
  {
    id: 'evidence',
    title: 'Every source of evidence can be read',
    judge: readableCondition,
    remedy: '"Unreadable" does not mean "absent". Make it readable, then run the command again.',
    isUntold: (input) =>
      pairIsUnread(input) && unreadSources(input).every((source) => source === 'parameter' || source === 'channel'),
  },
  {
    id: 'journal-directory',
    title: 'The journal is in a folder that only administrators can write to',
    judge: (input) => directoryCondition(input, 'journal'),
    remedy: setup,
  },
  {
    id: 'pin-directory',
    title: "The guardian's script is in a folder that only administrators can write to",
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
  {
    id: 'plan',
    title: 'The plan is the one that was named',
    judge: planCondition,
    remedy: 'The server has changed since, or it is another connector. Look at the plan as it is now.',
    applies: isOtherPlan,
  },
  {
    id: 'other-connectors',
    title: 'No run of this tool left another connector off',
    judge: otherConnectorsCondition,
    remedy: ({ elsewhere }) => elsewhere.map(({ explanation }) => explanation.safe).join(' '),
  },
];

function applyRule(
  { id, title, judge, remedy, isUntold }: Rule,
  input: PreflightInput,
  cause: string | undefined,
): Condition {
  const judged = judge(input);
  if (judged.status === 'ok') {
    return { id, title, ...judged };
  }
  return cause !== undefined && cause !== id && judged.status === 'unknown' && isUntold?.(input) === true
    ? { id, title, ...judged, blockedBy: cause }
    : { id, title, ...judged, remedy: typeof remedy === 'string' ? remedy : remedy(input) };
}

/**
 * Judges every condition of the preflight (docs/guard.md, "Order"); pure. All must be `ok`. If the pair could not be read, what
 * cannot be judged for that reason names the condition that is the cause.
 */
export function preflight(input: PreflightInput): readonly Condition[] {
  const cause = rules.find(({ id, judge }) => opensPair.includes(id) && judge(input).status !== 'ok')?.id;
  return rules.filter(({ applies }) => applies?.(input) ?? true).map((rule) => applyRule(rule, input, cause));
}
