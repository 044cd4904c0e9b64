import type { FactName } from '../model/fact-names.js';
import type { Fact, UnknownReason } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { Category, Evidence, Remedy } from '../model/finding.js';
import type { PasswordEffect } from './password-effect.js';

/** The permanent id of a check. Ids are never used again for something else. */
export type CheckId = `PHS${number}`;

/** What the operator expects the server to be; `staging` turns the meaning of PHS204 round. */
export type ExpectedRole = 'active' | 'staging';

/** What a check may know beside the facts. */
export interface CheckContext {
  readonly now: Date;
  /** Start of the window for heartbeats and errors. */
  readonly windowStartsAt: Date;
  readonly expect: ExpectedRole;
  /** Exact name of the one AD connector to look at; absent: all of them. */
  readonly connectorFilter?: string | undefined;
}

/** A verdict of a check before blocking is resolved. */
export interface JudgedDraft {
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown';
  /** Name of the connector; absent when the finding is about the server. */
  readonly subject?: string;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly remedy?: Remedy;
  /** Checks that explain this verdict when one of them fails for the same subject: then it becomes `skip`. */
  readonly explainedBy?: readonly CheckId[];
  /** Checks that explain this verdict only together: each of them fails, or is itself explained by a failed one. */
  readonly explainedTogether?: readonly CheckId[];
  /** Checks of what the domain controllers answer that can name the cause behind it; if they are not run, `diagnose` is the next step. */
  readonly behind?: readonly CheckId[];
  /** What to advise instead of `remedy`. */
  readonly lastResort?: LastResort;
}

/** Advice that is good only when nothing else is wrong (Microsoft's page, manual steps, step 5). */
export interface LastResort {
  /** When the environment, the configuration and the connectivity are in order. */
  readonly whenAllHolds: Remedy;
  /** When what was checked of them is in order, and the domain controllers were not asked. */
  readonly whenDomainsAreUnasked: Remedy;
  /** When all that is open is open only because a recording does not hold what it needs. */
  readonly whenNotRecorded: Remedy;
  readonly otherwise: Remedy;
}

/** A check that does not apply, because of something that another check states. */
export interface SkippedDraft {
  readonly status: 'skip';
  readonly blockedBy: CheckId;
  readonly subject?: string;
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** A check that met something unreadable; run-checks decides between `unknown` and `skip`. */
export interface UnreadableDraft {
  readonly unreadable: UnknownReason;
  readonly subject?: string;
  readonly evidence?: readonly Evidence[];
  /** As in {@link JudgedDraft}. */
  readonly explainedBy?: readonly CheckId[];
  /** The check that could not read the same thing and says so, so that it is said once. */
  readonly reportedBy?: CheckId;
}

/** What a check returns. */
export type Draft = JudgedDraft | SkippedDraft | UnreadableDraft;

/** One check: declared inputs and a pure function. It never decides about blocking and never prints. */
export interface Check {
  readonly id: CheckId;
  /** A true statement in the present tense when the status is `pass`. */
  readonly title: string;
  readonly category: Category;
  /** What its findings mean for the users whom they are about. */
  readonly passwords: PasswordEffect;
  /** Facts that must be readable: when one is not, the runner answers and `run` is not called. */
  readonly needs: readonly FactName[];
  /** Facts that the check looks at if they are readable, and handles itself if they are not. */
  readonly uses: readonly FactName[];
  /** Checks that explain this one when they fail. */
  readonly dependsOn: readonly CheckId[];
  /** More checks that explain this one when they fail, for these facts only; also when a needed fact is unreadable. */
  readonly dependsOnFor?: (facts: Facts) => readonly CheckId[];
  /** True when there is one finding for each AD connector. */
  readonly perConnector: boolean;
  readonly run: (facts: Facts, context: CheckContext) => readonly Draft[];
}

/** Raised by {@link valueOf}; the runner turns it into `unknown` or `skip`, so that no check can pass on it. */
export class UnreadableFactError extends Error {
  constructor(readonly reason: UnknownReason) {
    super(reason.message);
    this.name = 'UnreadableFactError';
  }
}

/** The value of a fact that the check `needs`. Raises UnreadableFactError when it is not known. */
export function valueOf<Value>(fact: Fact<Value>): Value {
  if (!fact.known) {
    throw new UnreadableFactError(fact.reason);
  }
  return fact.value;
}

/** The value of a fact that the check `uses`, undefined when it is not known. */
export function valueIfKnown<Value>(fact: Fact<Value>): Value | undefined {
  return fact.known ? fact.value : undefined;
}

/** The reason why a fact is not known, undefined when it is. */
export function whyUnknown(fact: Fact<unknown>): UnknownReason | undefined {
  return fact.known ? undefined : fact.reason;
}
