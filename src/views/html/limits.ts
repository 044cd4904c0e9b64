/** How much of the evidence a page holds; a larger server gets tighter limits, so that the file stays small. */
export interface PageLimits {
  /** Characters of one value or text. */
  readonly valueLength: number;
  /** Whether findings that are in order show their evidence. */
  readonly evidenceOfPassed: boolean;
  /** Whether findings that are in order show their sentence for each connector. */
  readonly messageOfPassed: boolean;
  /** At most so many findings of one check with the same status, and so many causes and users. */
  readonly most: number;
  /** At most so many connectors, those that are not in order first. */
  readonly connectors: number;
  /** Characters of a name. */
  readonly nameLength: number;
}

/** The largest file, in bytes of UTF-8. */
export const mostBytes = 300 * 1024;

/** From everything to what is needed most; a page takes the first that fits. */
export const pageLimits: readonly [PageLimits, ...PageLimits[]] = [
  { valueLength: 2_000, evidenceOfPassed: true, messageOfPassed: true, most: 500, connectors: 130, nameLength: 300 },
  { valueLength: 600, evidenceOfPassed: false, messageOfPassed: true, most: 200, connectors: 130, nameLength: 300 },
  { valueLength: 400, evidenceOfPassed: false, messageOfPassed: false, most: 100, connectors: 130, nameLength: 120 },
  { valueLength: 200, evidenceOfPassed: false, messageOfPassed: false, most: 30, connectors: 60, nameLength: 64 },
  { valueLength: 80, evidenceOfPassed: false, messageOfPassed: false, most: 8, connectors: 15, nameLength: 40 },
];
