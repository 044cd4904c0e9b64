import { ExitCode } from '../base/exit-codes.js';
import type { Change, DiffDocument, FindingChange, NotCompared, Side } from '../model/diff-document.js';
import type { Finding } from '../model/finding.js';
import { haveOtherNames } from '../model/named-values.js';
import type { Report } from '../model/report.js';
import { isRedacted, type Source } from '../model/source.js';
import { pairWithoutNames, ranks, withoutNames, type FindingPair, type IsSame } from './pair-findings.js';
import { compareValues } from './compare-values.js';

/** What differs between two documents of `status` or `diagnose`. */
export type Differences = Pick<DiffDocument, 'namesDiffer' | 'changes' | 'notCompared' | 'summary'>;

/** Numbers that only grow, instants and ages: a finding that says the same at another time has not changed. */
const moving =
  /\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| UTC)?|\b\d+ (?:s|min|h|days?|times?|events?|records?)\b|\b(?:once|twice)\b/g;

/** A sentence without what only time changes. */
function still(message: string): string {
  return message.replace(moving, '~').replace(/(?:~[ ,]*)+/g, '~');
}

/** Findings by check and subject; of several with the same ones the worst counts. */
function index(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const map = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.check, finding.subject ?? null]);
    const other = map.get(key);
    if (other === undefined || ranks[finding.status] > ranks[other.status]) {
      map.set(key, finding);
    }
  }
  return map;
}

function connectorNames({ overview }: Report): readonly string[] {
  return overview?.connectors.known === true ? overview.connectors.value.map(({ name }) => name) : [];
}

const isJudged = (finding: Finding | undefined): finding is Finding =>
  finding !== undefined && finding.status !== 'unknown' && finding.status !== 'skip';

/** What one key says on both sides: nothing, a change, or that it cannot be compared. */
function compareOne(
  { was, is }: FindingPair,
  ran: { readonly before: boolean; readonly after: boolean },
  same: IsSame,
): FindingChange | NotCompared | undefined {
  const some = is ?? was;
  if (some === undefined || (was?.status === 'skip' && is?.status === 'skip')) {
    return undefined;
  }
  const head = { check: some.check, title: some.title, subject: some.subject ?? null };
  const isOpen = [was, is].some((one) => one !== undefined && !isJudged(one)) || !ran.before || !ran.after;
  if (isOpen) {
    return { ...head, before: was?.status ?? null, after: is?.status ?? null };
  }
  // What is in order of a connector that came or went is no news.
  const isNews =
    was === undefined || is === undefined
      ? some.status !== 'pass'
      : was.status !== is.status || (was.status !== 'pass' && !same(was, is));
  const said = (one: Finding | undefined): FindingChange['before'] =>
    one === undefined ? null : { status: one.status, message: one.message };
  return isNews ? { area: 'finding', ...head, before: said(was), after: said(is) } : undefined;
}

/** Findings that belong together: by check and subject, or by check and sentence if names are pseudonyms. */
function pairFindings(before: Report, after: Report, namesDiffer: boolean, same: IsSame): readonly FindingPair[] {
  if (namesDiffer) {
    return pairWithoutNames(before.findings, after.findings, same);
  }
  const [old, now] = [index(before.findings), index(after.findings)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().map((key) => ({ was: old.get(key), is: now.get(key) }));
}

function compareFindings(
  before: Report,
  after: Report,
  namesDiffer: boolean,
): readonly (FindingChange | NotCompared)[] {
  const [oldNames, newNames] = [connectorNames(before), connectorNames(after)];
  const same: IsSame = namesDiffer
    ? (was, is) => withoutNames(still(was.message), oldNames) === withoutNames(still(is.message), newNames)
    : (was, is) => still(was.message) === still(is.message);
  const ran = (findings: readonly Finding[]): ReadonlySet<string> => new Set(findings.map(({ check }) => check));
  const [ranBefore, ranAfter] = [ran(before.findings), ran(after.findings)];
  return pairFindings(before, after, namesDiffer, same).flatMap((pair) => {
    const check = (pair.is ?? pair.was)?.check ?? '';
    return compareOne(pair, { before: ranBefore.has(check), after: ranAfter.has(check) }, same) ?? [];
  });
}

/**
 * Compares two documents: findings whose status or sentence changed, settings, rules that synchronize passwords and builds.
 * What only time changes (events, ages, the next cycle) does not count. The exit code is 3 if anything changed, 4 if nothing
 * did but something could not be compared, else 0.
 */
export function compareReports(before: Report, after: Report): Differences {
  const namesDiffer = haveOtherNames(
    connectorNames(before),
    connectorNames(after),
    isRedacted(before.source) || isRedacted(after.source),
  );
  const compared = compareFindings(before, after, namesDiffer);
  const findings = compared.filter((one): one is FindingChange => 'area' in one);
  const notCompared = compared.filter((one): one is NotCompared => !('area' in one));
  const changes: readonly Change[] = [...findings, ...compareValues(before, after, namesDiffer)];
  const count = (area: Change['area']): number => changes.filter((change) => change.area === area).length;
  const exitCode = changes.length > 0 ? ExitCode.findings : notCompared.length > 0 ? ExitCode.unknown : ExitCode.ok;
  return {
    namesDiffer,
    changes: [...changes],
    notCompared: [...notCompared],
    summary: {
      exitCode,
      counts: {
        findings: count('finding'),
        settings: count('setting'),
        rules: count('rule'),
        builds: count('build'),
        notCompared: notCompared.length,
      },
    },
  };
}

/** When what answers answered: of a file when it was made, else `endsAt`; null: not known. */
export function instantOf(source: Source | undefined, endsAt: string | null): string | null {
  switch (source?.kind) {
    case 'recording':
      return source.recordedAt;
    case 'configuration-export':
      return source.exportedAt;
    default:
      return endsAt;
  }
}

/** What is said of one of the two. */
export function describeSide(file: string, { command, source, server, window }: Report): Side {
  const platform = server?.platform;
  const name = source?.kind === 'configuration-export' ? source.server : null;
  return {
    file,
    command,
    source,
    at: instantOf(source, window?.endsAt ?? null),
    server: platform?.known === true ? platform.value.machineName : name,
  };
}
