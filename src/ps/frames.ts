/** One frame of protocol PHS1 with the right nonce; the payload is still base64 of gzip of CLIXML. */
export interface Frame {
  readonly requestId: string;
  readonly kind: string;
  readonly sequence: number;
  readonly payload: string;
}

/** What the reader reports while it reads. Each callback is called in the order of the input. */
export interface FrameEvents {
  onFrame(frame: Frame): void;
  /** Text on stdout that is not a frame of ours, line by line: diagnostics, never a result. */
  onStray(line: string): void;
  /** A line that starts as a frame with our nonce and is damaged, or is longer than allowed. */
  onDamaged(problem: 'malformed' | 'length' | 'too-long'): void;
}

const framePattern = /^PHS1 (\S+) (\S+) (\S+) (\d+) (\d+) ([A-Za-z0-9+/=]*)$/;

/**
 * Cuts the standard output of the host into frames (docs/protocol.md, "The session: protocol PHS1"). Linear in its input, bounded in
 * memory, and in step again at the next line end, whatever text came in between.
 */
export class FrameReader {
  private pending: string[] = [];
  private pendingLength = 0;
  private discarding = false;

  constructor(
    private readonly nonce: string,
    private readonly maxLineLength: number,
    private readonly events: FrameEvents,
  ) {}

  /** Takes the next piece of output, cut anywhere. */
  push(chunk: string): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf('\n', start);
      if (end < 0) {
        this.keep(chunk.slice(start));
        return;
      }
      this.keep(chunk.slice(start, end));
      this.finishLine();
      start = end + 1;
    }
  }

  /** Takes the end of the output: a last line without a line end is stray text. */
  end(): void {
    this.finishLine();
  }

  private keep(piece: string): void {
    if (this.discarding || piece === '') {
      return;
    }
    this.pending.push(piece);
    this.pendingLength += piece.length;
    if (this.pendingLength > this.maxLineLength) {
      const ours = this.startsAsOurFrame();
      this.pending = [];
      this.pendingLength = 0;
      this.discarding = true;
      if (ours) {
        this.events.onDamaged('too-long');
      } else {
        this.events.onStray('(a line longer than a frame is allowed to be)');
      }
    }
  }

  private startsAsOurFrame(): boolean {
    return this.pending.join('').startsWith(`PHS1 ${this.nonce} `);
  }

  private finishLine(): void {
    if (this.discarding) {
      this.discarding = false;
      return;
    }
    if (this.pendingLength === 0) {
      return;
    }
    const line = this.pending.join('').replace(/\r$/, '');
    this.pending = [];
    this.pendingLength = 0;
    if (line !== '') {
      this.handleLine(line);
    }
  }

  private handleLine(line: string): void {
    const ours = line.startsWith(`PHS1 ${this.nonce} `);
    if (!ours) {
      this.events.onStray(line);
      return;
    }
    const match = framePattern.exec(line);
    const [, , requestId, kind, sequence, length, payload] = match ?? [];
    if (requestId === undefined || kind === undefined || payload === undefined) {
      this.events.onDamaged('malformed');
    } else if (Number(length) !== payload.length) {
      this.events.onDamaged('length');
    } else {
      this.events.onFrame({ requestId, kind, sequence: Number(sequence), payload });
    }
  }
}
