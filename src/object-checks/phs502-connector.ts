import { whyUnknown } from '../checks/check.js';
import type { UnknownReason } from '../model/fact.js';
import type { Partition } from '../model/facts.js';
import { readDnsName } from '../parsers/dn.js';
import {
  missingAbove,
  type ObjectCheck,
  type ObjectContext,
  type ObjectSubject,
  type ObjectVerdict,
} from './object-check.js';
import { listAdConnectors, parseDnText, findPartition } from './find-partition.js';

function partitionsEvidence({ server }: ObjectSubject): { label: string; value: string; source: string }[] {
  return listAdConnectors(server).map(({ name, partitions }) => ({
    label: `Partitions of "${name}"`,
    value: partitions.map(({ dn }) => dn).join('; ') || 'none',
    source: 'Get-ADSyncConnector',
  }));
}

const noneAtAll = { code: 'not-collected', message: 'There is no AD connector on this server.' } as const;

function noConnector(subject: ObjectSubject, { connectorFilter }: ObjectContext): ObjectVerdict {
  if (listAdConnectors(subject.server).length === 0) {
    return {
      status: 'unknown',
      message: `Could not be checked: ${noneAtAll.message}`,
      evidence: [],
      unread: noneAtAll,
    };
  }
  const dn = parseDnText(subject.trace.distinguishedName ?? '');
  const domain = dn === undefined ? null : readDnsName(dn);
  const who = connectorFilter === undefined ? 'No AD connector' : `The connector "${connectorFilter}" does not`;
  const verb = connectorFilter === undefined ? 'holds' : 'hold';
  return {
    status: 'fail',
    message: `${who} ${verb} the part of the directory that the DN names${domain === null ? '' : ` (${domain})`}.`,
    evidence: partitionsEvidence(subject),
    remedy: {
      text: 'Check the DC parts of the DN. If the domain is right, this server does not synchronize it: add its directory, or select the domain, in the Microsoft Entra Connect wizard ("Customize synchronization options").',
      commands: ['(Get-ADSyncConnector).Partitions | Format-List DN, Selected'],
    },
  };
}

function partitionIn({ trace, server }: ObjectSubject, connectorName: string): Partition | undefined {
  const dn = parseDnText(trace.distinguishedName ?? '');
  const connector = listAdConnectors(server).find(({ name }) => name === connectorName);
  return dn === undefined ? undefined : findPartition(connector, dn);
}

/** Why nobody knows which connector holds the object; undefined when that can be judged. */
function whyNotJudged({ trace, server }: ObjectSubject): UnknownReason | undefined {
  const { source, distinguishedName, notRecorded } = trace;
  return (
    whyUnknown(server.connectors) ??
    (notRecorded === true ? whyUnknown(source) : undefined) ??
    (distinguishedName === null ? { code: 'not-collected', message: 'The DN of the object is not known.' } : undefined)
  );
}

function judge(subject: ObjectSubject, context: ObjectContext): ObjectVerdict {
  const reason = whyNotJudged(subject);
  if (reason !== undefined) {
    const { message, hint } = reason;
    const remedy = hint === undefined ? {} : { remedy: { text: hint, commands: [] } };
    return { status: 'unknown', message: `Could not be checked: ${message}`, evidence: [], unread: reason, ...remedy };
  }
  const [used, ...rest] = subject.trace.connectorNames;
  if (used === undefined) {
    return subject.trace.distinguishedName === null ? missingAbove('DN to look for') : noConnector(subject, context);
  }
  const partition = partitionIn(subject, used);
  // The connector of a parent domain contains the DN too, in a shorter partition; that is not a second home.
  const others = rest.filter((name) => partitionIn(subject, name)?.dn.length === partition?.dn.length);
  const evidence = [
    { label: 'Connector', value: used, source: 'Get-ADSyncConnector' },
    ...(partition === undefined ? [] : [{ label: 'Partition', value: partition.dn, source: 'Get-ADSyncConnector' }]),
  ];
  if (partition === undefined) {
    return {
      status: 'warn',
      message: `No partition of the connector "${used}" holds this DN; it is looked for there all the same.`,
      evidence,
      remedy: { text: 'Leave out --connector to search the connector that holds the DN.', commands: [] },
    };
  }
  if (others.length > 0 && context.connectorFilter === undefined) {
    return {
      status: 'warn',
      message: `Several AD connectors hold this DN: "${used}" was used, ${others.map((name) => `"${name}"`).join(', ')} hold${others.length === 1 ? 's' : ''} it too (forests with the same suffix).`,
      evidence,
      remedy: { text: 'Name the connector that is meant with --connector.', commands: [] },
    };
  }
  return { status: 'pass', message: `The connector "${used}" holds it.`, evidence };
}

/** The connector is found by the partition that contains the DN, or forced with --connector. */
export const phs502Connector: ObjectCheck = {
  id: 'PHS502',
  title: "An AD connector holds the object's part of the directory",
  leg: 'source',
  needs: [],
  run: judge,
};
