import type { ConnectorSpaceObject, MetaverseObject, TracedAttribute } from '../model/object-trace.js';
import { readDnsName } from '../parsers/dn.js';
import { missingAbove, readPart, traceEvidence, type ObjectCheck, type ObjectVerdict } from './object-check.js';
import { parseDnText } from './find-partition.js';
import { findAttribute } from './phs506-metaverse.js';

function findDomain(distinguishedName: string): string | undefined {
  const dn = parseDnText(distinguishedName);
  return (dn === undefined ? null : readDnsName(dn))?.toLowerCase();
}

function shown(name: string, attribute: TracedAttribute | undefined): ReturnType<typeof traceEvidence> {
  const rule = attribute?.ruleName == null ? '' : ` (rule: ${attribute.ruleName})`;
  return traceEvidence('metaverse', name, attribute === undefined ? null : `${attribute.values.join(', ')}${rule}`);
}

const remedy = {
  text: 'The rule "In from AD - User AccountEnabled" sets both from the domain of the connector (%Domain.FQDN%, %Domain.Netbios%). See which rule sets them now, in the Synchronization Rules Editor and with --verbose; restore the default flow, or give a custom rule the same flow, and run a full synchronization.',
  commands: ['Start-ADSyncSyncCycle -PolicyType Initial'],
};

const dottedName = {
  text: 'Microsoft does not support NetBIOS names with a dot on the domains of a Microsoft Entra Connect server (prerequisites page); see phs-tool explain PHS213.',
  commands: [],
};

function judge(source: ConnectorSpaceObject, metaverse: MetaverseObject): ObjectVerdict {
  const fqdn = findAttribute(metaverse, 'domainFQDN');
  const netBios = findAttribute(metaverse, 'domainNetBios');
  const evidence = [shown('domainFQDN', fqdn), shown('domainNetBios', netBios)];
  const missing = [...(fqdn === undefined ? ['domainFQDN'] : []), ...(netBios === undefined ? ['domainNetBios'] : [])];
  if (fqdn === undefined || netBios === undefined) {
    const message = `The metaverse object has no ${missing.join(' and no ')}: password synchronization does not know its domain.`;
    return { status: 'fail', message, evidence, remedy };
  }
  const value = fqdn.values.join(', ');
  const netBiosValue = netBios.values.join(', ');
  const expected = findDomain(source.distinguishedName);
  if (netBiosValue.includes('.') && (expected === undefined || value.toLowerCase() === expected)) {
    return {
      status: 'warn',
      message: `The NetBIOS name of its domain, ${netBiosValue}, contains a dot, which Microsoft does not support.`,
      evidence,
      remedy: dottedName,
    };
  }
  if (expected === undefined || value.toLowerCase() === expected) {
    return {
      status: 'pass',
      message: `domainFQDN is ${value}${expected === undefined ? ', with which the DN cannot be compared' : ', as expected'}; domainNetBios is there: ${netBiosValue}.`,
      evidence,
    };
  }
  const others = metaverse.links.map(({ distinguishedName }) => findDomain(distinguishedName));
  if (others.includes(value.toLowerCase())) {
    return {
      status: 'warn',
      message: `domainFQDN is "${value}", the domain of another account that is joined to the same user; the password comes from there, not from ${expected}.`,
      evidence,
      remedy: {
        text: 'Follow the account of the other domain if its password is the one you mean.',
        commands: [],
      },
    };
  }
  return { status: 'fail', message: `domainFQDN is "${value}", but the object is in ${expected}.`, evidence, remedy };
}

/**
 * Microsoft's page, step i: both attributes have the expected values (facts 1.10). Nothing that is read gives the
 * NetBIOS name of the domain, so that one is only shown.
 */
export const phs507Domain: ObjectCheck = {
  id: 'PHS507',
  title: 'The domainFQDN is as expected and the domainNetBios is there',
  leg: 'source',
  needs: ['source', 'metaverse'],
  run: ({ trace }) => {
    const [source, metaverse] = [readPart(trace.source), readPart(trace.metaverse)];
    return source === undefined || metaverse === undefined
      ? missingAbove('object in the metaverse')
      : judge(source, metaverse);
  },
};
