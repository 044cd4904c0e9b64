import { EnvironmentError } from '../base/errors.js';
import { writingProblem } from '../base/file-problem.js';
import { openAppendOutput } from './open-output.js';
import { writeWhole } from './write-whole.js';

/** A file that lines are appended to, each as a whole, also when two runs append to it at once. */
export class LogFile {
  private constructor(
    private readonly path: string,
    private readonly noun: string,
    private readonly descriptor: number,
  ) {}

  /** Opens the file, or makes it; `noun` names it in errors: "The log file". Rejects with E_FILE or a UsageError. */
  static async open(path: string, noun: string): Promise<LogFile> {
    const { descriptor } = await openAppendOutput(path, noun);
    return new LogFile(path, noun, descriptor);
  }

  /** Appends text. Raises E_FILE. It stays open until the process ends: what is appended last is said while it ends. */
  append(text: string): void {
    try {
      writeWhole(this.descriptor, Buffer.from(text, 'utf8'));
    } catch (cause) {
      const { reason, hint } = writingProblem(cause, this.path);
      throw new EnvironmentError('E_FILE', `${this.noun} ${this.path} could not be written: ${reason}.`, {
        hint,
        cause,
      });
    }
  }
}
