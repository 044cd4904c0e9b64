import { classifyFailure } from '../model/classify-failure.js';
import type { DomainReachability } from '../model/diagnosis-facts.js';
import type { Connector, Facts } from '../model/facts.js';
import { reachDomainRemedy } from '../model/rpc-codes.js';
import { valueOf, type Check, type Draft } from './check.js';
import { selectedAdConnectors } from './connectors.js';
import { missingDomainFlag } from './domain-partitions.js';
import { evidence } from './evidence.js';
import { fillRemedy } from '../model/fill-remedy.js';
import { saysRefusedLogon } from './problems/problem-causes.js';
import { stopsReading } from './password-effect.js';

/** A domain that is not selected for synchronization does not matter. */
function matters({ domain }: DomainReachability, { partitions }: Connector): boolean {
  const partition = partitions.find(({ name }) => name.toLowerCase() === domain?.toLowerCase());
  return partition?.selected !== false;
}

function shown(rows: readonly DomainReachability[]): readonly ReturnType<typeof evidence>[] {
  return rows.map(({ domain, isReachable, exceptionMessage }) => {
    const state = isReachable === null ? 'not reported' : isReachable ? 'reachable' : 'not reachable';
    const why = exceptionMessage === null || exceptionMessage === '' ? '' : `: ${exceptionMessage}`;
    return evidence('domains', domain ?? 'Domains', `${state}${why}`);
  });
}

function unreachable(rows: readonly DomainReachability[], connector: Connector): Draft {
  const domains = rows.map(({ domain }) => domain ?? 'a domain').join(', ');
  const reasons = [...new Set(rows.flatMap(({ exceptionMessage }) => exceptionMessage ?? []))].filter(
    (text) => text !== '',
  );
  return {
    status: 'fail',
    message: `${rows.length === 1 ? 'Domain' : 'Domains'} ${domains} cannot be reached from this server${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}.`,
    evidence: shown(rows),
    remedy: fillRemedy(reachDomainRemedy, { ...describeAccount(connector), domain: rows[0]?.domain, domains }),
    explainedBy: reasons.some(saysRefusedLogon) ? ['PHS402'] : [],
  };
}

function describeAccount({ accountName, accountDomain, name }: Connector): {
  readonly account: string | null;
  readonly 'account domain': string | null;
  readonly connector: string;
} {
  return { account: accountName, 'account domain': accountDomain, connector: name };
}

function judge(connector: Connector, all: readonly DomainReachability[]): Draft {
  const rows = all.filter((row) => row.connectorName === connector.name && matters(row, connector));
  const down = rows.filter(({ isReachable }) => isReachable === false);
  if (down.length > 0) {
    return unreachable(down, connector);
  }
  const failure = rows.flatMap((row) => row.failure ?? [])[0];
  if (failure !== undefined) {
    const reason = classifyFailure(failure, { summary: `the domains of "${connector.name}"` });
    return { unreadable: reason, explainedBy: missingDomainFlag(connector) };
  }
  if (rows.length === 0 || rows.some(({ isReachable }) => isReachable === null)) {
    const message = `Get-ADSyncDomainReachabilityStatus does not report ${rows.length === 0 ? 'any domain' : 'every domain'} of "${connector.name}".`;
    return {
      unreadable: { code: 'not-found', message },
      evidence: shown(rows),
      explainedBy: missingDomainFlag(connector),
    };
  }
  const message = rows.length === 1 ? 'The domain is reachable.' : `All ${rows.length} domains are reachable.`;
  return { status: 'pass', message, evidence: shown(rows) };
}

/** The page's check "Validates that the domain is reachable from the server" (facts 1.13). */
export const phs401DomainsReachable: Check = {
  id: 'PHS401',
  title: 'Every domain is reachable',
  category: 'connectivity',
  passwords: stopsReading,
  needs: ['connectors', 'domains'],
  uses: [],
  dependsOn: [],
  perConnector: true,
  run: (facts: Facts, context) =>
    selectedAdConnectors(facts, context).map((connector) => ({
      ...judge(connector, valueOf(facts.domains)),
      subject: connector.name,
    })),
};
