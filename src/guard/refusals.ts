import { commandToCopy } from '../base/command-to-copy.js';
import type { GuardRow } from '../model/guard-row.js';

/** Why a mode of the script refused. */
export interface Refusal {
  /** One of the contract's reasons: LOCK_BUSY, PLAN_CHANGED … */
  readonly reason: string;
  readonly detail: string;
  /** The mode that refused. */
  readonly phase: string;
}

/** The refusal among the rows of a mode, undefined when there is none. */
export function findRefusal(rows: readonly GuardRow[]): Refusal | undefined {
  const fields = rows.find(({ kind }) => kind === 'refused')?.fields;
  return fields === undefined
    ? undefined
    : { reason: fields['reason'] ?? 'UNKNOWN', detail: fields['detail'] ?? '', phase: fields['phase'] ?? '' };
}

/** What a reason means for the operator: what is safe, and what to do next. */
export interface RefusalAdvice {
  readonly safe: string;
  readonly next: readonly string[];
}

const show = 'phs-tool guard show';
/** These two need the connector's name if a server has several. */
const recover = 'phs-tool guard recover';
const again = 'phs-tool force-full-sync';
/** Takes an untrusted folder aside as it is: rights that somebody gave himself further below would survive a repair. */
export const moveAside = (folder: string): string =>
  `Rename-Item "${folder}\\phs-tool" "phs-tool.untrusted.$(Get-Date -Format yyyyMMddHHmmss)"`;

const advice: Readonly<Record<string, RefusalAdvice>> = {
  NOT_SUPPORTED: {
    safe: 'Nothing was changed. Run this in Windows PowerShell 5.1 on the Entra Connect server.',
    next: [again],
  },
  NOT_ELEVATED: { safe: 'Nothing was changed. Open the console with "Run as administrator".', next: [again] },
  LANGUAGE_MODE: {
    safe: 'Nothing was changed. An application control policy restricts PowerShell here.',
    next: ['$ExecutionContext.SessionState.LanguageMode'],
  },
  JOURNAL_DIRECTORY: {
    safe: "Nothing was changed. Somebody else may have made or changed the journal's directory, or something in it: find out who it was. Do not repair its rights and do not delete it: move it aside, as it is. Events and the parameter still show earlier runs.",
    next: ['icacls "$env:ProgramData\\phs-tool" /T', moveAside('$env:ProgramData'), 'phs-tool guard setup'],
  },
  PIN_DIRECTORY: {
    safe: "Nothing was changed. Somebody else may have made or changed the directory of the guardian's script, or something in it: find out who it was. Do not repair its rights: move it aside, as it is.",
    next: ['icacls "$env:ProgramFiles\\phs-tool" /T', moveAside('$env:ProgramFiles'), 'phs-tool guard setup'],
  },
  EVENT_KEY: {
    safe: "The key that distinguishes the tool's events from those of others is not there, or others may have read it. If others may have, remove both copies (event-key below %ProgramData%\\phs-tool\\guard and %ProgramFiles%\\phs-tool\\guard) and set up again; events written before cannot be verified then.",
    next: ['icacls "$env:ProgramData\\phs-tool\\guard\\event-key"', 'phs-tool guard setup', show],
  },
  EVENTS_ONLY: {
    safe: 'Nothing was changed. One event without a record of the journal and without a guardian orders nothing. Ask whether synchronization is meant to be off. If it is not, name the run that "guard show" reports (--run ID), or turn it on in the Entra Connect wizard.',
    next: [show, 'phs-tool status'],
  },
  EVENTS_UNVERIFIED: {
    safe: 'Nothing was changed. Ask whether synchronization is meant to be off. If it is not, turn it on in the Entra Connect wizard.',
    next: [show, 'phs-tool status'],
  },
  EVENT_SOURCE: {
    safe: 'Nothing was changed. Without the event log the second store of evidence is missing.',
    next: ['Get-Service EventLog', 'phs-tool guard setup'],
  },
  EVENT_LOG: {
    safe: 'Synchronization was not touched: the event must be written before the step that it permits.',
    next: ['Get-Service EventLog', show],
  },
  SCRIPT_HASH: {
    safe: "Synchronization was not touched. The guardian's script is not the one of this version: somebody changed it, it was cut off while it was written, or the installation is mixed. If it stays so, find out who made the folder of that script below %ProgramFiles%\\phs-tool\\guard, remove that folder (not the journal below %ProgramData%) and set up again.",
    next: ['icacls "$env:ProgramFiles\\phs-tool\\guard\\*"', 'phs-tool guard setup', show],
  },
  MODULE_PATH: {
    safe: 'Nothing was changed. The guardian loads the ADSync module as SYSTEM: its folder must be writable by administrators only, and on a real server --module-path is not taken for changes.',
    next: ['(Get-Module -ListAvailable ADSync).ModuleBase | ForEach-Object { icacls $_ }', again],
  },
  TASK_SCHEDULER: {
    safe: 'Synchronization was not touched. Without the Task Scheduler nothing would repair an interrupted run, so none is begun.',
    next: ['Get-Service Schedule', show],
  },
  PLAN_CHANGED: {
    safe: 'Synchronization was not touched. The server has changed since the plan was made: read the new plan before you confirm.',
    next: [again, show],
  },
  SLOT_EXISTS: { safe: 'Another process is working on this run or has closed it.', next: [show] },
  LOCK_BUSY: { safe: 'Another process works on this connector. Wait for it.', next: [show] },
  NOT_ARMED: {
    safe: 'Synchronization was not touched. The guardian did not report in time, or its task is not due again soon: see whether it can start under its account, and every minute. It closes the run when it does; "guard recover" closes it at once.',
    next: ['Get-ScheduledTask -TaskPath \\phs-tool\\ | Get-ScheduledTaskInfo', recover],
  },
  GUARDIAN_MISSING: {
    safe: "Synchronization was not switched off: the guardian's task is missing, disabled or changed, and nothing is switched without it.",
    next: ['Get-ScheduledTask -TaskPath \\phs-tool\\', recover],
  },
  PARAMETER_NOT_STORED: {
    safe: 'Synchronization was not switched off: the server did not keep the parameter.',
    next: [show, 'phs-tool status'],
  },
  EPOCH_OPEN: {
    safe: 'Nothing was changed. A further run is allowed already; nothing needs to be set aside.',
    next: [again, show],
  },
  NO_PARAMETER: {
    safe: 'Nothing was changed: nothing of another full sync is left on the connector.',
    next: [again, show],
  },
  CLAIM_INVALID: { safe: 'Nothing was switched. The journal does not allow this step.', next: [show] },
  FOREIGN: { safe: 'Nothing was changed: the journal belongs to another machine.', next: [show] },
  SLOT_WRITE: {
    safe: 'The journal could not be written: the disk may be full, or a scanner holds the file. Synchronization was not switched off.',
    next: ['Get-PSDrive -PSProvider FileSystem', show],
  },
  SERVER: {
    safe: 'Synchronization was not switched off. The server does not answer as expected.',
    next: ['phs-tool status', show],
  },
};

/** The reasons for which the script refuses: each has its advice. */
export const refusalReasons: readonly string[] = Object.keys(advice);

/** What to do after a refusal of a run of a connector; null if none is known. */
export function adviceFor({ reason }: Pick<Refusal, 'reason'>, connectorName: string | null): RefusalAdvice {
  const { safe, next } = advice[reason] ?? {
    safe: 'See what the journal says before you do anything else.',
    next: [show],
  };
  return {
    safe,
    next: next.map((line) =>
      line === recover || line === again ? commandToCopy(line, [['connector', connectorName]]) : line,
    ),
  };
}
