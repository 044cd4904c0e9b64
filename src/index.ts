/** phs-tool as a library: `import { openServer } from 'phs-tool'` (docs/library.md). It only reads. */
export { CancelledError, EnvironmentError, PhsError, PsError, UsageError } from './base/errors.js';
export type {
  DiagnoseOptions,
  EventsOptions,
  JudgeOptions,
  QuestionOptions,
  Server,
  ServerOptions,
  UserName,
  UserOptions,
} from './library/interface.js';
export { openServer } from './library/open-server.js';
export type { ObjectReport, ObjectReportTail, ObjectResult } from './model/object-report.js';
export type { PhsEvent } from './model/phs-event.js';
export type { Report } from './model/report.js';
