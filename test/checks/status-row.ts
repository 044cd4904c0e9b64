import type { CheckContext } from '../../src/checks/check.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { FindingStatus } from '../../src/model/finding.js';
import { inspectionOf, journalRows, type SlotGiven } from '../support/guard-records.js';

/** The slots of a run that switched off and got no further. */
export const off = ['CLAIM', 'ARMED', 'GO', 'PARAM_SET', 'OFF_INTENT'] as const;

/** What the guard knows after one run with these slots. */
export function guardAfter(...slots: readonly SlotGiven[]): Pick<Facts, 'guard'> {
  return { guard: known(inspectionOf(journalRows([{ slots }]), { snapshot: null })) };
}

/** A case of a check of `status`: facts that differ from those of a healthy server, and what is found. */
export interface StatusRow {
  readonly check: string;
  readonly name: string;
  readonly facts: Partial<Facts>;
  readonly status: FindingStatus;
  /** Part of the finding's message. */
  readonly says?: RegExp;
  /** Part of the remedy, text or commands. */
  readonly advises?: RegExp;
  readonly context?: Partial<CheckContext>;
}
