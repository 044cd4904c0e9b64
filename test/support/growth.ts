/**
 * What sixteen times the input may cost: a linear reader takes about sixteen times as long, or a few times that when more memory
 * is slower memory; a quadratic one takes 256 times as long.
 */
export const linear = 80;

/** Less than this is measured too roughly to be divided by, in ms. */
const leastMs = 5;

const fewestRuns = 3;
const mostRuns = 20;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * How many times longer the work takes when there is sixteen times as much of it: `expect(await growth(…)).toBeLessThan(linear)`.
 * Time is that of this process on the processor, the least of several runs, so that a busy machine changes little; no limit
 * of seconds is needed. A slow machine collects garbage in some runs, so a growth that is too great is looked at again: a
 * quadratic reader is one in every run. Speed itself is measured in bench/.
 */
export async function growth(work: (count: number) => unknown, count: number): Promise<number> {
  const least = { one: Infinity, many: Infinity };
  const found = (): number => least.many / Math.max(least.one, leastMs);
  for (let run = 0; run < fewestRuns || (run < mostRuns && found() >= linear); run += 1) {
    least.one = Math.min(least.one, await timeOf(work, count));
    least.many = Math.min(least.many, await timeOf(work, 16 * count));
  }
  return found();
}

async function timeOf(work: (count: number) => unknown, count: number): Promise<number> {
  const started = cpuMs();
  await work(count);
  return cpuMs() - started;
}
