/**
 * What sixteen times the input may cost: a linear reader takes about sixteen times as long, or a few times that when more memory
 * is slower memory; a quadratic one takes 256 times as long.
 */
export const linear = 80;

/** Less than this is measured too roughly to be divided by, in ms. */
const leastMs = 2;

/** The small input is read so often before the large one: the first time, an expression is compiled. */
const smallRuns = 3;
const mostRuns = 20;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * How many times longer the work takes when there is sixteen times as much of it: `expect(await growth(…)).toBeLessThan(linear)`.
 * Time is that of this process on the processor, so that a busy machine changes little; no limit of seconds is needed. A slow
 * machine collects garbage in some runs, so a growth that is too great is looked at again, and the least of all runs counts: a
 * quadratic reader is one in every run. Speed itself is measured in bench/.
 */
export async function growth(work: (count: number) => unknown, count: number): Promise<number> {
  const least = { one: Infinity, many: Infinity };
  const found = (): number => least.many / Math.max(least.one, leastMs);
  for (let run = 0; run < smallRuns; run += 1) least.one = Math.min(least.one, await timeOf(work, count));
  for (let run = 0; run < mostRuns && found() >= linear; run += 1) {
    least.many = Math.min(least.many, await timeOf(work, 16 * count));
    least.one = Math.min(least.one, await timeOf(work, count));
  }
  return found();
}

/**
 * The growth of the time to read a piece of text that is repeated up to 100,000 characters, of which each reader makes what it
 * wants: `growthOfText((text) => findSecret(text), 'password=')`.
 */
export function growthOfText(read: (text: string) => unknown, piece: string): Promise<number> {
  return growth((count) => read(piece.repeat(count)), Math.ceil(100_000 / 16 / piece.length));
}

async function timeOf(work: (count: number) => unknown, count: number): Promise<number> {
  const started = cpuMs();
  await work(count);
  return cpuMs() - started;
}
