import type { PsError, PsErrorCode } from '../base/errors.js';
import type { Probe } from '../model/doctor.js';
import { unknown, type Fact } from '../model/fact.js';
import type { SessionInfo } from '../ps/session.js';
import { guardProbes } from './guard-probe.js';
import { isHere } from './remote-probes.js';
import {
  answersProbe,
  applicationLogProbe,
  elevationProbe,
  executionPolicyProbe,
  groupsProbe,
  languageModeProbe,
  moduleProbe,
} from './server-probes.js';

/** A session that was not opened. */
export interface ClosedSession {
  readonly info: Fact<SessionInfo>;
  readonly startError: PsError | undefined;
  /** True if another server was to be asked. */
  readonly isRemote: boolean;
  readonly hasGuard: boolean;
}

/** The errors that belong to a line of the server, with the command that shows the same. */
const commandsByCode: Partial<Record<PsErrorCode, readonly string[]>> = {
  E_LANGMODE: ['Get-ExecutionPolicy -List'],
  E_POLICY: ['Get-ExecutionPolicy -List'],
  E_REMOTE_LANGUAGE: ['Get-PSSessionConfiguration'],
  E_REMOTE_MODULE: [],
};

function whyNot({ startError, isRemote }: ClosedSession): string {
  if (!isRemote) {
    return 'PowerShell did not start.';
  }
  switch (startError?.code) {
    case 'E_REMOTE_LANGUAGE':
      return 'Not known: the endpoint answers nothing that phs-tool asks.';
    case 'E_REMOTE_MODULE':
      return 'Not known: it is the wrong PowerShell.';
    default:
      return `Not known: the server was not ${startError !== undefined && isHere(startError) ? 'asked' : 'reached'}.`;
  }
}

/** The lines of what only an open session could report. What kept it from opening is reported by the line it belongs to. */
export function withoutSession(closed: ClosedSession): readonly Probe[] {
  const { info, startError, hasGuard } = closed;
  const fact = unknown({ code: 'session-lost', message: whyNot(closed) });
  const unless = (probe: (fact: Fact<never>) => Probe, ...codes: readonly PsErrorCode[]): Probe => {
    if (startError === undefined || !codes.includes(startError.code)) {
      return probe(fact);
    }
    const { code, message, hint } = startError;
    const cure = hint === undefined ? {} : { cure: { text: hint, commands: [...(commandsByCode[code] ?? [])] } };
    return { ...probe(info.known ? fact : unknown(info.reason)), status: 'fail', message, ...cure };
  };
  return [
    unless(languageModeProbe, 'E_LANGMODE', 'E_REMOTE_LANGUAGE'),
    unless(executionPolicyProbe, 'E_POLICY'),
    elevationProbe(fact),
    groupsProbe(fact),
    unless(moduleProbe, 'E_REMOTE_MODULE'),
    answersProbe(fact),
    applicationLogProbe(fact),
    ...(hasGuard ? guardProbes(fact) : []),
  ];
}
