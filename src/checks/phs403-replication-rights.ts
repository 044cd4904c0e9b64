import { classifyFailure } from '../collect/classify-failure.js';
import type { ReplicationRight } from '../model/diagnosis-facts.js';
import type { UnknownReason } from '../model/fact.js';
import type { Connector, Facts, Partition } from '../model/facts.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { grantRightsRemedy } from '../model/rpc-codes.js';
import { mayReplicate, type Verdict } from '../parsers/security-descriptor.js';
import { valueIfKnown, valueOf, type Check, type CheckContext, type Draft } from './check.js';
import { selectedAdConnectors, statesOfConnector } from './connectors.js';
import { evidence } from './evidence.js';
import { fillRemedy } from './fill-remedy.js';
import { isInWindow } from './signs-of-life.js';

const rightNames = {
  changes: 'Replicating Directory Changes',
  changesAll: 'Replicating Directory Changes All',
} as const;

/** One domain of the connector, judged. */
interface DomainVerdict {
  readonly domain: string;
  readonly state: 'allowed' | 'refused' | 'unknown';
  readonly text: string;
  readonly denied: boolean;
  readonly reason?: UnknownReason;
  readonly evidence: readonly Evidence[];
}

function unknownDomain(domain: string, reason: UnknownReason): DomainVerdict {
  const shown = [evidence('replicationRights', domain, `could not be read: ${reason.message}`)];
  return { domain, state: 'unknown', text: reason.message, denied: false, reason, evidence: shown };
}

function unreadableRow(
  { failure, accountSid, account, securityDescriptor }: ReplicationRight,
  domain: string,
): UnknownReason | undefined {
  if (failure !== null) {
    return classifyFailure(failure, { summary: `the replication rights at the root of ${domain}` });
  }
  if (accountSid === null) {
    return {
      code: 'not-found',
      message: `The account ${account} was not found, so its rights in ${domain} are not known.`,
    };
  }
  return securityDescriptor === null
    ? { code: 'not-found', message: `The security descriptor at the root of ${domain} could not be read.` }
    : undefined;
}

function verdictText(name: string, { state, ace }: Verdict): string {
  return `${name}: ${state}${ace === null ? '' : ` by ${ace.text}`}`;
}

function judgeRow(row: ReplicationRight, domain: string): DomainVerdict {
  const reason = unreadableRow(row, domain);
  if (reason !== undefined) {
    return unknownDomain(domain, reason);
  }
  const { changes, changesAll } = mayReplicate(row.securityDescriptor ?? '', [
    row.accountSid ?? '',
    ...row.tokenGroups,
  ]);
  const verdicts = [
    { name: rightNames.changes, verdict: changes },
    { name: rightNames.changesAll, verdict: changesAll },
  ];
  if (verdicts.some(({ verdict }) => verdict.state === 'unknown')) {
    return unknownDomain(domain, {
      code: 'failed',
      message: `The security descriptor of ${domain} was not understood.`,
    });
  }
  const refused = verdicts.filter(({ verdict }) => verdict.state !== 'allowed');
  return {
    domain,
    state: refused.length === 0 ? 'allowed' : 'refused',
    text: refused.map(({ name, verdict }) => `"${name}" is ${verdict.state} in ${domain}`).join(', '),
    denied: refused.some(({ verdict }) => verdict.state === 'denied'),
    evidence: verdicts.map(({ name, verdict }) => evidence('replicationRights', domain, verdictText(name, verdict))),
  };
}

function judgeDomain({ dn, name }: Partition, rows: readonly ReplicationRight[]): DomainVerdict {
  const row = rows.find(({ domainDn }) => domainDn.toLowerCase() === dn.toLowerCase());
  const message = `The rights at the root of ${name} were not read.`;
  return row === undefined ? unknownDomain(name, { code: 'not-collected', message }) : judgeRow(row, name);
}

/** A cycle that succeeds reads hashes, so it has the rights, whatever the descriptor seems to say. */
function cycleSucceeded(connector: Connector, domain: string, facts: Facts, { windowStartsAt }: CheckContext): boolean {
  return statesOfConnector(connector, valueIfKnown(facts.partitionStates) ?? []).some(
    ({ state, name }) =>
      name === domain &&
      state.lastCycleStatus?.toLowerCase() === 'successful' &&
      isInWindow(state.lastCycleEndedAt ?? state.lastCycleStartedAt, windowStartsAt),
  );
}

function remedyFor(connector: Connector, refused: readonly DomainVerdict[]): Remedy {
  const { text, commands } = fillRemedy(grantRightsRemedy, {
    account: connector.accountName,
    'account domain': connector.accountDomain,
    connector: connector.name,
    domain: refused[0]?.domain,
    domains: refused.map(({ domain }) => domain).join(', '),
  });
  const denials = refused.some(({ denied }) => denied)
    ? ' An entry denies a right, which wins over what is granted: remove that entry (see the evidence).'
    : '';
  return { text: `${text}${denials}`, commands };
}

function judge(connector: Connector, facts: Facts, context: CheckContext): Draft {
  const rows = valueOf(facts.replicationRights).filter(({ connectorName }) => connectorName === connector.name);
  const domains = connector.partitions.filter(({ selected, isDomain }) => selected !== false && isDomain !== false);
  const verdicts = domains.map((partition) => judgeDomain(partition, rows));
  const shown = verdicts.flatMap((verdict) => verdict.evidence);
  const refused = verdicts.filter(({ state }) => state === 'refused');
  const doubted = refused.filter(({ domain }) => cycleSucceeded(connector, domain, facts, context));
  if (refused.length > doubted.length) {
    const message = `The AD DS account may not read password hashes: ${refused.map(({ text }) => text).join('; ')}.`;
    return { status: 'fail', message, evidence: shown, remedy: remedyFor(connector, refused), explainedBy: [] };
  }
  const reason = verdicts.find((verdict) => verdict.reason !== undefined)?.reason;
  if (reason !== undefined || domains.length === 0) {
    const none = {
      code: 'not-found',
      message: `Connector "${connector.name}" has no domain that is synchronized.`,
    } as const;
    return { unreadable: reason ?? none, evidence: shown, explainedBy: ['PHS401', 'PHS402'] };
  }
  if (refused.length > 0) {
    const message = `The permissions do not show the rights (${refused.map(({ text }) => text).join('; ')}), but the last cycle succeeded; they may come from a group that could not be seen, or have just been taken away.`;
    return { status: 'warn', message, evidence: shown, remedy: remedyFor(connector, refused) };
  }
  return { status: 'pass', message: 'The AD DS account has both rights in every domain.', evidence: shown };
}

/** "Replicate Directory Changes" and "… All" at the root of every domain (page, "Connectivity problems", step 5). */
export const phs403ReplicationRights: Check = {
  id: 'PHS403',
  title: 'The AD DS account may replicate directory changes',
  category: 'connectivity',
  needs: ['connectors', 'replicationRights'],
  uses: ['partitionStates'],
  dependsOn: [],
  perConnector: true,
  onlyDiagnose: true,
  run: (facts, context) =>
    selectedAdConnectors(facts, context).map((connector) => ({
      ...judge(connector, facts, context),
      subject: connector.name,
    })),
};
