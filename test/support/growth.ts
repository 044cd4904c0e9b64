/** What four times the input may cost: a linear reader takes about four times as long, a quadratic one sixteen times. */
export const linear = 10;

/** Less than this is measured too roughly to be divided by, in ms. */
const leastMs = 5;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * How many times longer the work takes when there is four times as much of it: `expect(await growth(…)).toBeLessThan(linear)`.
 * Time is that of this process on the processor, the least of three runs, so that a busy machine changes little; no limit
 * of seconds is needed. Speed itself is measured in bench/.
 */
export async function growth(work: (count: number) => unknown, count: number): Promise<number> {
  const least = { one: Infinity, four: Infinity };
  for (let run = 0; run < 3; run += 1) {
    least.one = Math.min(least.one, await timeOf(work, count));
    least.four = Math.min(least.four, await timeOf(work, 4 * count));
  }
  return least.four / Math.max(least.one, leastMs);
}

async function timeOf(work: (count: number) => unknown, count: number): Promise<number> {
  const started = cpuMs();
  await work(count);
  return cpuMs() - started;
}
