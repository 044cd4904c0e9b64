import { ExitCode } from '../base/exit-codes.js';
import { chooseExitCode, type FailOn } from './choose-exit-code.js';
import { leftOffCheck } from './first-cause.js';
import type { ObjectCause, ObjectResult, ObjectStatus, ObjectSummary, ServerCause } from './object-report.js';

const examplesKept = 5;

function isLeftOff({ check, status }: ServerCause): boolean {
  return check === leftOffCheck && status === 'fail';
}

interface CauseCount {
  readonly check: string;
  readonly title: string;
  readonly status: ObjectStatus;
  count: number;
  readonly examples: string[];
}

/** Counts results by status and by cause as they come. Keeps a few examples of each cause and nothing else of a result. */
export class ObjectTally {
  private readonly counts = { objects: 0, pass: 0, warn: 0, fail: 0, unknown: 0 };
  private readonly causes = new Map<string, CauseCount>();
  private readonly serverCauses = new Map<string, ServerCause>();

  /** Takes one result. */
  add(result: ObjectResult): void {
    this.counts.objects += 1;
    this.counts[result.status] += 1;
    for (const cause of result.serverCauses) {
      this.addServerCause(cause);
    }
    if (result.cause !== null) {
      this.addCause(result, result.cause);
    }
  }

  /**
   * What was counted so far; the exit code is that of the worst object, but 7 if a run of the tool left a connector off.
   *
   * @param everywhere What is wrong with the server, whoever is looked at, and every connector that was left off.
   */
  summary(failOn: FailOn, everywhere: readonly ServerCause[]): ObjectSummary {
    const { fail, unknown, warn } = this.counts;
    everywhere.forEach((cause) => {
      this.addServerCause(cause);
    });
    return {
      status: fail > 0 ? 'fail' : unknown > 0 ? 'unknown' : warn > 0 ? 'warn' : 'pass',
      exitCode: everywhere.some(isLeftOff) ? ExitCode.leftOff : chooseExitCode(this.counts, failOn),
      counts: { ...this.counts },
      causes: [...this.causes.values()]
        .sort((left, right) => right.count - left.count || left.check.localeCompare(right.check))
        .map((cause) => ({ ...cause, examples: [...cause.examples] })),
      serverCauses: [...this.serverCauses.values()].sort((left, right) => left.check.localeCompare(right.check)),
    };
  }

  /** Users of one domain share their causes, so there are few. */
  private addServerCause(cause: ServerCause): void {
    const key = JSON.stringify([cause.check, cause.subject, cause.message]);
    if (!this.serverCauses.has(key)) {
      this.serverCauses.set(key, cause);
    }
  }

  private addCause({ status, given, line }: ObjectResult, { check, title }: ObjectCause): void {
    const key = `${check} ${status}`;
    const counted = this.causes.get(key) ?? { check, title, status, count: 0, examples: [] };
    this.causes.set(key, counted);
    counted.count += 1;
    if (counted.examples.length < examplesKept) {
      const text = given.text.slice(0, 200);
      counted.examples.push(line === null ? text : `line ${line}: ${text}`);
    }
  }
}
