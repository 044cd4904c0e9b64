import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { EnvironmentError } from '../base/errors.js';
import { writingProblem } from '../base/file-problem.js';

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/**
 * A new file that grows line by line and belongs to its owner only (mode 0600). What has been written is in the file also
 * when the process ends without warning.
 */
export class NewFile {
  private descriptor: number | undefined;
  private broken: EnvironmentError | undefined;

  private constructor(
    readonly path: string,
    private readonly noun: string,
    descriptor: number,
  ) {
    this.descriptor = descriptor;
  }

  /** Makes the file; `noun` names it in errors: "The recording". Raises E_FILE when there is one of that name already. */
  static create(path: string, noun: string): NewFile {
    try {
      return new NewFile(path, noun, openSync(path, 'wx', 0o600));
    } catch (cause) {
      const { reason, hint } = writingProblem(cause, path);
      throw isCode(cause, 'EEXIST')
        ? new EnvironmentError('E_FILE', `${noun} ${path} exists already, and nothing is ever overwritten.`, {
            hint: 'Name a new file, or remove the old one.',
            cause,
          })
        : new EnvironmentError('E_FILE', `${noun} ${path} cannot be written: ${reason}.`, { hint, cause });
    }
  }

  /** Appends text. Raises E_FILE, also at every later call, when the disk does not take it. */
  write(text: string): void {
    if (this.broken !== undefined) {
      throw this.broken;
    }
    if (this.descriptor === undefined) {
      return;
    }
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let at = 0; at < bytes.length;) {
        at += writeSync(this.descriptor, bytes, at);
      }
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
    return this.descriptor === undefined;
  }

  /** Closes the file; what comes later is dropped. Never raises. */
  close(): void {
    const { descriptor } = this;
    this.descriptor = undefined;
    try {
      if (descriptor !== undefined) {
        closeSync(descriptor);
      }
    } catch {
      // What could be written has been written; there is nobody left to tell.
    }
  }

  /** Closes the file and removes it again. Never raises. */
  discard(): void {
    this.close();
    try {
      unlinkSync(this.path);
    } catch {
      // It is gone already, or will stay empty.
    }
  }
}
