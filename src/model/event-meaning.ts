import type { Remedy } from './finding.js';

/**
 * What an event reports: the channel lives, something is wrong, a full sync goes on, a password changed, an administrator
 * changed something (the audit), or anything else.
 */
export const eventKinds = ['sign-of-life', 'problem', 'full-sync', 'change', 'audit', 'information'] as const;
/** See {@link eventKinds}. */
export type EventKind = (typeof eventKinds)[number];

/** How much an event weighs: `fail` is a finding, `warn` deserves a look, `none` is in order. */
export type EventSeverity = 'none' | 'warn' | 'fail';

/** The event source that writes an event; `not stated` if Microsoft does not name it, which fits every source. */
export type EventSource =
  | 'Directory Synchronization'
  | 'ADSync'
  | 'Entra Connect Admin Actions'
  | 'PasswordResetService'
  | 'Microsoft Entra Connect Upgrade'
  | 'phs-tool'
  | 'not stated';

/** What events of password writeback are called: they are not a problem of password hash synchronization (facts 3.3). */
export const passwordWriteback = 'password writeback';

/** What the text of a record has to look like for one of several meanings of its id. */
export interface EventWording {
  /** In a few words, for people: `a change that an administrator made`. */
  readonly description: string;
  /** Tried on the first 2,000 characters of the text; linear, like every expression here. */
  readonly pattern: RegExp;
}

/** What tells the meanings of one id apart; an `EventRecord` is one. */
export interface EventIdentity {
  readonly eventId: number;
  readonly source: string;
  readonly entryType: string;
  readonly message: string;
}

/** Records of another source that mean the same all the same, because their source and text can be of nothing else. */
export interface OtherWriter {
  /** In a few words, for people. */
  readonly description: string;
  readonly fits: (record: EventIdentity) => boolean;
}

/**
 * One meaning of an event id. An id can have several, told apart by source (2001 of ADSync and of Directory
 * Synchronization), by entry type (0) or by the text (2503 to 2520: audit or telemetry).
 */
export interface EventMeaning {
  readonly eventId: number;
  readonly source: EventSource;
  /** Only for ids whose meaning depends on the entry type of the record. */
  readonly entryType?: 'Error' | 'Information';
  /** Only for ids whose meaning depends on the text of the record. */
  readonly wording?: EventWording;
  /** Which records of another source mean the same. */
  readonly elsewhere?: OtherWriter;
  /** A few words for tables and evidence: `batch error`. */
  readonly name: string;
  /** One or two whole sentences. */
  readonly meaning: string;
  readonly kind: EventKind;
  readonly severity: EventSeverity;
  /** True when the event shows that the channel of its connector is alive, whatever its kind is. */
  readonly signOfLife: boolean;
  /** True for events of password hash synchronization; false for other events of the same server. */
  readonly passwordHashSync: boolean;
  /** What to do; says so when nothing needs to be done. */
  readonly remedy: Remedy;
}
