import { ExitCode } from '../base/exit-codes.js';
import { chooseExitCode, type FailOn } from './choose-exit-code.js';
import type { Remedy } from './finding.js';
import { isWrongName, leftOffCheck } from './first-cause.js';
import { objectRemedy } from './object-remedy.js';
import type {
  CountedCause,
  ObjectCause,
  ObjectResult,
  ObjectStatus,
  ObjectSummary,
  ServerCause,
} from './object-report.js';
import { remedyForMany } from './remedy-for-many.js';

const examplesKept = 5;
/** Texts of a server are among the causes, so their number has a bound; what is beyond it is counted by check. */
const causesKept = 200;
const otherReason = 'Other reasons than those above.';

/** The worst first. */
const severity: readonly ObjectStatus[] = ['fail', 'unknown', 'warn', 'pass'];

function isLeftOff({ check, status }: ServerCause): boolean {
  return check === leftOffCheck && status === 'fail';
}

type CauseCount = Omit<CountedCause, 'count' | 'examples' | 'remedy'> & {
  count: number;
  readonly examples: string[];
  /** Of the first user. */
  readonly remedy: Remedy | undefined;
  readonly distinguishedName: string | null;
};

function isOther({ reason }: CauseCount): boolean {
  return reason === otherReason;
}

function compareCauses(left: CauseCount, right: CauseCount): number {
  return (
    severity.indexOf(left.status) - severity.indexOf(right.status) ||
    // A misspelt name is not what keeps passwords from arriving.
    Number(isWrongName(left)) - Number(isWrongName(right)) ||
    Number(isOther(left)) - Number(isOther(right)) ||
    right.count - left.count ||
    left.check.localeCompare(right.check)
  );
}

function toCounted({ remedy, distinguishedName, examples, ...cause }: CauseCount): CountedCause {
  const advice = cause.count > 1 ? remedyForMany(remedy, distinguishedName) : remedy;
  return { ...cause, examples: [...examples], ...(advice === undefined ? {} : { remedy: advice }) };
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
      causes: [...this.causes.values()].sort(compareCauses).map(toCounted),
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

  private addCause(result: ObjectResult, cause: ObjectCause): void {
    const { given, line } = result;
    const counted = this.findCause(result, cause);
    counted.count += 1;
    if (counted.examples.length < examplesKept) {
      const text = given.text.slice(0, 200);
      counted.examples.push(line === null ? text : `line ${line}: ${text}`);
    }
  }

  private findCause(
    result: ObjectResult,
    { check, subject, title, message, reason = message }: ObjectCause,
  ): CauseCount {
    const { status, distinguishedName } = result;
    const own = JSON.stringify([check, status, subject, reason]);
    const isKept = this.causes.has(own) || this.causes.size < causesKept;
    const key = isKept ? own : `${check} ${status}`;
    const made = {
      check,
      ...(subject === undefined ? {} : { subject }),
      title,
      reason: isKept ? reason : otherReason,
      status,
      count: 0,
      examples: [],
      remedy: isKept ? objectRemedy(result) : undefined,
      distinguishedName,
    };
    const counted = this.causes.get(key) ?? made;
    this.causes.set(key, counted);
    return counted;
  }
}
