import { deriveEvidence } from '../../src/guard/derive-evidence.js';
import type { GuardEvidence } from '../../src/guard/evidence.js';
import type { LivePair } from '../../src/guard/live-pair.js';
import { readPair } from '../../src/guard/read-pair.js';
import type { RecordKind } from '../../src/guard/slots.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { inspectionOf, livePair, type RowChanges } from './guard-records.js';

/** The records of a run that has begun. */
export const toGo: readonly RecordKind[] = ['CLAIM', 'ARMED', 'GO'];
/** The records of a run that may have switched off. */
export const toOff: readonly RecordKind[] = [...toGo, 'PARAM_SET', 'OFF_INTENT'];
/** The records of a run that was read back as on. */
export const toOn: readonly RecordKind[] = [...toOff, 'ON_SEEN'];
/** Begin of a run that the guardian closed before it began. */
export const closedGo = { kind: 'CLOSED', values: { slot: '30-go' } } as const;

/** What follows from these rows beside those of a healthy server; `changes` replaces rows of that. */
export function evidenceOf(
  rows: readonly GuardRow[],
  live: Partial<LivePair> = {},
  changes: RowChanges = {},
): GuardEvidence {
  return deriveEvidence(readPair(inspectionOf(rows, changes), livePair(live)));
}
