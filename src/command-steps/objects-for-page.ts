import { ExitCode } from '../base/exit-codes.js';
import type { ObjectReportTail, ObjectResult, ObjectStatus } from '../model/object-report.js';
import type { ReportedObjects } from '../report/report-page.js';
import type { ObjectView } from '../views/object-view.js';

const mostKept = 500;
const order: readonly ObjectStatus[] = ['fail', 'unknown', 'warn', 'pass'];

/** Keeps the results of users for a page instead of printing them: at most 500, those that are not in order first. */
export class ObjectsForPage implements ObjectView {
  private readonly kept = new Map<ObjectStatus, ObjectResult[]>(order.map((status) => [status, []]));
  private end: ObjectReportTail = {
    finishedAt: '',
    summary: {
      status: 'pass',
      exitCode: ExitCode.ok,
      counts: { objects: 0, pass: 0, warn: 0, fail: 0, unknown: 0 },
      causes: [],
      serverCauses: [],
    },
  };

  readonly head = (): string => '';

  readonly object = (result: ObjectResult): string => {
    const list = this.kept.get(result.status);
    if (list !== undefined && list.length < mostKept) {
      list.push(result);
    }
    return '';
  };

  readonly tail = (tail: ObjectReportTail): string => {
    this.end = tail;
    return '';
  };

  /** What was kept, after the run. */
  objects(): ReportedObjects {
    return { results: [...this.kept.values()].flat().slice(0, mostKept), tail: this.end };
  }
}
