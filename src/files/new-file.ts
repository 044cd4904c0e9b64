import { closeSync, fstatSync, lstatSync, unlinkSync } from 'node:fs';
import { EnvironmentError } from '../base/errors.js';
import { writingProblem } from '../base/file-problem.js';
import { openNewOutput, type OpenOutput } from './open-output.js';
import { writeWhole, type WriteLayer } from './write-whole.js';

/**
 * A new file that grows line by line and belongs to its owner only (mode 0600). What has been written is in the file also
 * when the process ends without warning.
 */
export class NewFile {
  private broken: EnvironmentError | undefined;
  /** Number of bytes that are in the file. */
  bytes = 0;

  private constructor(
    readonly path: string,
    private readonly noun: string,
    private output: OpenOutput | undefined,
    private readonly layer: WriteLayer | undefined,
  ) {}

  /**
   * Makes the file; `noun` names it in errors: "The recording". Raises E_FILE when there is one of that name already, a
   * UsageError for a name that is none of a file.
   */
  static create(path: string, noun: string, layer?: WriteLayer): NewFile {
    return new NewFile(path, noun, openNewOutput(path, noun), layer);
  }

  /** Appends text. Raises E_FILE, also at every later call, when the disk does not take it. */
  write(text: string): void {
    if (this.broken !== undefined) {
      throw this.broken;
    }
    if (this.output === undefined) {
      return;
    }
    try {
      const bytes = Buffer.from(text, 'utf8');
      writeWhole(this.output.descriptor, bytes, this.layer);
      this.bytes += bytes.length;
    } catch (cause) {
      const { reason, hint } = writingProblem(cause, this.path);
      const message = `${this.noun} ${this.path} could not be written to its end: ${reason}.`;
      this.broken = new EnvironmentError('E_FILE', message, { hint, cause });
      throw this.broken;
    }
  }

  /** True when everything that was given to {@link write} is in the file. */
  get isSound(): boolean {
    return this.broken === undefined;
  }

  /** True after {@link close}. */
  get isClosed(): boolean {
    return this.output === undefined;
  }

  /** Closes the file; what comes later is dropped. Never raises. */
  close(): void {
    const { output } = this;
    this.output = undefined;
    try {
      if (output !== undefined) {
        closeSync(output.descriptor);
      }
    } catch {
      // What could be written has been written; there is nobody left to tell.
    }
  }

  /** Closes the file and removes it again, if it is still the one that was made. Never raises. */
  discard(): void {
    const { output } = this;
    try {
      if (output !== undefined && isSame(output)) {
        // Windows removes an open file only when it is closed.
        this.close();
        unlinkSync(output.real);
      }
    } catch {
      // It is gone already, or will stay empty.
    }
    this.close();
  }
}

function isSame({ descriptor, real }: OpenOutput): boolean {
  const open = fstatSync(descriptor, { bigint: true });
  const named = lstatSync(real, { bigint: true });
  return open.dev === named.dev && open.ino === named.ino;
}
