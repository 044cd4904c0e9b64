import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectDiagnosis } from '../../src/collect/collect-diagnosis.js';
import { ObjectCollector } from '../../src/collect/collect-object.js';
import type { Facts } from '../../src/model/facts.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import { openSession } from '../../src/session/open-session.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { ids } from '../support/connector-ids.js';
import { createServer, setStateValue } from '../support/simulated-server.js';
import { requireEngine, describeWithEngine } from '../support/engine.js';

async function opened(scenario: string): Promise<OpenedSession> {
  const request = { simulate: scenario, powershell: requireEngine(), onNote: () => undefined };
  return openSession(request, { env: process.env, clock: () => new Date() });
}

async function collect(scenario: string): Promise<Facts> {
  const server = await opened(scenario);
  try {
    return await collectDiagnosis(server.session, { now: server.now, sinceMs: 3 * 3_600_000, modulePath: undefined });
  } finally {
    await server.close();
  }
}

describeWithEngine('collecting what diagnose judges from simulated servers', () => {
  test('a healthy server tells its policy, rules, domains and rights', async () => {
    const { executionPolicy, rules, domains, replicationRights } = await collect('healthy');
    expect(executionPolicy).toMatchObject({ known: true });
    expect(executionPolicy.known ? executionPolicy.value.map(({ scope }) => scope) : []).toEqual([
      'MachinePolicy',
      'UserPolicy',
      'Process',
      'CurrentUser',
      'LocalMachine',
    ]);
    const withPasswords = rules.known ? rules.value.filter(({ enablePasswordSync }) => enablePasswordSync) : [];
    expect(withPasswords.map(({ direction }) => direction).sort()).toEqual(['Inbound', 'Outbound']);
    expect(domains).toMatchObject({ known: true, value: [{ domain: 'contoso.com', isReachable: true }] });
    expect(replicationRights).toMatchObject({ known: true, value: [{ domainDn: 'DC=contoso,DC=com', failure: null }] });
  });

  test('a server in staging mode tells its last imports, an active one is not asked', async () => {
    const { lastImports } = await collect('staging');
    const runs = [{ stepTypes: ['delta-import'], isComplete: true, result: 'success' }];
    expect(lastImports).toMatchObject({
      known: true,
      value: [
        { connectorId: ids.contoso, runs, failure: null },
        { connectorId: ids.entra, runs, failure: null },
      ],
    });
    expect((await collect('healthy')).lastImports).toMatchObject({ known: false, reason: { code: 'not-collected' } });
  });

  test('a build without the cmdlet does not know them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'phs-imports-'));
    const server = await createServer('staging', join(folder, 'server'));
    await setStateValue(server, ['missingCommands'], ['Get-ADSyncRunProfileResult']);
    const { lastImports } = await collect(server);
    rmSync(folder, { recursive: true });
    expect(lastImports).toMatchObject({
      known: false,
      reason: { code: 'command-missing', message: expect.stringContaining('Get-ADSyncRunProfileResult') },
    });
  });

  for (const [scenario, code] of [
    ['access-denied', 'access-denied'],
    ['service-stopped', 'service-stopped'],
  ] as const) {
    test(`${scenario}: what the service answers is unknown, with that reason`, async () => {
      const { rules, domains, replicationRights, executionPolicy } = await collect(scenario);
      for (const fact of [rules, domains, replicationRights]) {
        expect(fact).toMatchObject({ known: false, reason: { code } });
      }
      expect(executionPolicy.known).toBe(true);
    });
  }

  describe('one user', () => {
    let server: OpenedSession;
    let collector: ObjectCollector;
    let stages: string[];

    beforeAll(async () => {
      server = await opened('healthy');
      const options = { now: server.now, sinceMs: 3 * 3_600_000, modulePath: undefined };
      const facts = await collectDiagnosis(server.session, options);
      collector = new ObjectCollector(
        server.session,
        { facts },
        {
          onProgress: (stage) => {
            stages.push(stage);
          },
        },
      );
    });

    afterAll(async () => {
      await server.close();
    });

    function follow(kind: ObjectTrace['reference']['kind'], text: string): Promise<ObjectTrace> {
      stages = [];
      return collector.collect({ kind, text });
    }

    test('a user is followed from the directory to Entra, by DN, user principal name and account name alike', async () => {
      const users = await opened('users');
      try {
        const options = { now: users.now, sinceMs: 3 * 3_600_000, modulePath: undefined };
        const many = new ObjectCollector(users.session, { facts: await collectDiagnosis(users.session, options) });
        const dn = 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com';
        const trace = await many.collect({ kind: 'dn', text: dn });
        expect(trace).toMatchObject({
          connectorNames: ['contoso.com'],
          directory: { known: true, value: { distinguishedName: dn, mustChangePassword: false } },
          source: { known: true, value: { distinguishedName: dn, isConnector: true } },
          metaverse: { known: true, value: { links: [{ connectorName: 'contoso.com' }, {}] } },
          target: { known: true, value: { hasExportError: false } },
          log: { known: true },
        });
        const directory = trace.directory.known ? trace.directory.value : null;
        const upn = await many.collect({ kind: 'upn', text: directory?.userPrincipalName ?? '' });
        const sam = await many.collect({ kind: 'sam', text: `CONTOSO\\${directory?.samAccountName ?? ''}` });
        const guid = await many.collect({ kind: 'dn', text: `<GUID=${directory?.objectGuid ?? ''}>` });
        for (const other of [upn, sam, guid]) {
          expect({ ...other, reference: trace.reference }).toEqual(trace);
        }
      } finally {
        await users.close();
      }
    });

    test('a DN that nobody has is looked for in its connector, and nothing after it is asked', async () => {
      const trace = await follow('dn', 'CN=TestUserCN=Users,DC=contoso,DC=com');
      expect(trace.connectorNames).toEqual(['contoso.com']);
      expect(trace.source).toEqual({ known: true, value: null });
      expect(trace.directory).toEqual({ known: true, value: null });
      for (const fact of [trace.metaverse, trace.target, trace.log]) {
        expect(fact).toMatchObject({ known: false, reason: { code: 'not-collected' } });
      }
      expect(stages).toEqual(['the object in the connector space', 'the object in the directory']);
    });

    test('names with the signs of quoting and of filters reach the cmdlets whole', async () => {
      const odd = [
        "O'Brien",
        'x\u2019; calc; \u2019',
        '$(calc)',
        '*)(objectClass=\\2a',
        'x | calc',
        '`n`; calc',
        '#>calc\\<#',
      ];
      for (const name of odd.map((each) => each.replace(/[;<>]/g, '\\$&').replace('\\\\', '\\'))) {
        const trace = await follow('dn', `CN=${name.startsWith('#') ? '\\' : ''}${name},DC=contoso,DC=com`);
        expect([name, trace.source, trace.directory]).toEqual([
          name,
          { known: true, value: null },
          { known: true, value: null },
        ]);
      }
    });
  });
});
