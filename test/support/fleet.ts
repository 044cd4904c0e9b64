import { buildProfile } from '../../src/fleet/build-profile.js';
import type { FleetMember } from '../../src/fleet/fleet-member.js';
import { known } from '../../src/model/fact.js';
import type { Facts, Partition, Platform } from '../../src/model/facts.js';
import { buildErrorReport, buildReport } from '../../src/report/build-report.js';
import {
  adConnector,
  diagnosedFacts,
  entraConnector,
  ids,
  lastImport,
  now,
  partition,
  platform,
  scheduler,
} from './facts.js';

/** An identifier that only the server with this number has. */
function numbered(number: number): string {
  return `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Facts of server number `number` of a fleet: its own name, application, identifier and a clock that is right. */
export function fleetFacts(
  number: number,
  changes: Partial<Facts> = {},
  { machine = {}, scope = {} }: { readonly machine?: Partial<Platform>; readonly scope?: Partial<Partition> } = {},
): Facts {
  const parts = { includedContainers: ['DC=contoso,DC=com'], ...scope };
  return diagnosedFacts({
    platform: known(
      platform({
        machineName: `SYNC0${number}`,
        machineIdentifier: numbered(number),
        clockAt: now.toISOString(),
        ...machine,
      }),
    ),
    connectors: known([
      entraConnector(),
      adConnector('contoso.com', { partitions: [partition('contoso.com', parts)] }),
    ]),
    entraCredential: known({
      identityType: 'Application',
      applicationId: numbered(number),
      certificateManagedBy: null,
    }),
    ...changes,
  });
}

/** The same in staging mode. */
export const inStaging = {
  scheduler: known(scheduler({ stagingModeEnabled: true })),
  lastImports: known([lastImport(ids.contoso), lastImport(ids.entra)]),
};

/** A server of a fleet, judged; named after its machine. */
export function member(facts: Facts, changes: Partial<FleetMember> = {}): FleetMember {
  const report = buildReport(facts, {
    ...{ toolVersion: 'test', command: 'diagnose', startedAt: now, finishedAt: now },
    ...{ expect: 'active', failOn: 'fail', source: { kind: 'live' } },
  });
  const name = facts.platform.known ? facts.platform.value.machineName : 'server';
  return { name, expect: undefined, tenant: undefined, report, profile: buildProfile(facts), ...changes };
}

/** A server that did not answer. */
export function silent(name: string, changes: Partial<FleetMember> = {}): FleetMember {
  const error = { code: 'E_DEADLINE', message: 'The server did not answer within 5 s.', exitCode: 5 as const };
  const run = { toolVersion: 'test', command: 'diagnose', startedAt: now, finishedAt: now };
  return {
    name,
    expect: undefined,
    tenant: undefined,
    report: buildErrorReport(error, run),
    profile: undefined,
    ...changes,
  };
}
