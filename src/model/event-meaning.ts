import type { Remedy } from './finding.js';

/** What an event tells: the channel lives, something is wrong, a full sync goes on, a password changed, or anything else. */
export type EventKind = 'sign-of-life' | 'problem' | 'full-sync' | 'change' | 'information';

/** How much an event weighs: `fail` is a finding, `warn` deserves a look, `none` is in order. */
export type EventSeverity = 'none' | 'warn' | 'fail';

/** The event source that writes an event. */
export type EventSource = 'Directory Synchronization' | 'ADSync' | 'PasswordResetService';

/** Everything that is known of one event id. Id 0 has two entries, told apart by {@link EventMeaning.entryType}. */
export interface EventMeaning {
  readonly eventId: number;
  readonly source: EventSource;
  /** Only for ids whose meaning depends on the entry type of the record. */
  readonly entryType?: 'Error' | 'Information';
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
