/** Bounds of a session; tests make them small. Times in ms, sizes in characters of base64 or bytes. */
export interface SessionLimits {
  /** Time from start to READY. */
  readonly startMs: number;
  /** Time that Node allows over the operation's own deadline before it ends the host. */
  readonly graceMs: number;
  /** Time for a host to end by itself after its input was closed. */
  readonly closeMs: number;
  /** Time for ending a host with everything that it started. */
  readonly treeMs: number;
  /** Time for ending the process alone, when that failed. */
  readonly processMs: number;
  /** Time from the exit of the process to the end of its output, which programs that it started can hold open. */
  readonly outputMs: number;
  /** Longest line, and so longest frame. */
  readonly maxLineLength: number;
  /** Most bytes that one frame may unpack to. */
  readonly maxFrameBytes: number;
  /** Most tags in it: it is decoded in one go, and so bounds the time to the next look at signals. */
  readonly maxFrameTags: number;
  /** Most base64 characters of one answer in all. */
  readonly maxAnswerLength: number;
  /** Rows in one page. */
  readonly pageSize: number;
  /** Waiting times before the first, second … new start after a host died unasked. */
  readonly backoffMs: readonly number[];
}

/**
 * The bounds that the tool uses (docs/protocol.md, "Deadlines"). A page has at most 2,000 rows or four million characters of events
 * (scripts/session/50-pages.ps1): written as `_x000A_` those are 28 MB, and 2,000 rows of the widest known operation have 240,000 tags.
 */
export const defaultLimits: SessionLimits = {
  startMs: 30_000,
  graceMs: 5_000,
  closeMs: 1_000,
  treeMs: 5_000,
  processMs: 2_000,
  outputMs: 2_000,
  maxLineLength: 64 * 1024 * 1024,
  maxFrameBytes: 32 * 1024 * 1024,
  maxFrameTags: 400_000,
  maxAnswerLength: 512 * 1024 * 1024,
  pageSize: 2_000,
  backoffMs: [200, 1_000, 5_000],
};

/** The same over a network: reaching another server takes longer, and so does ending the session there. */
export const remoteLimits: SessionLimits = { ...defaultLimits, startMs: 90_000, closeMs: 5_000 };
