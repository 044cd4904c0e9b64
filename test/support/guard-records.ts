import { createHash } from 'node:crypto';
import { guardianTaskName } from '../../src/guard/guardian-task.js';
import { pairIdOf, type LivePair } from '../../src/guard/live-pair.js';
import { readInspection, type Inspection } from '../../src/model/guard-inspection.js';
import { lineNamesOf, type RecordKind } from '../../src/guard/slots.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { entraName, ids } from './connector-ids.js';

/** The pair of contoso.com and the Entra connector, as the journal names it. */
export const pair = pairIdOf(ids.contoso, ids.entra);
/** Identifier of this machine. */
export const machineId = '5c1d5b6e-0d7f-4a63-9d39-1f0a6a9e0101';
/** Identifier of a run. */
export const run = '7f3c0a52-1111-4222-8333-944455556666';
/** Identifier of another run. */
export const otherRun = '8a4d1b63-1111-4222-8333-944455556666';

function hashOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The lines that a plan's hash is made of. */
export function planText(changes: Readonly<Record<string, string>> = {}): string {
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  const lines: Readonly<Record<string, string>> = {
    adConnectorId: ids.contoso,
    adConnectorName64: base64('contoso.com'),
    entraConnectorId: ids.entra,
    entraConnectorName64: base64(entraName),
    machineId,
    enabled: 'yes',
    staging: 'no',
    tenantFeature: 'yes',
    parameter64: '-',
    adVersion: '7',
    ...changes,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

/** Values of a record's fields; texts are encoded by {@link encodeRecord}, null becomes a dash. */
export type RecordValues = Readonly<Record<string, string | number | null>>;

const head: RecordValues = {
  utc: '2026-11-20T10:02:00.1234567Z',
  machineId,
  machine: 'SYNC01',
  identity: 'CONTOSO\\anna',
  pid: 4312,
  start: '639150121200000000',
  image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
};

const bodies: Readonly<Record<RecordKind, RecordValues>> = {
  SUPERSEDE: { supersedes: run, evidence: 'run', reason: 'MS case 123', operator: 'CONTOSO\\anna', parameter: '1' },
  CLAIM: {
    adConnectorId: ids.contoso,
    entraConnectorId: ids.entra,
    adName: 'contoso.com',
    entraName,
    tool: '0.1.0',
    script: 'ab'.repeat(32),
    planHash: hashOf(planText()),
    plan: planText(),
    operator: 'CONTOSO\\anna',
    guardian: null,
    parameter: null,
  },
  ARMED: { groups: 'ADSyncAdmins', right: 'yes', enabled: 'yes' },
  GO: { planHash: hashOf(planText()) },
  CLOSED: { reason: 'nobody went on' },
  PARAM_SET: { value: '1' },
  OFF_INTENT: {},
  ON_SEEN: { by: 'run', attempts: 1, offMs: 1800, offError: null },
  AGAIN: {},
  VERIFIED: { reason: 'stable', activity: 'yes' },
  REPAIRED: { reason: 'the run had ended', activity: 'no' },
  ABANDONED: { reason: 'no GO after 10 ticks', activity: 'no' },
  PARAM_ONLY: { reason: 'the run had ended', activity: 'no' },
  UNKNOWN_OUTCOME: { reason: 'nobody saw it off', activity: 'no' },
  TICK: { n: 1, enabled: 'yes', lock: 'free', activity: 'no' },
};

/** The slot that {@link encodeRecord} puts a kind into. */
export const slotOf: Readonly<Record<RecordKind, string>> = {
  SUPERSEDE: '00-supersede',
  CLAIM: '10-claim',
  ARMED: '20-armed',
  GO: '30-go',
  CLOSED: '50-off',
  PARAM_SET: '40-param',
  OFF_INTENT: '50-off',
  ON_SEEN: '70-on',
  AGAIN: '80-again',
  VERIFIED: '90-end',
  REPAIRED: '90-end',
  ABANDONED: '90-end',
  PARAM_ONLY: '90-end',
  UNKNOWN_OUTCOME: '90-end',
  TICK: 'ticks/000001',
};

/** The bytes of a record as the script writes them, from the contract's order of lines; `values` replaces fields. */
export function encodeRecord(kind: RecordKind, values: RecordValues = {}): Uint8Array {
  const all: RecordValues = {
    pair,
    epoch: 1,
    run: kind === 'SUPERSEDE' ? null : run,
    slot: slotOf[kind],
    prev: null,
    ...head,
    ...bodies[kind],
    ...values,
  };
  const lines = lineNamesOf(kind).map((name) => {
    const value = all[name.replace(/64$/, '')] ?? null;
    const text = value === null ? '-' : String(value);
    return `${name} ${name.endsWith('64') && value !== null ? Buffer.from(text, 'utf8').toString('base64') : text}\n`;
  });
  return withHash(`phs-guard 1\nkind ${kind}\n${lines.join('')}`);
}

/** The lines of a record before its hash, each with its end. */
export function bodyOf(record: Uint8Array): string {
  return Buffer.from(record)
    .toString('latin1')
    .replace(/sha256 .*\n$/, '');
}

/** A record's text with the hash of it behind. */
export function withHash(body: string): Uint8Array {
  return Buffer.from(`${body}sha256 ${hashOf(body)}\n`, 'latin1');
}

/** One slot of an epoch: a kind with its fields, or bytes that are there instead. */
export type SlotGiven =
  | RecordKind
  | { readonly kind: RecordKind; readonly values: RecordValues }
  | { readonly slot: string; readonly bytes: Uint8Array | null; readonly problem?: string };

/** An epoch that a test wants. */
export interface EpochGiven {
  readonly epoch?: number;
  readonly run?: string;
  readonly slots: readonly SlotGiven[];
  readonly ticks?: number;
}

function row(kind: string, fields: Readonly<Record<string, string | number | null>>): GuardRow {
  const texts = Object.entries(fields).map(([name, value]) => [name, value === null ? null : String(value)] as const);
  return { kind, fields: Object.fromEntries(texts) };
}

function slotRow(epoch: number, slot: string, bytes: Uint8Array | null, problem: string | null): GuardRow {
  return row('slot', {
    pair,
    epoch,
    slot,
    bytes: bytes === null ? null : Buffer.from(bytes).toString('base64'),
    length: bytes?.length ?? 0,
    problem,
    detail: null,
  });
}

/** The rows of the epochs, each slot chained to the one before it, and the event of each record where `withEvents`. */
export function journalRows(epochs: readonly EpochGiven[], withEvents = true): GuardRow[] {
  const rows: GuardRow[] = [];
  let previous: string | null = null;
  for (const [index, given] of epochs.entries()) {
    const epoch = given.epoch ?? index + 1;
    rows.push(row('tick-count', { pair, epoch, count: given.ticks ?? 0 }));
    for (const slot of given.slots) {
      if (typeof slot === 'object' && 'bytes' in slot) {
        rows.push(slotRow(epoch, slot.slot, slot.bytes, slot.problem ?? null));
        previous = slot.bytes === null ? null : hashOf(slot.bytes);
        continue;
      }
      const { kind, values } = typeof slot === 'string' ? { kind: slot, values: {} } : slot;
      const own = kind === 'SUPERSEDE' ? null : (given.run ?? run);
      const place = { epoch, prev: previous, run: own, ...values };
      const bytes = encodeRecord(kind, place);
      previous = hashOf(bytes);
      rows.push(slotRow(epoch, String(values['slot'] ?? slotOf[kind]), bytes, null));
      if (withEvents) {
        rows.push(eventRow(kind, { epoch, run: own, record: previous }));
      }
    }
  }
  return rows;
}

/** An event of the source phs-tool about a run. */
export function eventRow(
  kind: string,
  about: {
    readonly epoch?: number;
    readonly run?: string | null;
    readonly record?: string | null;
    readonly at?: string;
    readonly authentic?: 'yes' | 'no' | 'unknown';
    readonly recordId?: number;
  } = {},
): GuardRow {
  const line = `phs-guard/1 ${kind} pair ${pair} epoch ${about.epoch ?? 1} run ${about.run === undefined ? run : (about.run ?? '-')} record ${about.record ?? '-'}`;
  return row('event', {
    recordId: about.recordId ?? 88_000,
    at: about.at ?? '2026-11-20T10:02:00.0000000Z',
    id: 4100,
    entryType: 'Information',
    message: `Something happened.\r\n${line}\r\nhmac-sha256 ${'0d'.repeat(32)}`,
    authentic: about.authentic ?? 'yes',
  });
}

/** Fields to replace in a row of a kind; null: the row is not there. */
export type RowChanges = Readonly<Record<string, Readonly<Record<string, string | null>> | null>>;

/** Rows of `Inspect` on a healthy server without an earlier run; rows of the kinds in `changes` replace those. */
export function inspectRows(extra: readonly GuardRow[] = [], changes: RowChanges = {}): GuardRow[] {
  const base: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
    platform: {
      supported: 'yes',
      journalRoot: 'C:\\ProgramData\\phs-tool\\guard',
      pinRoot: 'C:\\Program Files\\phs-tool\\guard',
      machineId,
      machineName: 'SYNC01',
      operator: 'CONTOSO\\anna',
      elevated: 'yes',
      host: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      groups: 'ADSyncAdmins,Administrators',
      languageMode: 'FullLanguage',
      native: 'yes',
      wizard: 'closed',
      runs: null,
      runsState: 'read',
    },
    directory: { role: 'journal', path: 'C:\\ProgramData\\phs-tool\\guard', state: 'protected', detail: null },
    events: { state: 'read', detail: null },
    'event-key': { state: 'present', detail: null },
    'event-source': { state: 'present', detail: null },
    tasks: { state: 'read', detail: null },
    snapshot: {
      adConnectorId: ids.contoso,
      adConnectorName: 'contoso.com',
      entraConnectorId: ids.entra,
      entraConnectorName: entraName,
      pair,
      machineId,
      machineName: 'SYNC01',
      enabled: 'yes',
      enabledAgain: 'yes',
      staging: 'no',
      tenantFeature: 'yes',
      parameter: null,
      adVersion: '7',
      plan: Buffer.from(planText(), 'utf8').toString('base64'),
      planHash: hashOf(planText()),
    },
  };
  const rows = Object.entries(base).flatMap(([kind, fields]) => {
    const change = changes[kind];
    return change === null ? [] : [{ kind, fields: { ...fields, ...change } }];
  });
  const pin = row('directory', {
    role: 'pin',
    path: 'C:\\Program Files\\phs-tool\\guard',
    state: 'protected',
    detail: null,
  });
  const others = Object.entries(changes).flatMap(([kind, fields]) =>
    fields === null || Object.hasOwn(base, kind) ? [] : [{ kind, fields: { ...fields } }],
  );
  return [...rows, pin, ...extra, ...others];
}

/** The same, typed. */
export function inspectionOf(...args: Parameters<typeof inspectRows>): Inspection {
  return readInspection(inspectRows(...args));
}

/** What the guard knows on a server where the tool ran nothing, as a collector has it. */
export const untouchedGuard: Inspection = inspectionOf([], { snapshot: null });

/** The live side of {@link pair}: on, without the parameter. */
export function livePair(changes: Partial<LivePair> = {}): LivePair {
  return {
    pair,
    adConnectorName: 'contoso.com',
    entraConnectorName: entraName,
    channel: 'on',
    parameter: null,
    ...changes,
  };
}

/** The scheduled task of the guardian of an epoch, as `Inspect` says it. */
export function taskRow(epoch = 1, changes: GuardRow['fields'] = {}): GuardRow {
  const name = guardianTaskName(pair, epoch);
  return row('task', {
    ...{ name, state: 'Ready', execute: 'x', arguments: '', user: 'SYSTEM', sid: 'S-1-5-18' },
    ...changes,
  });
}
