import { z } from 'zod';
import { PsError } from '../base/errors.js';
import { boundEvents, nothingLeftOut, type EventsLeftOut } from './guard-event-bounds.js';
import type { GuardRow } from './guard-row.js';

const text = z.string();
const textOrNull = z.string().nullable();
const count = z.coerce.number().int().min(0);
const pair = z.string();
const yesNo = z.enum(['yes', 'no']).transform((value) => value === 'yes');
/** Null: unknown. */
const yesNoUnknown = z
  .enum(['yes', 'no', 'unknown'])
  .transform((value) => (value === 'unknown' ? null : value === 'yes'));
const readState = z.enum(['read', 'unreadable']);

/** What the script says of the machine, the account and the engine (row `platform`). */
const platform = z.object({
  supported: yesNo,
  journalRoot: textOrNull,
  pinRoot: textOrNull,
  machineId: textOrNull,
  machineName: textOrNull,
  operator: textOrNull,
  elevated: yesNoUnknown,
  host: textOrNull,
  groups: textOrNull,
  languageMode: text,
  native: yesNoUnknown,
  wizard: z.enum(['open', 'closed', 'unknown']),
  runs: textOrNull,
  runsState: readState,
});

/** A root of the guard's files, or the journal's folder of one pair with everything below it. */
const directory = z.object({
  role: z.enum(['journal', 'pin', 'pair']),
  path: text,
  state: z.enum([
    'absent',
    'protected',
    'wrong-owner',
    'wrong-access',
    'reparse-point',
    'not-a-directory',
    'not-a-file',
    'unreadable',
  ]),
  detail: textOrNull,
  pair: textOrNull.default(null),
});

const lock = z.object({ pair, state: z.enum(['free', 'busy', 'absent', 'unreadable']), detail: textOrNull });

const slot = z.object({
  pair,
  epoch: count,
  slot: text,
  bytes: z.base64().nullable(),
  length: count.nullable(),
  problem: z.enum(['too-large', 'reparse-point', 'not-a-file', 'unreadable']).nullable(),
  detail: textOrNull,
});

/** `authentic`: written by whoever can read the key of the events; `unknown`: there is no key to verify it with. */
const event = z.object({
  recordId: count,
  at: text,
  id: count,
  entryType: text,
  message: text,
  authentic: z.enum(['yes', 'no', 'unknown']).default('unknown'),
});

const task = z.object({
  name: text,
  state: text,
  execute: textOrNull,
  arguments: textOrNull,
  user: textOrNull,
  /** The SID of its account, null if Windows does not know that; recordings of before do not say it. */
  sid: textOrNull.optional(),
});

const snapshot = z.object({
  adConnectorId: text,
  adConnectorName: text,
  entraConnectorId: text,
  entraConnectorName: text,
  pair,
  machineId: textOrNull,
  machineName: textOrNull,
  enabled: yesNoUnknown,
  enabledAgain: yesNoUnknown,
  staging: yesNoUnknown,
  tenantFeature: yesNoUnknown,
  parameter: textOrNull,
  adVersion: textOrNull,
  plan: z.base64(),
  planHash: text,
});

const serverEvent = z.object({ eventId: count, at: text, message: text });

const state = z.object({ state: readState, detail: textOrNull });

const schemas = {
  platform,
  directory,
  lock,
  slot,
  'tick-count': z.object({ pair, epoch: count, count }),
  'strange-files': z.object({ pair, epoch: count, count }),
  events: state,
  event,
  'events-left-out': z.object({ count, newest: count, newestPermission: count }),
  'event-key': z.object({ state: z.enum(['present', 'absent', 'untrusted', 'unreadable']), detail: textOrNull }),
  'event-source': z.object({ state: z.enum(['present', 'absent', 'unknown']), detail: textOrNull }),
  tasks: state,
  task,
  snapshot,
  'snapshot-failure': z.object({ detail: text, errorId: textOrNull }),
  'server-event': serverEvent,
} as const;

type RowKind = keyof typeof schemas;
type Row<Kind extends RowKind> = z.output<(typeof schemas)[Kind]>;

/** See {@link Inspection}. */
export type GuardPlatform = Row<'platform'>;
/** One slot as it is on the disk. */
export type SlotRow = Row<'slot'>;
/** One event of the source phs-tool. */
export type GuardEventRow = Row<'event'>;
/** One scheduled task of the tool. */
export type GuardTask = Row<'task'>;
/** What the server says of one connector pair now. */
export type GuardSnapshot = Row<'snapshot'>;
/** A PHS event of the server that names the connector. */
export type ServerEvent = Row<'server-event'>;
/** How a directory of the guard is kept. */
export type GuardDirectory = Row<'directory'>;

/** A source of evidence that could be read, or why not. */
export type SourceState = z.output<typeof state>;

/** Everything that `Inspect` says, typed; nothing is judged yet. */
export interface Inspection {
  readonly platform: GuardPlatform;
  readonly directories: readonly GuardDirectory[];
  readonly locks: readonly Row<'lock'>[];
  readonly slots: readonly SlotRow[];
  readonly tickCounts: readonly Row<'tick-count'>[];
  /** Epochs with files that are not slots, and how many. */
  readonly strangeFiles: readonly Row<'strange-files'>[];
  /** Every authentic one, and the newest of those that cannot be verified. */
  readonly events: readonly GuardEventRow[];
  readonly eventsLeftOut: EventsLeftOut;
  readonly eventLog: SourceState;
  /** The key that events are verified with. */
  readonly eventKey: Row<'event-key'>;
  readonly eventSource: Row<'event-source'>;
  readonly tasks: readonly GuardTask[];
  readonly taskScheduler: SourceState;
  readonly snapshot: GuardSnapshot | undefined;
  readonly snapshotFailure: Row<'snapshot-failure'> | undefined;
  readonly serverEvents: readonly ServerEvent[];
}

const notTold: SourceState = { state: 'unreadable', detail: 'The script did not say anything about it.' };

function bad(kind: string, cause?: unknown): PsError {
  return new PsError('E_SCHEMA', `The guard's script answered with a row "${kind}" of another form.`, {
    hint: 'The scripts folder does not belong to this version of phs-tool: install it again.',
    fields: { operation: 'Invoke-PhsGuardedSync' },
    cause,
  });
}

/** The rows of one kind, checked by its schema. */
function rowsOf<Schema extends z.ZodType>(
  rows: readonly GuardRow[],
  kind: RowKind,
  schema: Schema,
): z.output<Schema>[] {
  return rows
    .filter((row) => row.kind === kind)
    .map((row) => {
      const read = schema.safeParse(row.fields);
      if (!read.success) {
        throw bad(kind, read.error);
      }
      return read.data;
    });
}

/** Types the rows of `Inspect`. Raises a PsError (E_SCHEMA) for a row of a kind or form that is not in the contract. */
export function readInspection(rows: readonly GuardRow[]): Inspection {
  const odd = rows.find(({ kind }) => !Object.hasOwn(schemas, kind));
  const [found] = rowsOf(rows, 'platform', schemas.platform);
  if (odd !== undefined || found === undefined) {
    throw bad(odd?.kind ?? 'platform');
  }
  const [left = nothingLeftOut] = rowsOf(rows, 'events-left-out', schemas['events-left-out']);
  const { events, leftOut } = boundEvents(rowsOf(rows, 'event', schemas.event), left);
  return {
    platform: found,
    directories: rowsOf(rows, 'directory', schemas.directory),
    locks: rowsOf(rows, 'lock', schemas.lock),
    slots: rowsOf(rows, 'slot', schemas.slot),
    tickCounts: rowsOf(rows, 'tick-count', schemas['tick-count']),
    strangeFiles: rowsOf(rows, 'strange-files', schemas['strange-files']),
    events,
    eventsLeftOut: leftOut,
    eventLog: rowsOf(rows, 'events', schemas.events)[0] ?? notTold,
    eventKey: rowsOf(rows, 'event-key', schemas['event-key'])[0] ?? { state: 'unreadable', detail: notTold.detail },
    eventSource: rowsOf(rows, 'event-source', schemas['event-source'])[0] ?? {
      state: 'unknown',
      detail: notTold.detail,
    },
    tasks: rowsOf(rows, 'task', schemas.task),
    taskScheduler: rowsOf(rows, 'tasks', schemas.tasks)[0] ?? notTold,
    snapshot: rowsOf(rows, 'snapshot', schemas.snapshot)[0],
    snapshotFailure: rowsOf(rows, 'snapshot-failure', schemas['snapshot-failure'])[0],
    serverEvents: rowsOf(rows, 'server-event', schemas['server-event']),
  };
}
