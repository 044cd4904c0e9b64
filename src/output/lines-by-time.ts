import { mostPackedBytes, NewestLast } from './newest-last.js';

/** A line, and the instant by which it is put among those of other servers, in ms. */
interface TimedLine {
  readonly atMs: number;
  readonly line: string;
}

/** So many lines are written in one step. */
const linesAtOnce = 500;

function pack({ atMs, line }: TimedLine): string {
  return `${atMs} ${JSON.stringify(line)}\n`;
}

function unpack(packed: string): TimedLine {
  const place = packed.indexOf(' ');
  const line: unknown = JSON.parse(packed.slice(place + 1));
  return { atMs: Number(packed.slice(0, place)), line: String(line) };
}

/** The lines of one server, the oldest first; one page is unpacked at a time. */
class ServerLines {
  private readonly pages: NewestLast;
  private steps: Generator<undefined, void> | undefined;
  private page: readonly TimedLine[] = [];
  private place = 0;

  constructor(limit: number) {
    this.pages = new NewestLast(limit);
  }

  get leftOut(): number {
    return this.pages.leftOut;
  }

  add(lines: readonly TimedLine[]): void {
    this.pages.add(lines.map(pack));
  }

  /** The next line, which stays the next one until it is taken. */
  next(): TimedLine | undefined {
    while (this.place >= this.page.length && this.unpackPage()) {
      this.place = 0;
    }
    return this.page[this.place];
  }

  take(): void {
    this.place += 1;
  }

  private unpackPage(): boolean {
    this.page = [];
    this.steps ??= this.pages.drain((text) => {
      this.page = text.split('\n').filter(Boolean).map(unpack);
    });
    return this.steps.next().done !== true;
  }
}

/**
 * Lines of several servers, merged by time when all of them are there, the newest last; those of one server stay in the order of
 * its log. They are kept packed, and each server has an equal part of what one alone would have.
 */
export class LinesByTime {
  private readonly servers: Map<string, ServerLines>;

  /** @param mostBytes Most bytes to keep of all servers, packed. */
  constructor(names: readonly string[], mostBytes = mostPackedBytes) {
    const limit = Math.floor(mostBytes / Math.max(1, names.length));
    this.servers = new Map(names.map((name) => [name, new ServerLines(limit)]));
  }

  /** Takes the lines of one page of a server in the order of its log. */
  add(server: string, lines: readonly TimedLine[]): void {
    this.servers.get(server)?.add(lines);
  }

  /** Forgets a server that did not answer whole. */
  drop(server: string): void {
    this.servers.delete(server);
  }

  /** Number of lines of a server that were left out. */
  leftOut(server: string): number {
    return this.servers.get(server)?.leftOut ?? 0;
  }

  /** Hands over all lines, some in each step, and forgets them. */
  *drain(write: (text: string) => void): Generator<undefined, void> {
    let lines: string[] = [];
    for (let line = this.takeOldest(); line !== undefined; line = this.takeOldest()) {
      lines.push(line);
      if (lines.length >= linesAtOnce) {
        write(lines.join(''));
        lines = [];
        yield;
      }
    }
    if (lines.length > 0) {
      write(lines.join(''));
    }
  }

  private takeOldest(): string | undefined {
    let oldest: { readonly from: ServerLines; readonly next: TimedLine } | undefined;
    for (const from of this.servers.values()) {
      const next = from.next();
      if (next !== undefined && (oldest === undefined || next.atMs < oldest.next.atMs)) {
        oldest = { from, next };
      }
    }
    oldest?.from.take();
    return oldest?.next.line;
  }
}
