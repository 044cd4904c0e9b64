import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/checks/catalog.js';
import { checkPages } from '../../src/report/check-pages.js';
import { explainCommand } from '../../src/commands/explain.js';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { registry } from '../../src/registry.js';
import { explain, explainableTerms } from '../../src/report/explain-term.js';
import { explanationDocumentSchema } from '../../src/report/explanation-document.js';
import { fakeContext } from '../support/fake-context.js';

const now = new Date('2026-11-22T10:15:00.000Z');

async function said(words: string): Promise<string> {
  const ctx = fakeContext();
  expect(await explainCommand.run(ctx, parseArguments(explainCommand, words.split(' ')))).toBe(0);
  expect(ctx.requests).toEqual([]);
  return ctx.out();
}

describe('explain', () => {
  test.each([
    ['611', /^Event 611: error synchronizing a domain/],
    ['8453', /^RPC error 8453: ERROR_DS_DRA_ACCESS_DENIED[\s\S]*Replicating Directory Changes/],
    ['error_ds_dra_source_disabled', /8456[\s\S]*DISABLE_OUTBOUND_REPL/],
    ['filteredbytarget', /FilteredByTarget[\s\S]*temporary/],
    ['phs303', /^Check PHS303: No event in the window reports a problem/],
    [
      '6',
      /^Error code of Microsoft Entra ID 6: AuthorizationFailed[\s\S]*ERROR_INVALID_HANDLE|ERROR_INVALID_HANDLE[\s\S]*AuthorizationFailed/,
    ],
    ['14', /ERROR_OUTOFMEMORY/],
    ['1127', /ERROR_DISK_OPERATION_FAILED/],
    ['1130', /ERROR_NOT_ENOUGH_SERVER_MEMORY/],
    ['1396', /ERROR_WRONG_TARGET_NAME/],
    ['1450', /ERROR_NO_SYSTEM_RESOURCES/],
    ['8333', /does not find the user object[\s\S]*DNS/],
    ['5', /policy[\s\S]*Restrict clients allowed to make remote calls to SAM/],
    ['0x8007052E', /ERROR_LOGON_FAILURE/],
    ['nocodereportedbytarget', /NoCodeReportedByTarget[\s\S]*without a code/],
    ['15', /DirSyncDisabled[\s\S]*not activated/],
    ['620', /filtered objects[\s\S]*normal/],
    ['6329', /password writeback/],
    ['6944', /not started[\s\S]*restart the ADSync service/],
    ['660', /no self-healing/],
    ['90', /Error code of Microsoft Entra ID[\s\S]*not activated/],
    ['2.5.3.0', /Build 2\.5\.3\.0[\s\S]*since 2026-09-30[\s\S]*2025-05-26/],
    ['2.6.79.0', /recalled[\s\S]*released 2026-06 \(/],
    ['2.4.18.0', /released 2024-10 \(/],
    ['662', /^Event 662/],
    ['98', /^Error code of Microsoft Entra ID \(events 652, 655, 662, 6900\) 98/],
    ['aadsts700024', /^Sign-in error of Microsoft Entra ID AADSTS700024[\s\S]*clock/],
    ['2.6.84.0', /no longer turned on again by itself/],
  ])('says what %s means', async (term, expected) => {
    expect(await said(term)).toMatch(expected);
  });

  test.each([
    ['0x2105', ['rpc-code 8453']],
    ['0x6BA', ['rpc-code 1722']],
    ['0x80072105', ['rpc-code 8453']],
    ['800706ba', ['rpc-code 1722']],
    ['80070005', ['hresult 80070005', 'rpc-code 5']],
    ['0x80070005', ['hresult 80070005', 'rpc-code 5']],
    ['RPC Error 8453', ['rpc-code 8453']],
    ['RPC Error 8453 : Replication access was denied.', ['rpc-code 8453']],
    ['Error Code: 90', ['entra-code 90']],
    ['Error Code: 15', ['entra-code 15']],
    ['RPC Error 0x6ba', ['rpc-code 1722']],
    ['error 90', ['entra-code 90']],
    ['Error 611', ['event 611']],
    ['AADSTS700027', ['sign-in-code AADSTS700027']],
    ['aadsts50126', ['sign-in-code AADSTS50126']],
    ['aadsts700027: The certificate with identifier used to sign', ['sign-in-code AADSTS700027']],
    ['[invalid_client] - Original exception: AADSTS7000112: x', ['sign-in-code AADSTS7000112']],
    ['AADSTS700027 and AADSTS50053', ['sign-in-code AADSTS700027', 'sign-in-code AADSTS50053']],
    ['AADSTS123456789', []],
    ['AADSTS1234567', []],
    ['AADSTS', []],
    ['80070263', []],
    ['0x123456', []],
    ['an error 90', []],
  ])('understands the form %j', (term, expected) => {
    expect(explain(term, [], now).map((one) => `${one.kind} ${one.term}`)).toEqual(expected);
  });

  test('says of 80070005 what PHS102 says', async () => {
    const out = await said('0x80070005');

    expect(out).toMatch(/^HRESULT 80070005: E_ACCESSDENIED\n.*synchronization service.*ADSyncAdmins/);
    expect(out).toContain('Sign out and in again after joining a group.');
    expect(out).toMatch(/\n {2}More: phs-tool help PHS102\n/);
  });

  test('takes the number of a check for the check', async () => {
    expect(await said('301')).toBe(await said('PHS301'));
    expect(await said('301')).toMatch(/^Check PHS301: /);
  });

  test('prints what the page of a check says without the signs of Markdown, and its code as commands', async () => {
    const out = await said('PHS301');

    expect(out).toMatch(/only once/);
    expect(out).not.toMatch(/\*\*|```|`/);
    expect(out).toMatch(/^ {6}Get-ADSyncDomainReachabilityStatus -ConnectorName '<connector>'$/m);
  });

  test('names pages by the command that prints them, never by a path', async () => {
    expect(await said('PHS301')).toMatch(/More: phs-tool help PHS301\n$/);
    expect(await said('611')).not.toMatch(/docs\//);
  });

  test('finds an event by words of its name', async () => {
    expect(await said('heartbeat')).toMatch(/^Event 654: /m);
  });

  test('names the candidates when words are in many names', async () => {
    await expect(explainCommand.run(fakeContext(), { term: 'domain' })).rejects.toThrow(
      /in the names of several: .*\d/,
    );
  });

  test('lists everything that it can explain', async () => {
    const out = await said('--list');

    const runs = [...out.matchAll(/^ {2}(\d+)-(\d+) /gm)];
    const isListed = (term: string): boolean =>
      out.includes(`  ${term}`) ||
      runs.some(([, first, last]) => Number(first) <= Number(term) && Number(term) <= Number(last));

    expect(explainableTerms(catalog.map(({ id }) => id)).filter((term) => !isListed(term))).toEqual([]);
    expect(out).toMatch(/^Check\n(?: {2}PHS\d{3} {2}\S.*\n)+/m);
    expect(
      explanationDocumentSchema.parse(JSON.parse(await said('--list --output json'))).explanations.length,
    ).toBeGreaterThan(100);
  });

  test('lists numbers in a row with the same name in one line, and others by themselves', async () => {
    const out = await said('--list');

    expect(out).toMatch(/^ {2}\d{5}-\d{5} {2}password writeback$/m);
    expect(out).toMatch(/^ {2}611 {2,}error synchronizing a domain$/m);
    expect(out.split('\n').length).toBeLessThan(400);
  });

  test('needs a term, or --list, and not both', async () => {
    await expect(explainCommand.run(fakeContext(), {})).rejects.toThrow('Name what to explain, or use --list.');
    await expect(explainCommand.run(fakeContext(), { term: '611', list: true })).rejects.toThrow(
      'Name what to explain',
    );
  });

  test('does not suggest another check for the id of one that does not exist', async () => {
    await expect(explainCommand.run(fakeContext(), { term: 'PHS999' })).rejects.toThrow(
      /^(?!.*Did you mean).*not a known/,
    );
  });

  test.each([
    ['0x8023134a', /error of the synchronization engine/],
    ['8023134A', /error of the synchronization engine/],
    ['0x8024134a', /--list names everything/],
  ])('says of a code that it does not know what kind it is, if it knows that: %s', async (term, hint) => {
    await expect(explainCommand.run(fakeContext(), { term })).rejects.toMatchObject({
      hint: expect.stringMatching(hint),
    });
  });

  test('shows both kinds of event 0', async () => {
    const out = await said('0');

    expect(out).toContain('entry type Error');
    expect(out).toContain('entry type Information');
  });

  test('tells 2001 and 2002 apart by their source', async () => {
    for (const [term, name] of [
      ['2001', 'service started'],
      ['2002', 'service stopped'],
    ] as const) {
      const out = await said(term);
      expect(out).toMatch(new RegExp(`${name}[\\s\\S]*source ADSync`));
      expect(out).toMatch(/telemetry of Microsoft's diagnostics[\s\S]*source Directory Synchronization/);
    }
  });

  test('shows every sense of a number', () => {
    for (const term of explainableTerms([])) {
      const kinds = explain(term, [], now).map(({ kind }) => kind);
      expect(kinds.length).toBeGreaterThan(0);
    }
  });

  test('prints a document that fits its schema', async () => {
    const document = explanationDocumentSchema.parse(JSON.parse(await said('8456 --output json')));

    expect(document.explanations).toMatchObject([{ kind: 'rpc-code', term: '8456' }]);
  });

  test('knows every check, with what its page says', () => {
    for (const { id } of catalog) {
      const [explanation] = explain(id, checkPages(id), now);
      expect(explanation?.remedy?.text).toBeTruthy();
      expect(explanation?.meaning).not.toBe('');
    }
  });

  test.each([
    ['8454', 'Did you mean 8451?'],
    ['2.5', 'is not a known'],
    ['FilterdByTarget', 'Did you mean FilteredByTarget?'],
    ['PHS999', 'is not a known'],
    ['\u001b[2J', 'is not a known'],
  ])('refuses %j', async (term, expected) => {
    await expect(explainCommand.run(fakeContext(), { term })).rejects.toThrow(expected);
  });
});

test('commands of phs-tool in the catalogues name commands that exist, or diagnose, which comes with the same release', () => {
  const names = new Set([...registry.map(({ name }) => name.split(' ')[0]), 'diagnose']);
  const commands = explainableTerms([])
    .flatMap((term) => explain(term, [], now))
    .flatMap(({ remedy }) => remedy?.commands ?? [])
    .filter((command) => command.startsWith('phs-tool '));

  expect(commands.length).toBeGreaterThan(3);
  expect(commands.filter((command) => !names.has(command.split(' ')[1] ?? ''))).toEqual([]);
});
