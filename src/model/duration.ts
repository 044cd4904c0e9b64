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
