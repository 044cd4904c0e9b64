import { counted } from '../base/text.js';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  kindsAllowedIn,
  largestRecord,
  lineNamesOf,
  recordSchemas,
  recordVersion,
  tickNumber,
  type RecordKind,
  type SlotRecord,
} from './slots.js';

/** Where a record stands; what it says of itself must be the same. */
export interface SlotPlace {
  /** 64 hexadecimal digits, lower case. */
  readonly pair: string;
  readonly epoch: number;
  /** `10-claim`, `ticks/000012` … */
  readonly slot: string;
}

/** Why a slot that is there does not verify. */
export type TornReason =
  | 'empty'
  | 'too-large'
  | 'not-ascii'
  | 'no-end'
  | 'hash'
  | 'newer-version'
  | 'version'
  | 'kind'
  | 'lines'
  | 'fields'
  | 'place'
  | 'plan'
  | 'not-a-file';

/** A slot that is there: it verified, or it counts as present without being believed (TORN). */
export type SlotReading =
  | { readonly state: 'verified'; readonly record: SlotRecord; readonly sha256: string }
  | {
      readonly state: 'torn';
      readonly reason: TornReason;
      readonly detail: string;
      /** Hash of the bytes that are there, null when they were not read. */
      readonly sha256: string | null;
    };

/** What is wrong with the bytes of a record. */
class Torn {
  constructor(
    readonly reason: TornReason,
    readonly detail: string,
  ) {}
}

/** SHA-256 as lower-case hexadecimal text. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function asciiOf(bytes: Uint8Array): string | Torn {
  if (bytes.length === 0) {
    return new Torn('empty', 'The file is empty.');
  }
  if (bytes.length > largestRecord) {
    return new Torn(
      'too-large',
      `The file has ${counted(bytes.length, 'byte')}; a record has at most ${largestRecord}.`,
    );
  }
  const odd = bytes.findIndex((byte) => byte !== 0x0a && (byte < 0x20 || byte > 0x7e));
  return odd >= 0
    ? new Torn('not-ascii', `Byte ${odd} is not a printable ASCII character.`)
    : Buffer.from(bytes).toString('latin1');
}

/** The lines before the hash, once the hash of their bytes holds. */
function hashedLines(text: string): readonly string[] | Torn {
  const match = /^((?:[^\n]*\n)*)sha256 ([0-9a-f]{64})\n$/.exec(text);
  const [, body, stated] = match ?? [];
  if (body === undefined || stated === undefined) {
    return new Torn('no-end', 'The last line is not a "sha256" line: the record was not written completely.');
  }
  return sha256(body) === stated
    ? body.split('\n').slice(0, -1)
    : new Torn('hash', 'The hash in the last line is not the hash of the lines before it.');
}

function versionProblem(line: string | undefined): Torn | undefined {
  const version = line === undefined ? undefined : /^phs-guard ([1-9]\d{0,8})$/.exec(line)?.[1];
  if (version === undefined) {
    return new Torn('version', 'The first line is not "phs-guard 1".');
  }
  return Number(version) > recordVersion
    ? new Torn('newer-version', `The record has version ${version}: it was written by a newer phs-tool.`)
    : undefined;
}

/** What stands behind the name and one space, which may be nothing; undefined when the line has another name. */
function valueOf(name: string, line: string | undefined): string | undefined {
  return line?.startsWith(`${name} `) === true ? line.slice(name.length + 1) : undefined;
}

/** The values by field name, undefined when the lines are not those of the kind. */
function fieldsOf(kind: RecordKind, lines: readonly string[]): Readonly<Record<string, string>> | undefined {
  const names = lineNamesOf(kind);
  const fields: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = valueOf(name, lines[index]);
    if (value === undefined) {
      return undefined;
    }
    fields[name.replace('64', '')] = value;
  }
  return lines.length === names.length ? fields : undefined;
}

function recordOf(lines: readonly string[], { slot }: SlotPlace): SlotRecord | Torn {
  const [first, second, ...rest] = lines;
  const version = versionProblem(first);
  if (version !== undefined) {
    return version;
  }
  const kindValue = valueOf('kind', second);
  const kind = kindsAllowedIn(slot).find((allowed) => allowed === kindValue);
  if (kind === undefined) {
    return new Torn('kind', `The second line is not a kind that can stand in ${slot}.`);
  }
  const fields = fieldsOf(kind, rest);
  if (fields === undefined) {
    return new Torn('lines', `The lines are not those of ${kind}, in their order.`);
  }
  const parsed: z.ZodSafeParseResult<SlotRecord> = recordSchemas[kind].safeParse({ kind, ...fields });
  return parsed.success
    ? parsed.data
    : new Torn('fields', `The line "${String(parsed.error.issues[0]?.path[0])}" has an invalid value.`);
}

function placeProblem(record: SlotRecord, place: SlotPlace): Torn | undefined {
  const isElsewhere = record.pair !== place.pair || record.epoch !== place.epoch || record.slot !== place.slot;
  const isOtherTick = record.kind === 'TICK' && record.n !== tickNumber(place.slot);
  if (isElsewhere || isOtherTick) {
    return new Torn('place', `The record belongs to ${record.slot} of epoch ${record.epoch} of ${record.pair}.`);
  }
  return runFits(record) ? undefined : new Torn('fields', 'The line "run" does not fit the kind.');
}

/** What the run itself writes names the run; the guardian may have found a claim that does not name it. */
function runFits({ kind, run }: SlotRecord): boolean {
  const isOfRun = kind === 'CLAIM' || kind === 'GO' || kind === 'PARAM_SET' || kind === 'OFF_INTENT';
  return kind === 'SUPERSEDE' ? run === null : run !== null || !isOfRun;
}

function planProblem(record: SlotRecord): Torn | undefined {
  return record.kind === 'CLAIM' && (record.plan === null || sha256(record.plan) !== record.planHash)
    ? new Torn('plan', 'The hash of the plan is not the hash of the plan that stands beside it.')
    : undefined;
}

/**
 * Reads a slot's bytes (grammar: "Record" of the guard's contract): printable ASCII, at most 16 KiB, the lines of the
 * kind in their order, the hash of all bytes before the last line, and pair, epoch and slot as at its place. Anything
 * else is TORN with a reason; nothing is ever guessed.
 */
export function readRecord(bytes: Uint8Array, place: SlotPlace): SlotReading {
  const own = sha256(bytes);
  const torn = ({ reason, detail }: Torn): SlotReading => ({ state: 'torn', reason, detail, sha256: own });
  const text = asciiOf(bytes);
  if (text instanceof Torn) {
    return torn(text);
  }
  const lines = hashedLines(text);
  if (lines instanceof Torn) {
    return torn(lines);
  }
  const record = recordOf(lines, place);
  if (record instanceof Torn) {
    return torn(record);
  }
  const problem = placeProblem(record, place) ?? planProblem(record);
  return problem === undefined ? { state: 'verified', record, sha256: own } : torn(problem);
}
