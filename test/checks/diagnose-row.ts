import { known } from '../../src/model/fact.js';
import type { ErrorEvent, EventTally, Facts } from '../../src/model/facts.js';
import type { FindingStatus } from '../../src/model/finding.js';
import { errorEvent, eventSummary, ids, state, tally, unreadable } from '../support/facts.js';

/** Facts of a connector whose passwords do not flow: these events, and no cycle that succeeds. */
export function failing(...errors: readonly ErrorEvent[]): Partial<Facts> {
  return {
    events: known(eventSummary({ [ids.contoso]: [tally(654, 150)] }, errors)),
    partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]),
  };
}

/** An event 611 with this RPC error. */
export function rpc(code: number, changes: Partial<ErrorEvent> = {}): ErrorEvent {
  return errorEvent(611, 5, { message: `Failed for domain: contoso.com. RPC Error ${code} : text.`, ...changes });
}

/** Facts with only these events, and a log that covers the window. */
export function log(...tallies: readonly EventTally[]): Partial<Facts> {
  return { events: known(eventSummary({ [ids.contoso]: tallies })) };
}

/** The log could not be read, and nothing else tells. */
export const blind: Partial<Facts> = {
  events: unreadable(),
  partitionStates: unreadable(),
  companyFeature: unreadable(),
};

/** The checks whose cases are judged over the facts of `diagnose`; those of all others over the facts of `status`. */
export const diagnosedChecks: readonly string[] = [
  'PHS103',
  'PHS207',
  'PHS209',
  'PHS210',
  'PHS304',
  'PHS401',
  'PHS402',
  'PHS403',
  'PHS404',
  'PHS405',
  'PHS406',
];

/** A case of a check of `diagnose`: facts that differ from those of a healthy server, and what is found. */
export interface DiagnoseRow {
  readonly check: string;
  readonly name: string;
  readonly facts: Partial<Facts>;
  readonly status: FindingStatus;
  readonly says?: RegExp;
  readonly advises?: RegExp;
  /** Which of the check's findings; absent: the first. */
  readonly subject?: string | null;
}

/** The execution policy of one scope. */
export function policies(policy: string, scope: 'MachinePolicy' | 'LocalMachine'): Partial<Facts> {
  return {
    executionPolicy: known([
      { scope: 'MachinePolicy', policy: scope === 'MachinePolicy' ? policy : 'Undefined' },
      { scope: 'Process', policy: 'RemoteSigned' },
      { scope: 'LocalMachine', policy: scope === 'LocalMachine' ? policy : 'RemoteSigned' },
    ]),
  };
}
