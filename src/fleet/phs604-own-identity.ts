import { groupBy } from '../base/group-by.js';
import type { Remedy } from '../model/finding.js';
import { isRedacted } from '../model/source.js';
import { listNames, type FleetCheck, type FleetDraft } from './fleet-check.js';
import type { FleetMember } from './fleet-member.js';
import { areOneMachine, identityParts } from './one-machine.js';
import type { ServerIdentity } from './server-profile.js';

const remedy: Remedy = {
  text: 'Each server needs its own application or account, named after its machine identifier: with a shared one the certificate of the server that was configured last is the only one that signs in, and event 906 of the others holds AADSTS700027. On the server that is to get its own identity, run the Microsoft Entra Connect wizard and choose "Configure application-based authentication to Microsoft Entra ID". Reinstall a cloned server.',
  commands: ['Get-ADSyncEntraConnectorCredential'],
};

const nameOnce: Remedy = {
  text: 'Name each server once. If they are two machines, one of them is a clone that kept its name: rename or reinstall it.',
  commands: [],
};

/** Servers that share a value, by the value. */
function findShared(members: readonly FleetMember[], key: keyof ServerIdentity): readonly (readonly FleetMember[])[] {
  const named = members.filter(({ profile }) => profile?.identity[key] !== undefined);
  return [...groupBy(named, ({ profile }) => profile?.identity[key]).values()].filter(({ length }) => length > 1);
}

/** Members that look like one machine, which is not compared with itself. */
function findDoubles(members: readonly FleetMember[]): readonly (readonly FleetMember[])[] {
  const groups: FleetMember[][] = [];
  for (const member of members) {
    const group = groups.find(([first]) => first !== undefined && areOneMachine([first, member]));
    if (group === undefined) {
      groups.push([member]);
    } else {
      group.push(member);
    }
  }
  return groups.filter(({ length }) => length > 1);
}

function doublesText(group: readonly FleetMember[]): string {
  const [name = ''] = group.flatMap(({ profile }) => profile?.identity.machineName ?? []);
  return `${listNames(group)} have the same computer name (${name}), and nothing tells them apart: they are taken for one machine and were not compared.`;
}

/** The identifier belongs to applications: a server that signs in with an account may have none. */
function isIdentified({ profile }: FleetMember): boolean {
  const { signIn, machineIdentifier } = profile?.identity ?? {};
  return signIn !== undefined && (machineIdentifier !== undefined || profile?.usesApplication === false);
}

function run(members: readonly FleetMember[]): readonly FleetDraft[] {
  const evidence = members.map(({ name, profile }) => ({
    label: name,
    value: `computer name ${profile?.identity.machineName ?? 'not known'}; signs in as ${profile?.identity.signIn ?? 'not known'}; machine identifier ${profile?.identity.machineIdentifier ?? 'not known'}`,
  }));
  const shared = identityParts.flatMap(([key, what]) =>
    findShared(members, key)
      .filter((group) => !areOneMachine(group))
      .map((group) => `${listNames(group)} share ${what}`),
  );
  if (shared.length > 0) {
    return [{ status: 'fail', message: `${shared.join('; ')}.`, evidence, remedy }];
  }
  const open = members.filter((member) => !isIdentified(member) || isRedacted(member.report.source));
  const doubles = findDoubles(members);
  const unknowns = [
    ...doubles.map(doublesText),
    ...(open.length === 0
      ? []
      : [
          `What ${listNames(open)} ${open.length === 1 ? 'signs' : 'sign'} in with, or the machine identifier, is not known.`,
        ]),
  ];
  if (unknowns.length > 0) {
    const cure = doubles.length === 0 ? {} : { remedy: nameOnce };
    return [{ status: 'unknown', message: unknowns.join(' '), evidence, ...cure }];
  }
  const message = 'Each server has its own application or account and machine identifier.';
  return [{ status: 'pass', message, evidence }];
}

/** One application for each server (facts 9.2). Pseudonyms of two bundles are never the same, so they prove nothing. */
export const phs604OwnIdentity: FleetCheck = {
  id: 'PHS604',
  title: 'Each server has its own application or account and machine identifier',
  run,
};
