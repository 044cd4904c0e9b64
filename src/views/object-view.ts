import type { ObjectReportHead, ObjectReportTail, ObjectResult } from '../model/object-report.js';

/** A view of results that come one by one; what it has written needs no memory. */
export interface ObjectView {
  /** Before the first result. */
  readonly head: (head: ObjectReportHead) => string;
  /** For each result as it comes; may be empty. */
  readonly object: (result: ObjectResult) => string;
  /** After the last one, also when the run ended early (then with `error`). */
  readonly tail: (tail: ObjectReportTail) => string;
}
