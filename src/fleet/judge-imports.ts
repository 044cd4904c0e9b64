import { counted } from '../base/text.js';
import { isPhsConnector } from '../model/connector-kind.js';
import { durationText } from '../model/duration.js';
import type { UnknownReason } from '../model/fact.js';
import type { Connector, Facts } from '../model/facts.js';
import { instantText } from '../model/instant.js';
import { importRunsAsked, type ImportRun, type LastImport } from '../model/last-import.js';
import type { ImportVerdict } from './server-profile.js';

/** One cycle can be late, and a long one keeps the next from beginning; after three, something is wrong. */
const mostIntervals = 3;
const cmdlet = 'Get-ADSyncRunProfileResult';

/** What the age of an import is measured with. */
interface Measure {
  readonly nowMs: number;
  /** Undefined: the scheduler does not report its interval. */
  readonly intervalMs: number | undefined;
  readonly isCycleRunning: boolean;
}

const isImport = ({ stepTypes }: ImportRun): boolean => stepTypes.some((type) => /^(?:delta|full)-import/.test(type));
const endOf = ({ endedAt, startedAt }: ImportRun): string | null => endedAt ?? startedAt;
/** A run without a time comes behind all others. */
const endMsOf = (run: ImportRun): number => Date.parse(endOf(run) ?? '') || 0;

/**
 * What the result of an import says (facts 1.13): `success` alone proves that it worked. A result that is not known, or that
 * leaves open what was imported, proves nothing.
 */
function classifyResult({ result, isComplete }: ImportRun): 'worked' | 'failed' | 'open' {
  if (result === 'success' && isComplete === true) {
    return 'worked';
  }
  return /^(?:no-start-.*|stopped-.*|completed-discovery-errors|call-failure|connection-failure)$/.test(result)
    ? 'failed'
    : 'open';
}

function runText(run: ImportRun): string {
  const at = endOf(run);
  return [run.profileName, run.result || 'no result', at === null ? 'no time' : instantText(at)].join(', ');
}

/** The last run, and the last that worked if that is another one. */
function evidenceOf(name: string, last: ImportRun, runs: readonly ImportRun[]): ImportVerdict['evidence'] {
  const good = runs.find((run) => isImport(run) && classifyResult(run) === 'worked');
  const before = good === undefined || good === last ? '' : `; before, with success: ${runText(good)}`;
  return { label: `Last import of ${name}`, value: `${runText(last)}${before}`, source: cmdlet };
}

/** Whether an import that worked is recent. */
function judgeAge(name: string, run: ImportRun, measure: Measure): Pick<ImportVerdict, 'status' | 'says'> {
  const { nowMs, intervalMs, isCycleRunning } = measure;
  const at = endOf(run);
  if (at === null || intervalMs === undefined) {
    const says = `the age of the last import of "${name}" is not known`;
    return { status: 'unknown', says };
  }
  const ageMs = nowMs - Date.parse(at);
  if (ageMs <= mostIntervals * intervalMs) {
    return { status: 'pass', says: '' };
  }
  const says = `the last import of "${name}" is ${durationText(ageMs)} old, more than ${mostIntervals} intervals of the scheduler`;
  // A cycle that takes hours, as the first one does, imports only once.
  return isCycleRunning ? { status: 'unknown', says: `${says}, and a cycle is running` } : { status: 'fail', says };
}

/** A connector without an import that is over: proven only if what was looked at reaches far enough back. */
function judgeWithout(name: string, { runs, runCount, oldestRunAt }: LastImport, measure: Measure): ImportVerdict {
  const { nowMs, intervalMs } = measure;
  const reachesBack =
    runCount < importRunsAsked ||
    (oldestRunAt !== null && intervalMs !== undefined && nowMs - Date.parse(oldestRunAt) > mostIntervals * intervalMs);
  const untold = runs.filter((run) => !isImport(run)).length;
  const value =
    untold === 0
      ? `none that has ended in ${counted(runCount, 'run')}`
      : `not known: of ${counted(runCount, 'run')} the steps of ${untold} are not reported`;
  const evidence = { label: `Last import of ${name}`, value, source: cmdlet };
  return reachesBack && untold === 0
    ? { status: 'fail', says: `the run history holds no import of "${name}" that has ended`, evidence }
    : { status: 'unknown', says: `when "${name}" was imported last is not known`, evidence };
}

function judgeConnector({ name, identifier }: Connector, rows: readonly LastImport[], measure: Measure): ImportVerdict {
  const row = rows.find(({ connectorId }) => connectorId === identifier.toLowerCase());
  if (row?.failure !== null) {
    const value = row?.failure?.message ?? 'not answered';
    const says = `the last import of "${name}" could not be read`;
    return { status: 'unknown', says, evidence: { label: `Last import of ${name}`, value, source: cmdlet } };
  }
  const runs = [...row.runs].sort((left, right) => endMsOf(right) - endMsOf(left));
  // A run whose steps are not reported may be an import; only one that worked does not matter.
  const last = runs.find((run) => run.isComplete !== false && (isImport(run) || run.result !== 'success'));
  if (last === undefined) {
    return judgeWithout(name, row, measure);
  }
  const evidence = evidenceOf(name, last, runs);
  const result = isImport(last) ? classifyResult(last) : 'open';
  if (result === 'worked') {
    return { ...judgeAge(name, last, measure), evidence };
  }
  const what = isImport(last) ? 'import' : 'run (its steps are not reported)';
  const says = `the last ${what} of "${name}" ended with ${last.result || 'no result'}`;
  return { status: result === 'failed' ? 'fail' : 'unknown', says, evidence };
}

function unreadImports({ message }: UnknownReason): ImportVerdict {
  const evidence = { label: 'Last imports', value: message, source: cmdlet };
  return { status: 'unknown', says: 'its last imports are not known', evidence };
}

/** Whether what a server in staging mode would export after a takeover was imported a short time ago, by connector. */
export function judgeImports({
  lastImports,
  connectors,
  scheduler,
  platform,
  collectedAt,
}: Facts): readonly ImportVerdict[] {
  if (!lastImports.known) {
    return [unreadImports(lastImports.reason)];
  }
  if (!connectors.known) {
    return [unreadImports(connectors.reason)];
  }
  // The server's own clock, if it answered it: its times are of that clock.
  const clockAt = platform.known ? platform.value.clockAt : undefined;
  const measure: Measure = {
    nowMs: Date.parse(clockAt ?? collectedAt),
    intervalMs: (scheduler.known ? scheduler.value.effectiveIntervalMs : null) ?? undefined,
    isCycleRunning: scheduler.known && scheduler.value.syncCycleInProgress === true,
  };
  return connectors.value
    .filter(isPhsConnector)
    .map((connector) => judgeConnector(connector, lastImports.value, measure));
}
