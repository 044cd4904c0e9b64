import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { diagnoseOptions, type DiagnoseOptions } from '../../src/command-line/diagnose-options.js';
import { diagnoseObjects } from '../../src/command-steps/diagnose-objects.js';
import { objectLineSchema, objectReportSchema, type ObjectResult } from '../../src/model/object-report.js';
import { openSession } from '../../src/session/open-session.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { fakeOpenServer } from '../support/fake-open-server.js';

const { expect: expected } = await loadScenario('users');
const exitCodes = { pass: 0, warn: 0, fail: 3, unknown: 4 } as const;

describeWithEngine('following users of the scenario "users", in the real engine', () => {
  let opened: OpenedSession;

  beforeAll(async () => {
    const request = { simulate: 'users', powershell: requireEngine(), onNote: () => undefined };
    opened = await openSession(request, { env: process.env, clock: () => new Date() });
  });
  afterAll(async () => {
    await opened.close();
  });

  async function follow(options: Partial<DiagnoseOptions>, ctx: FakeContext = fakeContext()): Promise<string> {
    const exitCode = await diagnoseObjects(ctx, diagnoseOptions.parse(options), fakeOpenServer(opened));
    expect([0, 3, 4]).toContain(exitCode);
    return ctx.out();
  }
  async function results(options: Partial<DiagnoseOptions>, ctx?: FakeContext): Promise<ObjectResult[]> {
    const lines = (await follow({ ...options, output: 'ndjson' }, ctx)).trimEnd().split('\n');
    return lines
      .map((line) => objectLineSchema.parse(JSON.parse(line)))
      .flatMap((line) => (line.type === 'object' ? [line] : []));
  }

  test('every user comes out as expected', async () => {
    const all = await results({ dn: expected.users.map(({ dn }) => dn) });
    const found = all.map(({ given, status, cause }) => ({
      dn: given.text,
      exitCode: exitCodes[status],
      firstCause: status === 'fail' ? (cause?.check ?? null) : null,
    }));

    expect(found).toEqual(expected.users);
    expect(all.map(({ index }) => index)).toEqual(all.map((_, index) => index + 1));
  });

  test('a user is found by UPN, by sAMAccountName and by GUID', async () => {
    const [byName] = await results({ upn: ['viola@contoso.com'] });
    const id = byName?.findings
      .find(({ check }) => check === 'PHS503')
      ?.evidence.find(({ label }) => label === 'ObjectId')?.value;
    const others = await results({ sam: ['viola', 'CONTOSO\\viola'], dn: [`<GUID=${id ?? ''}>`] });

    expect([byName, ...others].map((result) => result?.distinguishedName)).toEqual(
      Array.from({ length: 4 }, () => 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com'),
    );
    expect(others.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
  });

  test('a name that nobody has is said so', async () => {
    const [upn, sam] = await results({ upn: ['nobody@contoso.com'], sam: ['*)(objectClass=*'] });

    expect([upn?.cause?.check, sam?.cause?.check]).toEqual(['PHS501', 'PHS501']);
    expect([upn?.status, sam?.status]).toEqual(['fail', 'fail']);
  });

  test('two forests with one suffix are said, and --connector chooses', async () => {
    const dn = ['CN=Petra Both,OU=Staff,DC=partner,DC=local'];
    const [both] = await results({ dn });
    const [chosen] = await results({ dn, connector: 'partner-b.local' });
    const [wrong] = await results({ dn, connector: 'partner-a.local' });

    expect(both?.findings.find(({ check }) => check === 'PHS502')?.message).toContain('same suffix');
    expect(both?.connector).toBe('partner-b.local');
    expect(chosen?.status).toBe('pass');
    expect(wrong?.cause?.check).toBe('PHS503');
  });

  test('the reasons name the filter, the event and the comma', async () => {
    const wanted: Record<string, RegExp> = {
      'CN=Emil Krause,OU=Staff,DC=emea,DC=contoso,DC=com': /domain "emea.contoso.com" is not selected/,
      'CN=svc-backup,OU=Service Accounts,DC=contoso,DC=com': /"OU=Service Accounts,DC=contoso,DC=com", which is not/,
      'CN=New Starter,OU=Staff,DC=contoso,DC=com': /not imported yet/,
      'CN=TestUserCN=Users,DC=contoso,DC=com': /did you mean CN=TestUser,CN=Users,DC=contoso,DC=com/,
      'CN=Six Sixfour,OU=Staff,DC=contoso,DC=com': /Event 664.*not found in the target directory/,
      'CN=Erik Export,OU=Staff,DC=contoso,DC=com':
        /failed: AttributeValueMustBeUnique.*: Unable to update this object in Microsoft Entra ID/,
      'CN=Fritz Filtered,OU=Staff,DC=contoso,DC=com': /Event 620 \(left out with the result NoTargetConnection/,
      'CN=Otto Object,OU=Staff,DC=contoso,DC=com': /Event 6948 \(the synchronization of this object failed\)/,
      'CN=Rita Retry,OU=Staff,DC=contoso,DC=com':
        /Event 605 \(the password could not be synchronized and is tried again\).*3 attempts, ConcurrentCredentialUpdateFailure/,
      'CN=Sina Sync,OU=Staff,DC=contoso,DC=com': /extension-dll-exception/,
      'CN=Ulf Unconfirmed,OU=Staff,DC=contoso,DC=com': /no import has confirmed/,
      'CN=Fay Lure,OU=Staff,DC=contoso,DC=com': /Event 657 \(result: Failed\)/,
      'CN=No Such User,OU=Staff,DC=contoso,DC=com': /Active Directory has no such object/,
    };
    for (const [index, result] of (await results({ dn: Object.keys(wanted) })).entries()) {
      expect(result.cause?.message).toMatch(Object.values(wanted)[index] ?? /^$/);
    }
  });

  test('the JSON document fits its schema, and verbose adds the sides', async () => {
    const dn = ['CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com', 'CN=a,,DC=c'];
    const plain = objectReportSchema.parse(JSON.parse(await follow({ dn, output: 'json' })));
    const verbose = objectReportSchema.parse(JSON.parse(await follow({ dn, output: 'json', verbose: true })));

    expect(plain.summary.counts).toEqual({ objects: 2, pass: 1, warn: 0, fail: 1, unknown: 0 });
    expect(plain.objects[0]?.sides).toBeUndefined();
    expect(verbose.objects[0]?.sides?.metaverse?.attributes.find(({ name }) => name === 'domainFQDN')).toEqual({
      name: 'domainFQDN',
      values: ['contoso.com'],
      ruleName: 'In from AD - User AccountEnabled',
    });
  });

  test("Microsoft's own diagnostics are asked about a healthy user and about broken ones", async () => {
    const dn = ['Viola Hanson,OU=Cloud Objects', 'Paul Pending,OU=Staff', 'New Starter,OU=Staff', 'Temp Word,OU=Staff'];
    const all = await results({ dn: dn.map((name) => `CN=${name},DC=contoso,DC=com`), secondOpinion: true });
    const told = all.map(({ secondOpinion }) => (secondOpinion?.known === true ? secondOpinion.value : []));
    const problems = told.map((entries) =>
      entries.filter(({ status }) => status === 'problem').map(({ topic, check, ours }) => [topic, check, ours]),
    );

    expect(problems).toEqual([
      [],
      [
        ['exported', 'PHS509', 'fail'],
        ['last-attempt', 'PHS511', 'skip'],
      ],
      [['connector-space', 'PHS503', 'fail']],
      expect.arrayContaining([['temporary-password', 'PHS512', 'fail']]),
    ]);
    expect(told[0]?.filter(({ ours }) => ours === 'pass').map(({ check }) => check)).toEqual(
      ['503', '505', '506', '508', '509', '510', '511'].map((id) => `PHS${id}`),
    );
    expect(told.flat().filter(({ disagrees }) => disagrees)).toEqual([]);
    expect(told.flat().filter(({ topic }) => topic === 'question')).toEqual([]);
  });

  test("Microsoft's own diagnostics are not asked about what has no connector, and that is said", async () => {
    const dn = ['CN=Someone,OU=Staff,DC=elsewhere,DC=org'];
    const [asked] = await results({ dn, secondOpinion: true });
    const [alone] = await results({ dn });

    expect(asked?.secondOpinion).toMatchObject({ known: false, reason: { code: 'not-collected' } });
    expect(alone).not.toHaveProperty('secondOpinion');
  });

  test('text tells the way of one user and ends with the verdict', async () => {
    const text = await follow({ dn: ['CN=Paul Pending,OU=Staff,DC=contoso,DC=com'] });

    expect(text).toContain('AD --[ok]-- metaverse --[fail]-- Entra - password [skip]');
    expect(text.trimEnd().split('\n').slice(-4)).toEqual([
      expect.stringMatching(/^\[fail\] (?:SIMULATED: )?CN=Paul Pending: Most likely cause: PHS509/),
      expect.stringMatching(/^Next step: /),
      '    Start-ADSyncSyncCycle -PolicyType Delta',
      'More: phs-tool help PHS509',
    ]);
  });
});

test('the scenario has users to follow', () => {
  expect(expected.users.length).toBeGreaterThan(30);
});
