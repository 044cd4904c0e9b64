import { instantText } from '../model/instant.js';
import type { GuardEvent } from './guard-events.js';
import { recordIn, recordOfKind, runOf, tornSlots, type Epoch } from './journal.js';
import type { SlotRecord } from './slots.js';

const meanings: Readonly<Record<string, string>> = {
  SUPERSEDE: 'opened by hand',
  CLAIM: 'claimed',
  ARMED: 'guardian armed',
  GO: 'begun',
  CLOSED: 'closed before anything was switched',
  PARAM_SET: 'parameter set and read back',
  OFF_INTENT: 'switching off permitted, once',
  ON_SEEN: 'read back as on',
  AGAIN: 'found off again, turned on once more',
  VERIFIED: 'done: it was switched off and on, and stayed on',
  REPAIRED: 'the run was cut off and the guardian turned synchronization on again',
  ABANDONED: 'ended before anything was changed',
  PARAM_ONLY: 'only the parameter was set; nothing was switched',
  UNKNOWN_OUTCOME: 'ended without knowing whether it was switched; it is used up',
};

/** What a kind of record means, in a few words. */
export function describeKind(kind: string): string {
  return meanings[kind] ?? kind;
}

/** The record's instant, for people. */
export function recordTime({ utc }: Pick<SlotRecord, 'utc'>): string {
  return instantText(utc);
}

/** One line of a run's history: `2026-11-20 10:02:00 UTC  10-claim  claimed by CONTOSO\\anna ...`. */
export interface HistoryLine {
  readonly slot: string;
  readonly at: string | null;
  readonly kind: string;
  readonly text: string;
}

/** What a person set aside to open a further run. */
function setAside({ evidence, supersedes }: Extract<SlotRecord, { kind: 'SUPERSEDE' }>): string {
  switch (evidence) {
    case 'run':
      return `run ${supersedes ?? 'unknown'}`;
    case 'parameter':
      return 'a left-over parameter';
    case 'events':
      return 'events that cannot be verified';
  }
}

function particulars(record: SlotRecord): string {
  switch (record.kind) {
    case 'SUPERSEDE': {
      return ` by ${record.operator ?? 'unknown'}, setting aside ${setAside(record)}: ${record.reason ?? ''}`;
    }
    case 'CLAIM':
      return ` by ${record.operator ?? 'unknown'} on ${record.machine ?? 'unknown'} with phs-tool ${record.tool ?? '?'}, for "${record.adName ?? ''}"`;
    case 'ARMED':
      return ` as ${record.identity ?? 'unknown'}; in the group ADSyncAdmins: ${record.right}`;
    case 'CLOSED':
      return `: ${record.reason ?? ''}`;
    case 'PARAM_SET':
      return ` (${record.value ?? ''})`;
    case 'ON_SEEN':
      return ` by ${record.by === 'run' ? 'the run' : record.by === 'guard' ? 'the guardian' : 'guard recover'} after ${record.attempts} attempt${record.attempts === 1 ? '' : 's'}${record.offMs === null || record.offError !== null ? '' : `, off for ${record.offMs} ms`}${record.offError === null ? '' : `; ${record.by === 'run' ? 'the server said of switching off: ' : ''}${record.offError}`}`;
    case 'VERIFIED':
    case 'REPAIRED':
    case 'ABANDONED':
    case 'PARAM_ONLY':
    case 'UNKNOWN_OUTCOME':
      return record.reason === null || record.reason === '' ? '' : ` (${record.reason})`;
    default:
      return '';
  }
}

/** The slots of an epoch, one line each, in order. */
export function buildHistory(epoch: Epoch): readonly HistoryLine[] {
  return [...epoch.slots.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([slot, reading]) => {
      if (reading.state === 'torn') {
        return { slot, at: null, kind: 'TORN', text: `cannot be believed: ${reading.detail}` };
      }
      const { record } = reading;
      return { slot, at: record.utc, kind: record.kind, text: `${describeKind(record.kind)}${particulars(record)}` };
    });
}

/** Who ran what, when and with which version, and how it ended: sentences for a refusal. */
export function describeEpoch(epoch: Epoch): readonly string[] {
  const claim = recordOfKind(epoch, 'CLAIM');
  const opened = recordOfKind(epoch, 'SUPERSEDE');
  const end = recordIn(epoch, '90-end');
  const newest = buildHistory(epoch).at(-1);
  const who =
    claim === undefined
      ? `Run ${runOf(epoch) ?? 'unknown'} (epoch ${epoch.number})`
      : `Run ${claim.run ?? 'unknown'} (epoch ${epoch.number}) by ${claim.operator ?? 'unknown'} on ${claim.machine ?? 'unknown'}, ${recordTime(claim)}, phs-tool ${claim.tool ?? '?'}`;
  const how =
    epoch.slots.has('90-end') && end === undefined
      ? 'It finished, but the record of that cannot be trusted.'
      : end === undefined
        ? `It has not finished; the newest record is ${newest?.slot ?? 'none'}${newest === undefined ? '' : ` (${newest.text})`}.`
        : `It ended ${recordTime(end)} as ${end.kind}: ${describeKind(end.kind)}.`;
  return [
    ...(opened === undefined
      ? []
      : [
          `Epoch ${epoch.number} was opened by ${opened.operator ?? 'unknown'}, ${recordTime(opened)}: ${opened.reason ?? ''}`,
        ]),
    ...(claim === undefined && opened !== undefined && epoch.slots.size === 1 ? [] : [`${who}. ${how}`]),
    ...tornSlots(epoch).map(({ slot, detail }) => `Slot ${slot} of epoch ${epoch.number} does not verify: ${detail}`),
    ...epoch.gaps.map((gap) => `Epoch ${epoch.number}: ${gap}.`),
    ...epoch.unreadable.map((slot) => `Slot ${slot} of epoch ${epoch.number} cannot be read.`),
  ];
}

/** The newest event of each id, with how many there are, oldest first: an alarm that repeats itself must not push others out. */
export function newestOfEach<Event extends Pick<GuardEvent, 'eventId' | 'recordId'>>(
  events: readonly Event[],
): readonly { readonly event: Event; readonly count: number }[] {
  const ids = [...new Set(events.map(({ eventId }) => eventId))];
  return ids
    .flatMap((id) => {
      const same = events.filter(({ eventId }) => eventId === id);
      const event = same.reduce((newest, each) => (each.recordId > newest.recordId ? each : newest));
      return [{ event, count: same.length }];
    })
    .sort((one, other) => one.event.recordId - other.event.recordId);
}

/** The events of a pair, as sentences: the newest of each id. */
export function describeEvents(events: readonly GuardEvent[]): readonly string[] {
  return [true, false].flatMap((isAuthentic) => {
    const doubt = isAuthentic ? '' : ' It cannot be verified that phs-tool wrote it.';
    return newestOfEach(events.filter((event) => event.isAuthentic === isAuthentic)).map(
      ({ event: { at, eventId, recordId, kind, run }, count }) => {
        const times = count === 1 ? '' : ` (the newest of ${count})`;
        return `Application log, event ${eventId} of phs-tool, record ${recordId}, ${instantText(at)}${times}: ${kind}, run ${run ?? 'none'}.${doubt}`;
      },
    );
  });
}
