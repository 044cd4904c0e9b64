import type { Remedy } from '../model/finding.js';
import { groupByTenant, listNames, verb, type FleetCheck, type FleetDraft, type Tenant } from './fleet-check.js';
import { roleOf } from './fleet-member.js';
import { areOneMachine } from './one-machine.js';

const keepOne: Remedy = {
  text: 'Two active servers write to the same tenant, which is not supported: the last one wins, and users can be lost. Decide which one is to be active; on the others run the Microsoft Entra Connect wizard, choose "Configure staging mode" and select it.',
  commands: ['(Get-ADSyncScheduler).StagingModeEnabled'],
};
const makeOne: Remedy = {
  text: 'No password reaches the tenant from these servers. If another server is active, name it as well; if Cloud Sync writes to this tenant instead, this is as it should be. Otherwise compare the server that is to take over with phs-tool compare, then run its Microsoft Entra Connect wizard, choose "Configure staging mode" and clear it.',
  commands: ['(Get-ADSyncScheduler).StagingModeEnabled'],
};

const nameOnce: Remedy = {
  text: 'Name each server once: by one name, one way or one recording. If they are two machines, one of them is a clone that kept its name, and two servers are active: turn the clone off. Their machine identifiers tell two machines apart, unless the clone kept that, too; ask on both.',
  commands: ["(Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Azure AD Connect').SyncMachineIdentifier"],
};

const nameTenant: Remedy = {
  text: 'Name the tenant of each server in the list of servers (phs-tool help configuration).',
  commands: [],
};

interface Roles {
  readonly active: Tenant['members'];
  readonly staging: Tenant['members'];
  readonly open: Tenant['members'];
  /** Of no known tenant, and perhaps active: they could be of this one. */
  readonly strays: Tenant['members'];
}

type Conclusion = Pick<FleetDraft, 'status' | 'message' | 'remedy'>;

function concludeWithoutTenant(members: Tenant['members']): Conclusion {
  return {
    status: 'unknown',
    message: `Which tenant ${listNames(members)} ${verb(members, 'writes', 'write')} to is not known.`,
    remedy: nameTenant,
  };
}

/** Two active servers are a failure, whatever the others are. */
function concludeRoles({ active, staging, open, strays }: Roles): Conclusion {
  if (active.length > 1 && areOneMachine(active)) {
    return {
      status: 'unknown',
      message: `${listNames(active)} are active, have the same computer name, and nothing tells them apart: whether they are one server is not known.`,
      remedy: nameOnce,
    };
  }
  if (active.length > 1) {
    return { status: 'fail', message: `${listNames(active)} are active at the same time.`, remedy: keepOne };
  }
  if (open.length > 0) {
    return {
      status: 'unknown',
      message: `Whether ${listNames(open)} ${verb(open, 'is', 'are')} active is not known, so it cannot be confirmed that exactly one server is.`,
    };
  }
  if (strays.length > 0) {
    return {
      status: 'unknown',
      message: `Whether ${listNames(strays)} ${verb(strays, 'is an active server', 'are active servers')} of this tenant is not known, so it cannot be confirmed that exactly one is.`,
      remedy: nameTenant,
    };
  }
  return active.length === 1
    ? { status: 'pass', message: `${listNames(active)} is the only active server.` }
    : {
        status: 'fail',
        message: `No server is active: ${listNames(staging)} ${verb(staging, 'is', 'are')} in staging mode.`,
        remedy: makeOne,
      };
}

function judge({ name, members }: Tenant, strays: Tenant['members']): FleetDraft {
  const of = (role: string | undefined): Tenant['members'] => members.filter((member) => roleOf(member) === role);
  const roles = { active: of('active'), staging: of('staging'), open: of(undefined), strays };
  return {
    subject: name,
    evidence: [
      { label: 'Active', value: listNames(roles.active) || 'none' },
      { label: 'In staging mode', value: listNames(roles.staging) || 'none' },
      ...(roles.open.length === 0 ? [] : [{ label: 'Not known', value: listNames(roles.open) }]),
      ...(strays.length === 0 ? [] : [{ label: 'Tenant not known', value: listNames(strays) }]),
    ],
    ...(name === undefined ? concludeWithoutTenant(members) : concludeRoles(roles)),
  };
}

/** Two writers of one tenant, or none (facts 4.9). */
export const phs601OneActive: FleetCheck = {
  id: 'PHS601',
  title: 'Exactly one server of the tenant is active',
  run: (members) => {
    const tenants = groupByTenant(members);
    // A server in staging mode writes to no tenant, whichever it is.
    const strays = tenants
      .filter(({ name }) => name === undefined)
      .flatMap((tenant) => tenant.members.filter((member) => roleOf(member) !== 'staging'));
    return tenants.map((tenant) => judge(tenant, tenant.name === undefined ? [] : strays));
  },
};
