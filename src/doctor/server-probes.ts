import { commandToCopy } from '../base/command-to-copy.js';
import { decidingScope, remedyFor } from '../checks/phs103-execution-policy.js';
import type { ExecutionPolicyScope } from '../model/diagnosis-facts.js';
import type { Probe } from '../model/doctor.js';
import type { Fact, UnknownReason } from '../model/fact.js';
import type { EventLogReach, Platform, SyncModule } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { reachText } from '../model/log-reach.js';
import type { SessionInfo } from '../ps/session.js';

/** A probe without its id and title. */
type Outcome = Omit<Probe, 'id' | 'title'>;

/** What could not be looked at: the reason, and its hint as the cure. */
export function notKnown(reason: UnknownReason, cure?: Remedy): Outcome {
  const own = reason.hint === undefined ? undefined : { text: reason.hint, commands: [] };
  const shown = cure ?? own;
  return { status: 'unknown', message: reason.message, details: [], ...(shown === undefined ? {} : { cure: shown }) };
}

/** Can the engine run the ADSync cmdlets at all? */
export function languageModeProbe(info: Fact<SessionInfo>): Probe {
  const common = { id: 'language-mode', title: 'Language mode' } as const;
  if (!info.known) {
    return { ...common, ...notKnown(info.reason) };
  }
  const { languageMode } = info.value;
  return languageMode === 'FullLanguage'
    ? { ...common, status: 'pass', message: 'FullLanguage.', details: [] }
    : {
        ...common,
        status: 'fail',
        message: `PowerShell runs in ${languageMode} mode; the ADSync cmdlets need FullLanguage.`,
        details: [],
        cure: {
          text: 'An application control policy (WDAC, AppLocker) restricts scripts: allow the folder scripts of phs-tool in it.',
          commands: ['$ExecutionContext.SessionState.LanguageMode'],
        },
      };
}

/** Which execution policy holds, and which scope sets it? */
export function executionPolicyProbe(policy: Fact<readonly ExecutionPolicyScope[]>): Probe {
  const common = { id: 'execution-policy', title: 'Execution policy' } as const;
  if (!policy.known) {
    return { ...common, ...notKnown(policy.reason) };
  }
  const details = policy.value.map(({ scope, policy: value }) => ({ label: scope, value }));
  const deciding = decidingScope(policy.value);
  if (deciding === undefined) {
    return details.length === 0
      ? { ...common, ...notKnown({ code: 'not-found', message: 'No scope of the execution policy was reported.' }) }
      : { ...common, status: 'pass', message: 'No scope sets one; phs-tool asks for RemoteSigned.', details };
  }
  const setBy = `${deciding.policy}, set by the scope ${deciding.scope}`;
  return /^(restricted|allsigned)$/i.test(deciding.policy)
    ? {
        ...common,
        status: 'warn',
        message: `${setBy}: scripts of this machine are not allowed to run.`,
        details,
        cure: remedyFor(deciding),
      }
    : { ...common, status: 'pass', message: `${setBy}.`, details };
}

const notWindows = (platform: Platform): Outcome => ({
  status: 'unknown',
  message: `Not known on this system (${platform.osDescription}).`,
  details: [],
});

const elevate: Remedy = {
  text: 'Start the console with "Run as administrator".',
  commands: ['Start-Process powershell.exe -Verb RunAs'],
};

/** As the remedy of PHS102 says, without the elevation, which has a line of its own here. */
const joinGroup: Remedy = {
  text: 'Use an account in the group ADSyncAdmins; ADSyncOperators together with ADSyncBrowse have the right to read as well. On a member server these are local groups, on a domain controller domain groups. Sign out and in again after joining.',
  commands: ['whoami /groups', "Add-LocalGroupMember -Group ADSyncAdmins -Member '<DOMAIN\\account>'"],
};

/** Does the account run with its administrator's token? */
export function elevationProbe(platform: Fact<Platform>): Probe {
  const common = { id: 'elevation', title: 'Elevated' } as const;
  if (!platform.known) {
    return { ...common, ...notKnown(platform.reason) };
  }
  const { elevated, userName } = platform.value;
  const details = [{ label: 'Account', value: userName }];
  if (elevated === null) {
    return { ...common, ...notWindows(platform.value), details };
  }
  return elevated
    ? { ...common, status: 'pass', message: `${userName} runs elevated.`, details }
    : {
        ...common,
        status: 'warn',
        message: `${userName} does not run elevated; the synchronization service may refuse to answer.`,
        details,
        cure: elevate,
      };
}

/** Is the account in a group that is allowed to query the synchronization service (facts 4.2)? */
export function groupsProbe(platform: Fact<Platform>): Probe {
  const common = { id: 'groups', title: 'Groups' } as const;
  if (!platform.known) {
    return { ...common, ...notKnown(platform.reason) };
  }
  const { groups } = platform.value;
  if (groups === null) {
    return { ...common, ...notWindows(platform.value) };
  }
  const details = [{ label: 'Groups that matter', value: groups.join(', ') || 'none' }];
  const isIn = (name: string): boolean => groups.includes(name);
  if (isIn('ADSyncAdmins')) {
    return { ...common, status: 'pass', message: `In ${groups.join(', ')}.`, details };
  }
  if (isIn('ADSyncOperators') && isIn('ADSyncBrowse')) {
    return { ...common, status: 'pass', message: 'In ADSyncOperators and ADSyncBrowse: allowed to read.', details };
  }
  return {
    ...common,
    status: 'warn',
    message:
      groups.length === 0
        ? 'The account is not in any group that is allowed to query the synchronization service.'
        : `In ${groups.join(', ')}, but not in ADSyncAdmins; the synchronization service may refuse to answer.`,
    details,
    cure: joinGroup,
  };
}

/** Is the ADSync module there, and does it load? */
export function moduleProbe(module: Fact<SyncModule>): Probe {
  const common = { id: 'adsync-module', title: 'ADSync module' } as const;
  if (module.known) {
    const { name, version, path, origin } = module.value;
    const details = [
      { label: 'Path', value: path },
      { label: 'Found by', value: origin },
    ];
    return { ...common, status: 'pass', message: `${name} ${version} from ${path}.`, details };
  }
  if (module.reason.code !== 'module-missing') {
    return { ...common, ...notKnown(module.reason) };
  }
  return {
    ...common,
    status: 'fail',
    message: module.reason.message,
    details: [],
    cure: {
      text: 'Run phs-tool on the server where Microsoft Entra Connect is installed. If the module is in another folder there, name it with --module-path. Anywhere else, try a simulated server.',
      commands: [
        commandToCopy('phs-tool doctor', [['module-path', 'C:\\Program Files\\Microsoft Azure AD Sync\\Bin']]),
        'phs-tool status --simulate healthy',
      ],
    },
  };
}

const lookAtService: Remedy = {
  text: 'See whether the ADSync service runs, and start it if nobody stopped it on purpose.',
  commands: ['Get-Service ADSync', 'Start-Service ADSync'],
};

/** Does the synchronization service answer this account? */
export function answersProbe(answer: Fact<unknown>): Probe {
  const common = { id: 'adsync-answers', title: 'ADSync answers' } as const;
  if (answer.known) {
    return { ...common, status: 'pass', message: 'Get-ADSyncScheduler answered.', details: [] };
  }
  const { code, message } = answer.reason;
  const cure =
    code === 'access-denied'
      ? joinGroup
      : code === 'service-stopped'
        ? { text: 'Start the service.', commands: ['Start-Service ADSync'] }
        : code === 'not-collected' || code === 'session-lost'
          ? undefined
          : lookAtService;
  // What the server says can be a bare text of COM.
  const plainly = code === 'access-denied' ? 'The synchronization service refuses this account. ' : '';
  return cure === undefined || cure === lookAtService
    ? { ...common, ...notKnown(answer.reason, cure) }
    : { ...common, status: 'fail', message: `${plainly}${message}`, details: [], cure };
}

/** Is the account allowed to read the Application log, where password hash synchronization writes its events? */
export function applicationLogProbe(reach: Fact<EventLogReach>): Probe {
  const common = { id: 'application-log', title: 'Application log' } as const;
  if (!reach.known && reach.reason.code === 'command-missing') {
    return {
      ...common,
      status: 'unknown',
      message: 'This PowerShell has no command for Windows event logs.',
      details: [],
      cure: {
        text: 'Run phs-tool on the Entra Connect server, with Windows PowerShell 5.1.',
        commands: ['phs-tool doctor --simulate healthy'],
      },
    };
  }
  if (!reach.known) {
    const denied = reach.reason.code === 'access-denied';
    return {
      ...common,
      ...notKnown(reach.reason, denied ? logRemedy : undefined),
      ...(denied ? { status: 'fail' as const } : {}),
    };
  }
  const back = reachText(reach.value);
  return back === null
    ? {
        ...common,
        status: 'warn',
        message: 'Readable, but empty: nothing can be said from it.',
        details: [],
        cure: {
          text: 'Was it cleared just now? Heartbeats (event 654) come every 30 minutes.',
          commands: ['phs-tool events'],
        },
      }
    : { ...common, status: 'pass', message: `Readable, back to ${back}.`, details: [] };
}

const logRemedy: Remedy = {
  text: 'Run elevated, or with an account in the local group Event Log Readers.',
  commands: ["Add-LocalGroupMember -Group 'Event Log Readers' -Member '<DOMAIN\\account>'"],
};
