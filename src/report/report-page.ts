import type { ConnectorActivity } from '../model/activity.js';
import type { AuditState } from '../model/audit-logging.js';
import type { ErrorCause } from './error-causes.js';
import type { ObjectReportTail, ObjectResult } from '../model/object-report.js';
import type { Report } from '../model/report.js';

/** What the audit of administrators shows over the window. */
export interface AuditActivity {
  readonly state: AuditState;
  /** Why the events about changes could not be read; null when they were. */
  readonly failure: string | null;
  /** Newest first. */
  readonly changes: readonly AuditChange[];
  /** Ids of which the log can hold older changes than those that were read. */
  readonly cutIds: readonly number[];
}

/** One change that an administrator made or tried; texts as the server wrote them. */
export interface AuditChange {
  readonly at: string;
  readonly eventId: number;
  readonly name: string;
  /** Null if the text names nobody. */
  readonly user: string | null;
  readonly text: string;
}

/** What the Application log shows over the window of the timeline, which can be longer than the one that is judged. */
export interface LogActivity {
  readonly window: { readonly startsAt: string; readonly endsAt: string };
  /** The oldest record; null for an empty log, undefined when it is not known. */
  readonly oldestAt: string | null | undefined;
  /** Why the events could not be read; null when they were. */
  readonly failure: string | null;
  readonly connectors: readonly ConnectorActivity[];
  readonly audit: AuditActivity;
  readonly causes: readonly ErrorCause[];
  /** Number of events that report a problem, and of those whose texts were kept to tell their causes. */
  readonly problemCount: number;
  readonly problemTextCount: number;
}

/** The users that were followed. */
export interface ReportedObjects {
  /** Those that are not in order first; at most 500. */
  readonly results: readonly ObjectResult[];
  readonly tail: ObjectReportTail;
}

/** Everything that the HTML report shows. */
export interface ReportPage {
  readonly report: Report;
  /** A name for the page, for example of a customer; absent: none. */
  readonly title?: string;
  readonly activity: LogActivity;
  readonly objects?: ReportedObjects;
}
