import { gunzipSync, gzipSync } from 'node:zlib';

/** So many bytes of packed lines are kept at most. */
export const mostPackedBytes = 64 * 1024 * 1024;

/** What to say of lines that were left out. */
export function tellLeftOut(count: number): string {
  return `${count} older events are left out; ask for a shorter time with --since.`;
}

/**
 * Turns pages round: the log is read newest first, and a list is read with the newest last. Pages are kept packed, which
 * takes about a tenth of their size, and at most 64 MiB: what is older than that is left out and counted.
 */
export class NewestLast {
  private readonly pages: Buffer[] = [];
  private bytes = 0;
  private left = 0;

  /** @param limit Most bytes to keep, packed. */
  constructor(private readonly limit = mostPackedBytes) {}

  /** Number of lines that were left out. */
  get leftOut(): number {
    return this.left;
  }

  /** Takes the lines of one page in the order of the log. */
  add(lines: readonly string[]): void {
    if (this.bytes >= this.limit) {
      this.left += lines.length;
      return;
    }
    const packed = gzipSync([...lines].reverse().join(''), { level: 1 });
    this.pages.push(packed);
    this.bytes += packed.length;
  }

  /** Hands over all pages, one in each step, the newest line last, and forgets them. */
  *drain(write: (text: string) => void): Generator<undefined, void> {
    for (let page = this.pages.pop(); page !== undefined; page = this.pages.pop()) {
      write(gunzipSync(page).toString('utf8'));
      yield;
    }
    this.bytes = 0;
  }
}
