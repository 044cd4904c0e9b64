import type {
  EventKind,
  EventMeaning,
  EventSeverity,
  EventSource,
  EventWording,
  OtherWriter,
} from '../event-meaning.js';
import type { Remedy } from '../finding.js';
import { nothingToDo, showRecords } from './remedies.js';

/** One row of the catalogue of events; what it leaves out follows from its kind, see {@link expandKnownEvent}. */
export interface KnownEvent {
  /** One id, or several that mean the same. */
  readonly ids: number | readonly number[];
  /** Default: `Directory Synchronization`. */
  readonly source?: EventSource;
  /** Only for an id whose meaning depends on the entry type of the record. */
  readonly entryType?: 'Error' | 'Information';
  /** Only for an id whose meaning depends on the text of the record. */
  readonly wording?: EventWording;
  /** Which records of another source mean the same. */
  readonly elsewhere?: OtherWriter;
  readonly name: string;
  readonly meaning: string;
  /** Default: `information`. */
  readonly kind?: EventKind;
  /** Default: `fail` for a problem, `none` for everything else. */
  readonly severity?: EventSeverity;
  /** Default: true for the kind `sign-of-life`, false for every other one. */
  readonly signOfLife?: boolean;
  /** Default: read the newest records of a problem of PHS; nothing for everything else. */
  readonly remedy?: Remedy;
}

/** The ids between two, both included. */
export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** What a row says of each of its ids. */
export function expandKnownEvent(
  row: KnownEvent,
  { passwordHashSync }: Pick<EventMeaning, 'passwordHashSync'>,
): EventMeaning[] {
  const { ids, kind = 'information', ...said } = row;
  const isProblem = kind === 'problem';
  return (typeof ids === 'number' ? [ids] : ids).map((eventId) => ({
    source: 'Directory Synchronization',
    severity: isProblem ? 'fail' : 'none',
    signOfLife: kind === 'sign-of-life',
    remedy: isProblem && passwordHashSync ? showRecords(eventId) : nothingToDo({ passwordHashSync }),
    passwordHashSync,
    kind,
    ...said,
    eventId,
  }));
}
