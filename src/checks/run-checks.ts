import { factSources, type FactName } from '../model/fact-names.js';
import type { UnknownReason } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { Category, Finding, FindingStatus } from '../model/finding.js';
import { notEvaluated, quoteFinding } from '../model/quote-finding.js';
import { findUnrecorded } from '../model/unrecorded.js';
import { catalog, isOnlyDiagnosed, statusChecks } from './catalog.js';
import {
  whyUnknown,
  UnreadableFactError,
  type Check,
  type CheckContext,
  type CheckId,
  type Draft,
  type JudgedDraft,
  type SkippedDraft,
  type UnreadableDraft,
} from './check.js';
import { chooseRemedy, type Readiness } from './choose-remedy.js';
import { selectedAdConnectors } from './connectors.js';
import { explainedReasons } from './explained-reasons.js';

/** Without connectors the checks of each connector have nothing to look at; this check says so. */
const noConnectorsCheck: CheckId = 'PHS202';

/** Path of a check's page, relative to the package. */
export function docsPath(id: string): string {
  return `docs/checks/${id}.md`;
}

function firstUnreadable(
  check: Check,
  facts: Facts,
): { readonly name: FactName; readonly reason: UnknownReason } | undefined {
  for (const name of check.needs) {
    const reason = whyUnknown(facts[name]);
    if (reason !== undefined) {
      return { name, reason };
    }
  }
  return undefined;
}

/** The check's drafts. A needed fact that is not known is answered here, once for each subject, and never by the check. */
function runCheck(check: Check, facts: Facts, context: CheckContext): readonly Draft[] {
  const missing = firstUnreadable(check, facts);
  if (missing === undefined) {
    try {
      return check.run(facts, context);
    } catch (error) {
      if (error instanceof UnreadableFactError) {
        return [{ unreadable: error.reason }];
      }
      throw error;
    }
  }
  const evidence = [{ label: 'Could not be read', value: missing.reason.message, source: factSources[missing.name] }];
  const draft = { unreadable: missing.reason, evidence };
  return check.perConnector && facts.connectors.known
    ? selectedAdConnectors(facts, context).map(({ name }) => ({ ...draft, subject: name }))
    : [draft];
}

/** The statuses of a finding that explains others, the one that explains most first. */
const blockingStatuses: readonly FindingStatus[] = ['fail', 'unknown', 'warn'];

/** Categories that must be in order before a last resort is advised. */
const firstCategories: ReadonlySet<Category> = new Set(['environment', 'configuration', 'connectivity']);

/** Turns drafts into findings: decides between unknown and skip, and lets a failed check explain those below it. */
class Resolver {
  private readonly findings = new Map<Draft, Finding>();
  private readonly resolving = new Set<Draft>();

  constructor(
    private readonly checks: readonly Check[],
    private readonly drafts: ReadonlyMap<CheckId, readonly Draft[]>,
    private readonly facts: Facts,
  ) {}

  /** The findings of one check, each after those that could explain it. */
  of(check: Check): readonly Finding[] {
    const drafts = this.drafts.get(check.id) ?? [];
    return drafts.length === 0
      ? this.explainNoDrafts(check)
      : drafts.flatMap((draft) => this.finding(check, draft) ?? []);
  }

  /** Undefined while the draft is being resolved: nothing explains itself. */
  private finding(check: Check, draft: Draft): Finding | undefined {
    const done = this.findings.get(draft);
    if (done !== undefined || this.resolving.has(draft)) {
      return done;
    }
    this.resolving.add(draft);
    const finding = this.resolve(check, draft);
    this.resolving.delete(draft);
    this.findings.set(draft, finding);
    return finding;
  }

  /** The findings of a check for the server and for the subject. Empty when the check is not run. */
  private about(id: CheckId, subject: string | undefined): readonly Finding[] {
    const check = this.checks.find((candidate) => candidate.id === id);
    const drafts = (this.drafts.get(id) ?? []).filter(
      (draft) => draft.subject === undefined || draft.subject === subject,
    );
    return check === undefined ? [] : drafts.flatMap((draft) => this.finding(check, draft) ?? []);
  }

  private explainNoDrafts(check: Check): readonly Finding[] {
    const blocked = this.isBlocking(noConnectorsCheck, undefined, ['fail']);
    return blocked ? [this.skip(check, { evidence: [] }, noConnectorsCheck)] : [];
  }

  private resolve(check: Check, draft: Draft): Finding {
    if ('status' in draft && draft.status === 'skip') {
      return { ...this.skip(check, draft, draft.blockedBy), message: draft.message };
    }
    const blocker = this.findBlocker(check, draft);
    if (blocker !== undefined) {
      return this.skip(check, draft, blocker);
    }
    if (!('unreadable' in draft)) {
      return this.judged(check, draft);
    }
    const { code, message } = draft.unreadable;
    return code === 'not-exported'
      ? { ...base(check, draft), status: 'skip', message: `${notEvaluated}${message}` }
      : this.unknown(check, draft);
  }

  private findBlocker(check: Check, draft: Exclude<Draft, SkippedDraft>): CheckId | undefined {
    const reason = 'unreadable' in draft ? explainedReasons[draft.unreadable.code] : undefined;
    const applies =
      reason !== undefined &&
      reason.by !== check.id &&
      (reason.only?.includes(check.id) ?? true) &&
      (reason.holds?.(this.facts) ?? true);
    if (applies && this.isBlocking(reason.by, draft.subject, reason.when)) {
      return reason.by;
    }
    const explainers = [...check.dependsOn, ...(check.dependsOnFor?.(this.facts) ?? []), ...(draft.explainedBy ?? [])];
    const failed = explainers.find((id) => id !== check.id && this.isBlocking(id, draft.subject, ['fail']));
    return failed ?? ('unreadable' in draft ? this.findReporter(draft) : this.findCommonExplainer(draft));
  }

  private findReporter({ reportedBy, subject }: UnreadableDraft): CheckId | undefined {
    return reportedBy !== undefined && this.isBlocking(reportedBy, subject, ['unknown']) ? reportedBy : undefined;
  }

  private findCommonExplainer({ explainedTogether = [], subject }: JudgedDraft): CheckId | undefined {
    const explainers = explainedTogether.map((id) => this.findExplainer(id, subject));
    return explainers.every((id) => id !== undefined) ? explainers[0] : undefined;
  }

  /** The check itself when it fails, or the failed one that explains it. */
  private findExplainer(id: CheckId, subject: string | undefined): CheckId | undefined {
    const findings = this.about(id, subject);
    if (findings.some(({ status }) => status === 'fail')) {
      return id;
    }
    const above = findings.flatMap(({ blockedBy }) => this.checks.filter((check) => check.id === blockedBy));
    return above.find((check) => this.isBlocking(check.id, subject, ['fail']))?.id;
  }

  /** True when a finding of `id` for the server, or for the same subject, has one of the statuses. */
  private isBlocking(id: CheckId, subject: string | undefined, when: readonly FindingStatus[]): boolean {
    return this.about(id, subject).some(({ status }) => when.includes(status));
  }

  /** Quotes the finding that explains: its title says the opposite of what was found. */
  private skip(check: Check, draft: Pick<Draft, 'subject' | 'evidence'>, blockedBy: CheckId): Finding {
    const above = this.about(blockedBy, draft.subject);
    const [reason] = blockingStatuses.flatMap((status) => above.filter((finding) => finding.status === status));
    const quoted = reason === undefined ? `${blockedBy} did not pass.` : quoteFinding(reason);
    return { ...base(check, draft), status: 'skip', message: `${notEvaluated}${quoted}`, blockedBy };
  }

  private unknown(check: Check, draft: UnreadableDraft): Finding {
    const { message, hint } = draft.unreadable;
    const finding: Finding = { ...base(check, draft), status: 'unknown', message: `Could not be checked: ${message}` };
    return hint === undefined ? finding : { ...finding, remedy: { text: hint, commands: [] } };
  }

  private judged(check: Check, draft: JudgedDraft): Finding {
    const finding: Finding = { ...base(check, draft), status: draft.status, message: draft.message };
    const remedy = chooseRemedy(draft, {
      isRun: (id) => this.isRun(id),
      readinessForLastResort: () => this.readinessForLastResort(draft.subject),
    });
    return remedy === undefined ? finding : { ...finding, remedy };
  }

  private isRun(id: CheckId): boolean {
    return this.checks.some((check) => check.id === id);
  }

  /** What of the environment, the configuration and the connectivity is not run; checks that judge events alone do not show the last. */
  private readinessOfSelection(): Readiness {
    const left = catalog.filter(({ id, category }) => firstCategories.has(category) && !this.isRun(id));
    return left.length === 0 ? 'ready' : left.every(isOnlyDiagnosed) ? 'domains-unasked' : 'left-out';
  }

  /** Whether what was run of the environment, the configuration and the connectivity is in order. */
  private readinessForLastResort(subject: string | undefined): Readiness {
    const open = this.checks
      .filter(({ category }) => firstCategories.has(category))
      .flatMap(({ id }) => this.about(id, subject))
      .filter(({ status }) => status !== 'pass' && status !== 'warn');
    if (open.length === 0) {
      return this.readinessOfSelection();
    }
    return findUnrecorded(open).length === open.length ? 'not-recorded' : 'not-ready';
  }
}

function base(
  check: Check,
  draft: Pick<Draft, 'subject' | 'evidence'>,
): Pick<Finding, 'check' | 'category' | 'title' | 'subject' | 'evidence' | 'docs'> {
  return {
    check: check.id,
    category: check.category,
    title: check.title,
    ...(draft.subject === undefined ? {} : { subject: draft.subject }),
    evidence: [...(draft.evidence ?? [])],
    docs: docsPath(check.id),
  };
}

/**
 * Runs the checks over the facts: findings in the order of ids, and of connectors within a check. Every check answers
 * with at least one finding; none of them can pass on a fact that could not be read.
 */
export function runChecks(
  facts: Facts,
  context: CheckContext,
  checks: readonly Check[] = statusChecks,
): readonly Finding[] {
  const drafts = new Map(checks.map((check) => [check.id, runCheck(check, facts, context)] as const));
  const resolver = new Resolver(checks, drafts, facts);
  return checks.flatMap((check) => resolver.of(check));
}
