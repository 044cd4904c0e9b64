import type { CheckId } from '../checks/check.js';
import type { Fact, UnknownReason } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import { writeInstants } from '../model/instant.js';
import type { Evidence, Remedy } from '../model/finding.js';
import type { ServerCause } from '../model/object-report.js';
import type { ObjectTrace } from '../model/object-trace.js';
import type { UserEvents } from '../parsers/user-events.js';

/** The permanent id of a check of one object. Ids are never used again for something else. */
export type ObjectCheckId = CheckId;

/**
 * The part of the way that a check looks at: `source` from the directory to the metaverse, `target` from the metaverse
 * to Entra, `password` the attempts to carry the password over a way that is whole.
 */
export type ObjectLeg = 'source' | 'target' | 'password';

/** The parts of a trace that can be unreadable. */
export type TracePart = 'directory' | 'source' | 'metaverse' | 'target' | 'log';

/** One object with everything that is known of it and of its server. */
export interface ObjectSubject {
  readonly trace: ObjectTrace;
  readonly server: Facts;
  readonly userEvents: Fact<UserEvents>;
}

/** What a check may know beside the facts. */
export interface ObjectContext {
  readonly now: Date;
  /** Exact name of the AD connector that the operator chose; absent: the one whose partition holds the DN. */
  readonly connectorFilter?: string | undefined;
  /** What is wrong with the server for this user; absent: nothing is known to be. */
  readonly serverCauses?: readonly ServerCause[];
}

/** What a check says; the runner decides what a broken link above it blocks. */
export type ObjectVerdict =
  | {
      readonly status: 'pass' | 'warn' | 'fail' | 'unknown';
      readonly message: string;
      /** The message in words that all users with the same cause share: no name, no time; absent if it is that already. */
      readonly reason?: string;
      readonly evidence: readonly Evidence[];
      readonly remedy?: Remedy;
      /** Why it is unknown; the runner asks whether a failed check of the server explains that. */
      readonly unread?: UnknownReason;
      /** True: the password is left out on purpose, so its attempts are not judged. */
      readonly settles?: true;
    }
  | {
      readonly status: 'skip';
      readonly blockedBy: ObjectCheckId;
      readonly message: string;
      readonly evidence: readonly Evidence[];
    };

/** One check of one object: declared inputs and a pure function. It never prints and never asks. */
export interface ObjectCheck {
  readonly id: ObjectCheckId;
  /** A true statement in the present tense when the status is `pass`. */
  readonly title: string;
  readonly leg: ObjectLeg;
  /** Parts of the trace that must be readable: when one is not, the runner answers and `run` is not called. */
  readonly needs: readonly TracePart[];
  readonly run: (subject: ObjectSubject, context: ObjectContext) => ObjectVerdict;
}

/** Where each part of a trace comes from; named in the evidence of findings. */
export const traceSources: Readonly<Record<TracePart, string>> = {
  directory: 'Search-ADSyncDirectoryObjects',
  source: 'Get-ADSyncCSObject (AD connector space)',
  metaverse: 'Get-ADSyncMVObject',
  target: 'Get-ADSyncCSObject (Entra connector space)',
  log: 'Get-ADSyncCSObjectLog',
};

/** One piece of evidence from a part of the trace. */
export function traceEvidence(part: TracePart, label: string, value: string | number | boolean | null): Evidence {
  return { label, value: value === null ? 'not there' : writeInstants(String(value)), source: traceSources[part] };
}

/** The codes of an error of the server, which stand before its text: the text names attributes and values of one object. */
export function errorCodes(error: string): string {
  const [codes = error] = error.split(': ', 1);
  return codes;
}

/** The value of a part; undefined when it could not be read, and when it was looked for and is not there. */
export function readPart<Value>(fact: Fact<Value | null>): Value | undefined {
  return fact.known ? (fact.value ?? undefined) : undefined;
}

/** What a check answers when a part that it needs is not there although the checks above it passed. */
export function missingAbove(what: string): ObjectVerdict {
  return { status: 'unknown', message: `Could not be checked: there is no ${what}.`, evidence: [] };
}
