import { catalog } from '../checks/catalog.js';
import { valueIfKnown, type Check, type CheckContext, type ExpectedRole } from '../checks/check.js';
import { statesOfConnector } from '../checks/connectors.js';
import { narrowFacts } from '../checks/narrow-facts.js';
import { isInWindow, latestRecoveryMs } from '../checks/problems/signs-of-life.js';
import { runChecks } from '../checks/run-checks.js';
import { readStaging } from '../checks/staging.js';
import { lastProvenSuccess } from '../model/cycle-status.js';
import { hasHiddenDomains, type Connector, type Facts, type Partition } from '../model/facts.js';
import type { Finding } from '../model/finding.js';
import { leftOffCheck } from '../model/first-cause.js';
import type { ServerCause } from '../model/object-report.js';
import type { ObjectTrace } from '../model/object-trace.js';
import { listAdConnectors, parseDnText, findPartition } from '../object-checks/find-partition.js';

/** What shows that the way of passwords was open in the window. */
interface Proof {
  /** Hashes were read from the domain. */
  readonly reading: boolean;
  /** Microsoft Entra ID accepted them. */
  readonly sending: boolean;
}

/** A finding that matters to users unless one of them, or his domain, shows the contrary. */
interface Candidate {
  readonly finding: Finding;
  readonly check: Check;
}

const checks: readonly Check[] = catalog.filter(({ passwords }) => passwords.failed !== 'none');
const checkById: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]));

function toCause(
  { check, subject, title, message, remedy }: Finding,
  weight: Pick<ServerCause, 'status' | 'effect'>,
): ServerCause {
  return {
    check,
    ...(subject === undefined ? {} : { subject }),
    title,
    message,
    ...weight,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** What a finding weighs for users; undefined if it does not matter to them. */
function weighFinding(
  { check: { passwords }, finding: { status } }: Candidate,
  proof: Proof,
): Pick<ServerCause, 'status' | 'effect'> | undefined {
  const { failed, warned, unknown } = passwords;
  switch (status) {
    case 'fail':
      return failed === 'none' ? undefined : { status: failed === 'later' ? 'warn' : 'fail', effect: failed };
    case 'warn':
      if (warned === 'unless-read' && !proof.reading) {
        return { status: 'fail', effect: 'stops' };
      }
      return warned === undefined ? undefined : { status: 'warn', effect: 'doubts' };
    case 'unknown':
      return unknown === undefined || (unknown !== 'always' && proof[unknown])
        ? undefined
        : { status: 'unknown', effect: 'hides' };
    case 'pass':
    case 'skip':
      return undefined;
  }
}

/** Whether the domains of these facts were read, and whether Entra accepted something of the connector, in the window. */
function collectProof(facts: Facts, connector: Connector): Proof {
  const windowStartsAt = new Date(facts.windowStartsAt);
  const states = statesOfConnector(connector, valueIfKnown(facts.partitionStates) ?? []);
  const wasRead = states.some(
    ({ state }) =>
      isInWindow(lastProvenSuccess(state), windowStartsAt) || isInWindow(state.lastSuccessEndedAt, windowStartsAt),
  );
  const events = valueIfKnown(facts.events);
  const recoveryMs = events === undefined ? undefined : latestRecoveryMs(connector, events);
  const wasSent = recoveryMs !== undefined && recoveryMs >= windowStartsAt.getTime();
  return { reading: wasRead || (wasSent && hasHiddenDomains(facts) !== true), sending: wasSent };
}

/** The findings about one domain of one connector, and what speaks against those that could not be judged. */
interface Domain {
  readonly candidates: readonly Candidate[];
  readonly proof: Proof;
}

/**
 * What is wrong with the server for the users of each domain. The checks run over the facts narrowed to the domain of a user, so
 * that trouble of another domain or connector is not among the findings; users of the same domain share them.
 */
export class ServerForUsers {
  private readonly domains = new Map<string, Domain>();
  private readonly startsMs: number;

  constructor(
    private readonly facts: Facts,
    private readonly expect: ExpectedRole,
  ) {
    this.startsMs = Date.parse(facts.windowStartsAt);
  }

  /** True on a staging server that is meant to be one: passwords are sent by another server. */
  get isStagingAsExpected(): boolean {
    return this.expect === 'staging' && readStaging(this.facts).enabled === true;
  }

  /** What concerns every user of the server, and every connector that a run of the tool left off. */
  everywhere(): readonly ServerCause[] {
    const { candidates } = this.judgeDomain(undefined, undefined);
    return candidates
      .filter(({ finding }) => finding.subject === undefined || finding.check === leftOffCheck)
      .flatMap((candidate) => this.weighCause(candidate, { reading: true, sending: true }));
  }

  /**
   * What concerns one user.
   *
   * @param arrivedMs When a password of this user is known to have arrived; undefined if it never did.
   */
  listCauses(
    { connectorNames, distinguishedName }: Pick<ObjectTrace, 'connectorNames' | 'distinguishedName'>,
    arrivedMs: number | undefined,
  ): readonly ServerCause[] {
    const [name] = connectorNames;
    const connector = listAdConnectors(this.facts).find((each) => each.name === name);
    const dn = parseDnText(distinguishedName ?? '');
    const partition = dn === undefined ? undefined : findPartition(connector, dn);
    // Nothing is known of a domain that is not synchronized, and its silence is not a fault of the server.
    const { candidates, proof } = this.judgeDomain(connector, partition?.selected === false ? undefined : partition);
    const arrived = arrivedMs !== undefined && arrivedMs >= this.startsMs;
    const own = { reading: proof.reading || arrived, sending: proof.sending || arrived };
    return candidates
      .filter(({ finding: { subject } }) => subject === undefined || subject === name)
      .flatMap((candidate) => this.weighCause(candidate, own));
  }

  private weighCause(candidate: Candidate, proof: Proof): readonly ServerCause[] {
    const weight = weighFinding(candidate, proof);
    // On a server that is meant to be a staging one, being active is a finding, but no password is kept by it.
    const isOfRole = candidate.finding.check === 'PHS204' && this.expect === 'staging';
    if (weight === undefined || isOfRole) {
      return [];
    }
    // What stops a staging server stops nobody's password until it takes over.
    const isForLater = this.isStagingAsExpected && weight.effect === 'stops';
    return [toCause(candidate.finding, isForLater ? { status: 'warn', effect: 'later' } : weight)];
  }

  private judgeDomain(connector: Connector | undefined, partition: Partition | undefined): Domain {
    const key = JSON.stringify([connector?.name, partition?.dn]);
    const known = this.domains.get(key);
    if (known !== undefined) {
      return known;
    }
    const made = this.judge(connector, partition);
    this.domains.set(key, made);
    return made;
  }

  private judge(connector: Connector | undefined, partition: Partition | undefined): Domain {
    const { facts } = this;
    const narrowed =
      connector === undefined || partition === undefined ? facts : narrowFacts(facts, connector.name, partition);
    const context: CheckContext = {
      now: new Date(facts.collectedAt),
      windowStartsAt: new Date(facts.windowStartsAt),
      expect: this.expect,
      ...(connector === undefined ? {} : { connectorFilter: connector.name }),
    };
    const candidates = runChecks(narrowed, context, checks).flatMap((finding) => {
      const check = checkById.get(finding.check);
      return check === undefined ? [] : [{ finding, check }];
    });
    const mine = listAdConnectors(narrowed).find(({ name }) => name === connector?.name);
    return {
      candidates,
      proof: mine === undefined ? { reading: false, sending: false } : collectProof(narrowed, mine),
    };
  }
}
