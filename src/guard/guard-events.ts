import type { GuardEventRow } from '../model/guard-inspection.js';

/** What one event of the source phs-tool says of a run. */
export interface GuardEvent {
  readonly recordId: number;
  readonly at: string;
  readonly eventId: number;
  /** The kind of a record, or one of {@link eventOnlyKinds}. */
  readonly kind: string;
  readonly pair: string;
  readonly epoch: number;
  /** Whoever wrote it could read the key of the events: the tool, or an administrator. */
  readonly isAuthentic: boolean;
  /** Null without a run (SUPERSEDE). */
  readonly run: string | null;
  /** SHA-256 of the slot that the event is about; null when it is about none. */
  readonly record: string | null;
  /** The sentence for people. */
  readonly sentence: string;
}

/** Kinds of events that no record of the journal has. */
export const eventOnlyKinds = ['TURNED_ON', 'ALARM_OFF', 'ALARM_STRANGER'] as const;

/** The last line, with which the script seals what is above it. */
export const seal = /^hmac-sha256 [0-9a-f]{64}$/;

/** The line of facts, as the script writes it. */
export const factsLine =
  /^phs-guard\/1 ([A-Z_]{2,20}) pair ([0-9a-f]{64}) epoch ([1-9]\d{0,3}) run (-|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) record (-|[0-9a-f]{64})$/;

/**
 * Reads the message of an event with an id of 4100 to 4199: a sentence, a line of facts, a seal that the script has verified.
 * Undefined for any other text: such an event is a doubt.
 */
export function readGuardEvent(row: GuardEventRow): GuardEvent | undefined {
  const all = row.message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const lines = seal.test(all.at(-1) ?? '') ? all.slice(0, -1) : all;
  const match = factsLine.exec(lines.at(-1) ?? '');
  const [, kind, pair, epoch, run, record] = match ?? [];
  if (kind === undefined || pair === undefined || epoch === undefined || lines.length < 2) {
    return undefined;
  }
  return {
    recordId: row.recordId,
    at: row.at,
    eventId: row.id,
    kind,
    pair,
    epoch: Number(epoch),
    isAuthentic: row.authentic === 'yes',
    run: run === undefined || run === '-' ? null : run,
    record: record === undefined || record === '-' ? null : record,
    sentence: lines.slice(0, -1).join(' '),
  };
}
