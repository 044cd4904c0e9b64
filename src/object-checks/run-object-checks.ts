import { docsPath } from '../checks/run-checks.js';
import type { UnknownReason } from '../model/fact.js';
import type { Finding } from '../model/finding.js';
import { objectCatalog } from './catalog.js';
import { explainByServer } from './explain-by-server.js';
import {
  traceSources,
  type ObjectCheck,
  type ObjectCheckId,
  type ObjectContext,
  type ObjectSubject,
  type ObjectVerdict,
  type TracePart,
} from './object-check.js';

/** Goes down the way of one object, and remembers where it broke and what could not be read. */
class ObjectCheckRun {
  private brokenAt: ObjectCheckId | undefined;
  private settledBy: ObjectCheckId | undefined;
  private explained: ObjectVerdict | undefined;
  private readonly unreadable = new Map<TracePart, ObjectCheckId>();

  constructor(
    private readonly subject: ObjectSubject,
    private readonly context: ObjectContext,
  ) {}

  step(check: ObjectCheck): ObjectVerdict {
    if (this.brokenAt !== undefined) {
      const message = `Not evaluated: the chain is broken at ${this.brokenAt}.`;
      return { status: 'skip', blockedBy: this.brokenAt, message, evidence: [] };
    }
    if (this.settledBy !== undefined && check.leg === 'password') {
      const message = `Not evaluated: the password is left out on purpose (${this.settledBy}).`;
      return { status: 'skip', blockedBy: this.settledBy, message, evidence: [] };
    }
    const judged = this.unread(check) ?? check.run(this.subject, this.context);
    const unread = judged.status === 'skip' ? undefined : judged.unread;
    const verdict = (unread === undefined ? undefined : this.explain(unread)) ?? judged;
    if (verdict.status !== 'skip' && verdict.settles === true) {
      this.settledBy = check.id;
    }
    // A broken attempt is not a broken way: the checks of the password are all judged.
    if (verdict.status === 'fail' && check.leg !== 'password') {
      this.brokenAt = check.id;
    }
    return verdict;
  }

  /** What follows from a part that the server explains was not asked for, so the server explains that as well. */
  private explain(reason: UnknownReason): ObjectVerdict | undefined {
    const own = explainByServer(reason, this.context);
    this.explained ??= own;
    return own ?? (reason.code === 'not-collected' ? this.explained : undefined);
  }

  /** A part that could not be read is reported once; the checks below that need it too are skipped and name the first. */
  private unread(check: ObjectCheck): ObjectVerdict | undefined {
    const { trace } = this.subject;
    for (const part of check.needs) {
      const fact = trace[part];
      if (fact.known) {
        continue;
      }
      const explained = this.explain(fact.reason);
      if (explained !== undefined) {
        return explained;
      }
      const first = this.unreadable.get(part);
      if (first !== undefined) {
        const message = `Not evaluated: something above could not be read (${first}).`;
        return { status: 'skip', blockedBy: first, message, evidence: [] };
      }
      this.unreadable.set(part, check.id);
      const { message, hint } = fact.reason;
      return {
        status: 'unknown',
        message: `Could not be checked: ${message}`,
        evidence: [{ label: 'Could not be read', value: message, source: traceSources[part] }],
        ...(hint === undefined ? {} : { remedy: { text: hint, commands: [] } }),
      };
    }
    return undefined;
  }
}

/** What users are counted by, if that is not the message. */
function reasonOf(verdict: ObjectVerdict): Pick<Finding, 'reason'> {
  return verdict.status === 'skip' || verdict.reason === undefined || verdict.reason === verdict.message
    ? {}
    : { reason: verdict.reason };
}

function toFinding({ id, title }: ObjectCheck, verdict: ObjectVerdict): Finding {
  return {
    check: id,
    category: 'object',
    title,
    status: verdict.status,
    message: verdict.message,
    ...reasonOf(verdict),
    ...(verdict.status === 'skip' ? { blockedBy: verdict.blockedBy } : {}),
    evidence: [...verdict.evidence],
    ...(verdict.status !== 'skip' && verdict.remedy !== undefined ? { remedy: verdict.remedy } : {}),
    docs: docsPath(id),
  };
}

/**
 * Follows one object from Active Directory to Entra: one finding for each check, in the order of the way. Below the first
 * broken link everything is `skip` and names it. Pure: the same trace gives the same findings.
 */
export function runObjectChecks(subject: ObjectSubject, context: ObjectContext): readonly Finding[] {
  const walk = new ObjectCheckRun(subject, context);
  return objectCatalog.map((check) => toFinding(check, walk.step(check)));
}

/** The findings for a line that does not name an object: the first check fails with what is wrong, the others are skipped. */
export function lineFindings(problem: string): readonly Finding[] {
  const [first] = objectCatalog;
  return objectCatalog.map((check) =>
    check.id === first?.id
      ? toFinding(check, { status: 'fail', message: problem, evidence: [] })
      : toFinding(check, {
          status: 'skip',
          blockedBy: first?.id ?? check.id,
          message: 'Not evaluated: there is no object.',
          evidence: [],
        }),
  );
}
