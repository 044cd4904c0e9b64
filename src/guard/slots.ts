import { z } from 'zod';

/** The slots of an epoch that exist once each, in the order in which they are written. */
export const slotNames = [
  '00-supersede',
  '10-claim',
  '20-armed',
  '30-go',
  '40-param',
  '50-off',
  '70-on',
  '80-again',
  '90-end',
] as const;
/** One of {@link slotNames}. */
export type SlotName = (typeof slotNames)[number];

/** Largest record, in bytes. */
export const largestRecord = 16 * 1024;

/** Version of the record's form that this tool writes and reads. */
export const recordVersion = 1;

const none = '-';
const fromDash = (value: string): string | null => (value === none ? null : value);
const guidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const hashPattern = /^[0-9a-f]{64}$/;

/** A whole number without leading zeros that JavaScript holds exactly. */
const count = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,14})$/)
  .transform(Number);
const countOrNone = z
  .string()
  .regex(/^(?:-|0|[1-9]\d{0,14})$/)
  .transform((value) => (value === none ? null : Number(value)));
/** A number too large for JavaScript: kept as text. */
const bigCount = z.string().regex(/^(?:0|[1-9]\d{0,19})$/);
const guid = z.string().regex(guidPattern);
const guidOrNone = z
  .string()
  .regex(/^(?:-|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)
  .transform(fromDash);
const hash = z.string().regex(hashPattern);
const hashOrNone = z
  .string()
  .regex(/^(?:-|[0-9a-f]{64})$/)
  .transform(fromDash);
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$/);
const machine = z.string().regex(/^[0-9A-Za-z._{}-]{1,100}$/);
const yesNoUnknown = z.enum(['yes', 'no', 'unknown']);

function decodeText(value: string): string | null | undefined {
  if (value === none) {
    return null;
  }
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value) {
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Free text as base64 of UTF-8, `-` for null; its line is named after the field with `64` behind it. */
const text64 = z.string().transform((value, context): string | null => {
  const text = decodeText(value);
  if (text === undefined) {
    context.addIssue('not base64 of UTF-8');
    return z.NEVER;
  }
  return text;
});

/** Fields of every record, in the order of their lines (after `kind`). */
const head = {
  pair: hash,
  epoch: count,
  run: guidOrNone,
  slot: z.string(),
  prev: hashOrNone,
  utc: instant,
  machineId: machine,
  machine: text64,
  identity: text64,
  pid: count,
  start: bigCount,
  image: text64,
} as const;

/** A record of one kind: the fields of every record, then its own, in the order of their lines. */
function recordSchema<Kind extends string, Body extends z.ZodRawShape>(
  kind: Kind,
  body: Body,
): z.ZodObject<{ kind: z.ZodLiteral<Kind> } & typeof head & Body, z.core.$strict> {
  return z.strictObject({ kind: z.literal(kind), ...head, ...body });
}

const end = { reason: text64, activity: yesNoUnknown } as const;

/** The form of every kind of record; the input is the text of each line by field name, without `64`. */
export const recordSchemas = {
  SUPERSEDE: recordSchema('SUPERSEDE', {
    supersedes: guidOrNone,
    evidence: z.enum(['run', 'parameter', 'events']),
    reason: text64,
    operator: text64,
    parameter: text64,
  }),
  CLAIM: recordSchema('CLAIM', {
    adConnectorId: guid,
    entraConnectorId: guid,
    adName: text64,
    entraName: text64,
    tool: text64,
    script: hash,
    planHash: hash,
    plan: text64,
    operator: text64,
    guardian: text64,
    parameter: text64,
  }),
  ARMED: recordSchema('ARMED', { groups: text64, right: yesNoUnknown, enabled: yesNoUnknown }),
  GO: recordSchema('GO', { planHash: hash }),
  CLOSED: recordSchema('CLOSED', { reason: text64 }),
  PARAM_SET: recordSchema('PARAM_SET', { value: text64 }),
  OFF_INTENT: recordSchema('OFF_INTENT', {}),
  ON_SEEN: recordSchema('ON_SEEN', {
    by: z.enum(['run', 'guard', 'recover']),
    attempts: count,
    offMs: countOrNone,
    /** What the server said of switching off, where it did not just do it. */
    offError: text64,
  }),
  AGAIN: recordSchema('AGAIN', {}),
  VERIFIED: recordSchema('VERIFIED', end),
  REPAIRED: recordSchema('REPAIRED', end),
  ABANDONED: recordSchema('ABANDONED', end),
  PARAM_ONLY: recordSchema('PARAM_ONLY', end),
  UNKNOWN_OUTCOME: recordSchema('UNKNOWN_OUTCOME', end),
  TICK: recordSchema('TICK', {
    n: count,
    enabled: yesNoUnknown,
    lock: z.enum(['free', 'busy']),
    activity: yesNoUnknown,
  }),
} as const;

/** What a record can be. */
export type RecordKind = keyof typeof recordSchemas;

/** A record of one kind, with free texts decoded. */
export type RecordOf<Kind extends RecordKind> = z.output<(typeof recordSchemas)[Kind]>;

/** A record that verified: a union that `kind` discriminates. */
export type SlotRecord = { readonly [Kind in RecordKind]: RecordOf<Kind> }[RecordKind];

/** What can stand in `90-end`: final. */
export const endKinds = ['VERIFIED', 'REPAIRED', 'ABANDONED', 'PARAM_ONLY', 'UNKNOWN_OUTCOME'] as const;
/** One of {@link endKinds}. */
export type EndKind = (typeof endKinds)[number];

const kindsOfSlot: Readonly<Record<SlotName | 'ticks', readonly RecordKind[]>> = {
  '00-supersede': ['SUPERSEDE'],
  '10-claim': ['CLAIM'],
  '20-armed': ['ARMED'],
  '30-go': ['GO', 'CLOSED'],
  '40-param': ['PARAM_SET'],
  '50-off': ['OFF_INTENT', 'CLOSED'],
  '70-on': ['ON_SEEN'],
  '80-again': ['AGAIN'],
  '90-end': endKinds,
  ticks: ['TICK'],
};

/** Names of the lines between `kind` and `sha256`, in order. */
export function lineNamesOf(kind: RecordKind): readonly string[] {
  const shape: Readonly<Record<string, z.core.$ZodType>> = recordSchemas[kind].shape;
  return Object.entries(shape)
    .filter(([name]) => name !== 'kind')
    .map(([name, schema]) => (schema === text64 ? `${name}64` : name));
}

/** Number of a tick's slot (`ticks/000012` is 12), undefined for every other slot. */
export function tickNumber(slot: string): number | undefined {
  const digits = /^ticks\/(\d{6})$/.exec(slot)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** True when the text names a slot that exists once in an epoch. */
export function isSlotName(slot: string): slot is SlotName {
  return slotNames.some((name) => name === slot);
}

/** The kinds that can stand in a slot; none when the text names no slot. */
export function kindsAllowedIn(slot: string): readonly RecordKind[] {
  return isSlotName(slot) ? kindsOfSlot[slot] : tickNumber(slot) === undefined ? [] : kindsOfSlot.ticks;
}
