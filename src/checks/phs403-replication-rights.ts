import { lastProvenSuccess } from '../model/cycle-status.js';
import { classifyFailure } from '../model/classify-failure.js';
import type { ReplicationRight } from '../model/diagnosis-facts.js';
import type { UnknownReason } from '../model/fact.js';
import type { Connector, Facts, Partition } from '../model/facts.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { grantRightsRemedy } from '../model/rpc-codes.js';
import { mayReplicate, type Verdict } from '../parsers/security-descriptor.js';
import { addChanges, tellLatest } from './changes/add-changes.js';
import { valueIfKnown, valueOf, type Check, type CheckContext, type Draft } from './check.js';
import { selectedAdConnectors, statesOfConnector } from './connectors.js';
import { missingDomainFlag } from './domain-partitions.js';
import { evidence } from './evidence.js';
import { fillRemedy } from '../model/fill-remedy.js';
import { isInWindow } from './problems/signs-of-life.js';
import { stopsReading } from './password-effect.js';

const rightNames = {
  changes: 'Replicating Directory Changes',
  changesAll: 'Replicating Directory Changes All',
} as const;

/** One domain of the connector, judged. */
interface DomainVerdict {
  readonly domain: string;
  readonly state: 'allowed' | 'refused' | 'unknown';
  readonly text: string;
  /** Entries that deny a right, as SDDL. */
  readonly denials: readonly string[];
  /** No entry grants one of the rights, so taking denials away is not enough. */
  readonly needsGrant: boolean;
  readonly reason?: UnknownReason;
  readonly evidence: readonly Evidence[];
}

function unknownDomain(domain: string, reason: UnknownReason): DomainVerdict {
  const shown = [evidence('replicationRights', domain, `could not be read: ${reason.message}`)];
  return { domain, state: 'unknown', text: reason.message, denials: [], needsGrant: false, reason, evidence: shown };
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

function unclearReason(name: string, { ace }: Verdict, domain: string): UnknownReason {
  const message =
    ace === null
      ? `The security descriptor of ${domain} was not understood.`
      : `Whether "${name}" is allowed in ${domain} depends on ${ace.text}, an entry with a condition or for an account that it does not name for certain.`;
  return { code: 'failed', message };
}

/** `"Replicating Directory Changes All" is denied in contoso.com by (OD;;CR;…)`. */
function refusalText(name: string, { state, ace }: Verdict, domain: string): string {
  return `"${name}" is ${state} in ${domain}${ace === null ? '' : ` by ${ace.text}`}`;
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
  const unclear = verdicts.find(({ verdict }) => verdict.state === 'unknown');
  if (unclear !== undefined) {
    return unknownDomain(domain, unclearReason(unclear.name, unclear.verdict, domain));
  }
  const refused = verdicts.filter(({ verdict }) => verdict.state !== 'allowed');
  return {
    domain,
    state: refused.length === 0 ? 'allowed' : 'refused',
    text: refused.map(({ name, verdict }) => refusalText(name, verdict, domain)).join(', '),
    denials: [...new Set(refused.flatMap(({ verdict }) => verdict.denials.map(({ text }) => text)))],
    needsGrant: refused.some(({ verdict }) => !verdict.isGranted),
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
    ({ state, name }) => name === domain && isInWindow(lastProvenSuccess(state), windowStartsAt),
  );
}

function removalText({ domain, denials }: DomainVerdict): string {
  const which = denials.length === 1 ? 'this entry' : 'these entries';
  return `Remove ${which} from the permissions at the root of ${domain}: ${denials.join(' ')}.`;
}

/** Denials come first: they win over what the commands grant. The commands are only given if a grant is missing. */
function remedyFor(connector: Connector, refused: readonly DomainVerdict[]): Remedy {
  const removals = refused.filter(({ denials }) => denials.length > 0).map(removalText);
  const without = refused.filter(({ needsGrant }) => needsGrant);
  if (without.length === 0) {
    return { text: removals.join(' '), commands: [] };
  }
  const { text, commands } = fillRemedy(grantRightsRemedy, {
    account: connector.accountName,
    'account domain': connector.accountDomain,
    connector: connector.name,
    domain: without[0]?.domain,
    domains: without.map(({ domain }) => domain).join(', '),
  });
  return { text: [...removals, text].join(' '), commands };
}

function judge(connector: Connector, facts: Facts, context: CheckContext): Draft {
  const rows = valueOf(facts.replicationRights).filter(({ connectorName }) => connectorName === connector.name);
  const domains = connector.partitions.filter(({ selected, isDomain }) => selected !== false && isDomain !== false);
  const verdicts = domains.map((partition) => judgeDomain(partition, rows));
  const shown = verdicts.flatMap((verdict) => verdict.evidence);
  const refused = verdicts.filter(({ state }) => state === 'refused');
  const doubted = refused.filter(({ domain }) => cycleSucceeded(connector, domain, facts, context));
  if (refused.length > doubted.length) {
    const message = `The AD DS connector account is not allowed to read password hashes: ${refused.map(({ text }) => text).join('; ')}.`;
    return { status: 'fail', message, evidence: shown, remedy: remedyFor(connector, refused), explainedBy: [] };
  }
  const reason = verdicts.find((verdict) => verdict.reason !== undefined)?.reason;
  if (reason !== undefined || domains.length === 0) {
    const none = {
      code: 'not-found',
      message: `Connector "${connector.name}" has no domain that is synchronized.`,
    } as const;
    return {
      unreadable: reason ?? none,
      evidence: shown,
      explainedBy: [...missingDomainFlag(connector), 'PHS401', 'PHS402'],
    };
  }
  if (refused.length > 0) {
    const message = `The permissions do not show the rights (${refused.map(({ text }) => text).join('; ')}), but the last cycle succeeded; they may come from a group that could not be seen, or have just been taken away.`;
    return { status: 'warn', message, evidence: shown, remedy: remedyFor(connector, refused) };
  }
  return { status: 'pass', message: 'The AD DS connector account has both rights in every domain.', evidence: shown };
}

/** "Replicate Directory Changes" and "… All" at the root of every domain (page, "Connectivity problems", step 5). */
export const phs403ReplicationRights: Check = addChanges(
  {
    id: 'PHS403',
    title: 'The AD DS connector account has the directory replication rights',
    category: 'connectivity',
    passwords: { ...stopsReading, warned: 'doubts' },
    needs: ['connectors', 'replicationRights'],
    uses: ['partitionStates'],
    dependsOn: [],
    perConnector: true,
    run: (facts, context) =>
      selectedAdConnectors(facts, context).map((connector) => ({
        ...judge(connector, facts, context),
        subject: connector.name,
      })),
  },
  tellLatest('permission', 'ad-account'),
);
