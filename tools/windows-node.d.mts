/** The Node.js for Windows that is shipped and that the lab runs. */
export const windowsNode: {
  readonly name: string;
  readonly version: string;
  /** Of the package, as a lock file writes it. */
  readonly integrity: string;
  /** Of node.exe, in hexadecimal. */
  readonly sha256: string;
};
