import { instantText } from '../model/instant.js';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A duration in words, in at most two units: `45 s`, `12 min`, `3 h 5 min`, `2 days`. */
export function durationText(ms: number): string {
  const length = Math.abs(ms);
  if (length < minuteMs) {
    return `${Math.floor(length / secondMs)} s`;
  }
  if (length < hourMs) {
    return `${Math.floor(length / minuteMs)} min`;
  }
  if (length < 2 * dayMs) {
    const minutes = Math.floor((length % hourMs) / minuteMs);
    return `${Math.floor(length / hourMs)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
  }
  return `${Math.floor(length / dayMs)} days`;
}

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
