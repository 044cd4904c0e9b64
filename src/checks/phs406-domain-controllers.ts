import type { Connector, Facts, Partition } from '../model/facts.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { reachDomainRemedy, rpcCodes } from '../model/rpc-codes.js';
import { valueIfKnown, type Check, type CheckContext, type CheckId, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { fillRemedy } from '../model/fill-remedy.js';
import { areaCheck } from './problems/area-check.js';
import {
  cycleProof,
  groupEvidence,
  groupsText,
  withoutActiveProblems,
  type AreaProblems,
} from './problems/judge-area.js';
import type { CauseGroup } from './problems/problem-causes.js';
import { sentence, type ProblemScope } from './problems/problem-judgement.js';
import { stopsReading } from './password-effect.js';

function domainPartitionsOnly({ partitions }: Connector): readonly Partition[] {
  return partitions.filter(({ selected, isDomain }) => selected !== false && isDomain !== false);
}

function controllers(connector: Connector): readonly Evidence[] {
  return domainPartitionsOnly(connector).flatMap((partition) => {
    const { name, lastDomainController, preferredDomainControllers } = partition;
    const listed = preferredDomainControllers.join(', ');
    return [
      evidence('connectors', `Domain controller last used for ${name}`, lastDomainController),
      evidence(
        'connectors',
        `Preferred ones of ${name}`,
        listed === '' ? 'none configured' : listed + useText(partition),
      ),
    ];
  });
}

/** Preferred or used domain controllers that are read-only; none if that could not be read. */
function readOnlyOnes(connector: Connector, facts: Facts): readonly string[] {
  const rights = (valueIfKnown(facts.replicationRights) ?? []).filter(
    ({ connectorName }) => connectorName === connector.name,
  );
  return domainPartitionsOnly(connector).flatMap(({ dn, name, preferredDomainControllers, lastDomainController }) => {
    const readOnly =
      rights.find(({ domainDn }) => domainDn.toLowerCase() === dn.toLowerCase())?.readOnlyControllers ?? [];
    const used = [...preferredDomainControllers, ...(lastDomainController === null ? [] : [lastDomainController])];
    const found = used.filter((host) => readOnly.some((other) => sameHost(host, other)));
    return [...new Set(found)].map((host) => `the domain controller ${host} of ${name} is read-only`);
  });
}

/** What the parameter dc-failover says of the list (facts 1.1). */
function useText({ dcFailover }: Partition): string {
  if (dcFailover === undefined || dcFailover === null) {
    return ' (whether only these are used is not reported)';
  }
  return dcFailover ? ' (others are used as well)' : ' (only these are used)';
}

function sameHost(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || a.split('.')[0] === b || a === b.split('.')[0];
}

/**
 * Partitions that are to use only the domain controllers of their list, and whose last one is not on it: the list was changed
 * and the service not restarted, or none of it answers. If others may be used too, that is as configured.
 */
function besideTheList(connector: Connector): readonly Partition[] {
  return domainPartitionsOnly(connector).filter(
    ({ preferredDomainControllers, lastDomainController, dcFailover }) =>
      dcFailover === false &&
      preferredDomainControllers.length > 0 &&
      lastDomainController !== null &&
      !preferredDomainControllers.some((name) => sameHost(name, lastDomainController)),
  );
}

const preferOthers: Remedy = {
  text: 'If this server cannot reach all domain controllers, select "Only use preferred domain controllers" for the partition in Synchronization Service Manager (Configure Directory Partitions) and enter those that it can reach; the list is used for import and export as well. Restart the ADSync service: without it a change does not apply.',
  commands: ['Restart-Service ADSync'],
};

const useWritable: Remedy = {
  text: 'Enter only writable domain controllers as preferred ones in Synchronization Service Manager (Configure Directory Partitions), then restart the ADSync service: a read-only domain controller is not supported (prerequisites page).',
  commands: preferOthers.commands,
};

const restart: Remedy = {
  text: 'Restart the ADSync service if the list was changed: without it a change does not apply. If it was not, check that the domain controllers on the list answer.',
  commands: preferOthers.commands,
};

function remedyFor(groups: readonly CauseGroup[], scope: ProblemScope): Remedy {
  const connector = scope.concerned.length === 1 ? scope.concerned[0] : undefined;
  const domains = [...new Set(groups.flatMap((group) => group.domains))];
  const reach = fillRemedy(reachDomainRemedy, {
    account: connector?.accountName,
    'account domain': connector?.accountDomain,
    connector: connector?.name,
    domain: domains[0],
    domains: domains.join(', ') || 'the forest',
  });
  return { text: preferOthers.text, commands: [...reach.commands, ...preferOthers.commands] };
}

/** Unreachable according to replication: PHS404 reports it with its code. */
function isOfReplication({ area, cause }: CauseGroup): boolean {
  const category = cause.rpcCode === undefined ? undefined : rpcCodes.get(cause.rpcCode)?.category;
  return area === 'replication' && category === 'connectivity';
}

function isMeant(group: CauseGroup): boolean {
  return group.area === 'domain-controller' || isOfReplication(group);
}

function failing(active: readonly CauseGroup[], scope: ProblemScope): Draft {
  const hosts = [...new Set(active.flatMap((group) => group.hosts))];
  const toldBy404 = active.every(isOfReplication);
  const explainedTogether: readonly CheckId[] = toldBy404 ? ['PHS404'] : [];
  return {
    status: 'fail',
    message: `${groupsText(active)}${hosts.length === 0 ? '' : `; domain controllers: ${hosts.join(', ')}`}.`,
    evidence: [...groupEvidence(active), ...scope.concerned.flatMap(controllers)],
    remedy: remedyFor(active, scope),
    explainedBy: ['PHS401'],
    behind: ['PHS401'],
    explainedTogether,
  };
}

function judge(scope: ProblemScope, problems: AreaProblems, facts: Facts, context: CheckContext): Draft {
  if (problems.active.length > 0) {
    return failing(problems.active, scope);
  }
  const shown = scope.concerned.flatMap(controllers);
  const readOnly = scope.concerned.flatMap((connector) => readOnlyOnes(connector, facts));
  if (readOnly.length > 0) {
    const message = `${sentence(readOnly.join('; '))}, which Microsoft does not support.`;
    return { status: 'warn', message, evidence: shown, remedy: useWritable };
  }
  const beside = scope.concerned.flatMap(besideTheList);
  if (beside.length > 0) {
    const text = beside.map(
      ({ name, lastDomainController }) =>
        `domain ${name} was last read from ${lastDomainController ?? ''}, which is not on its list, although only preferred domain controllers are to be used`,
    );
    return { status: 'warn', message: `${sentence(text.join('; '))}.`, evidence: shown, remedy: restart };
  }
  const proof = cycleProof(scope, facts, context);
  const draft = withoutActiveProblems(
    problems,
    proof,
    facts,
    context,
    'No domain controller is reported as unreachable.',
  );
  return { ...draft, evidence: [...(draft.evidence ?? []), ...shown] };
}

/** Domain controllers by name: 616, 611 with a code of an unreachable one, the last used, the preferred (page, "Connectivity problems", steps 6 to 9). */
export const phs406DomainControllers: Check = areaCheck({
  id: 'PHS406',
  title: 'The domain controllers in use answer',
  category: 'connectivity',
  passwords: { ...stopsReading, warned: 'doubts' },
  uses: ['replicationRights'],
  isMeant,
  judge,
});
