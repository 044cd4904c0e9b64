import { durationText } from '../model/duration.js';
import { instantText } from '../model/instant.js';

/** What an age is counted from: the present, or the instant of a recording, which can be long ago. */
export type AgeReference = 'now' | 'recording';

/** `12 min ago`, or `in 12 min` for a negative age; of a recording `12 min before the recording` or `after` it. */
export function ageText(ageMs: number, reference: AgeReference): string {
  const length = durationText(ageMs);
  if (reference === 'recording') {
    return `${length} ${ageMs < 0 ? 'after' : 'before'} the recording`;
  }
  return ageMs < 0 ? `in ${length}` : `${length} ago`;
}

/** An instant in UTC with its age. */
export function instantAndAge(instant: string, ageMs: number, reference: AgeReference): string {
  return `${instantText(instant)} (${ageText(ageMs, reference)})`;
}

/** What the times of a run are counted from. */
export interface RunTimes {
  readonly reference: AgeReference;
  /** Length of the window in which events were counted, in ms; null: the run ended before there was one. */
  readonly windowMs: number | null;
}

/** `in the last 3 h`; of a recording `in the 3 h before the recording`. */
export function windowText({ reference, windowMs }: RunTimes): string {
  if (windowMs === null) {
    return 'in the window';
  }
  const length = durationText(windowMs);
  return reference === 'recording' ? `in the ${length} before the recording` : `in the last ${length}`;
}
