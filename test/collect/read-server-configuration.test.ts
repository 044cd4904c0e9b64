import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../src/cli.js';
import { readServerConfiguration } from '../../src/collect/read-server-configuration.js';
import { reportSchema } from '../../src/model/report.js';
import { startEarly } from '../../src/session/early-start.js';
import { now } from '../support/facts.js';
import { fakeContext } from '../support/fake-context.js';
import { testWithLinks } from '../support/links.js';

const adId = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';
const entraId = 'b891884f-051e-4a83-95af-2544101c9083';
const canary = 'P@ssw0rd-CANARY';

const ad = `<ma-data><id>{${adId}}</id><name>contoso.com</name><category>AD</category><private-configuration><adma-configuration><password>${canary}</password><password-hash-sync-config><enabled>0</enabled><target>{${entraId}}</target></password-hash-sync-config></adma-configuration></private-configuration></ma-data>`;
const entra = `<ma-data><id>{${entraId}}</id><name>contoso - AAD</name><category>Extensible2</category><subtype>Windows Azure Active Directory (Microsoft)</subtype></ma-data>`;
const mv = `<saved-mv-configuration server="SYNC01"><mv-data><parameter-values><parameter name="Microsoft.Synchronize.StagingMode" type="string">False</parameter></parameter-values></mv-data></saved-mv-configuration>`;
const rule = `<synchronizationRule><id>{039dcc3a-1513-4c08-b296-0973691e644a}</id><name>In from AD - User AccountEnabled</name><direction>Inbound</direction><connector>{${adId}}</connector><EnablePasswordSync>true</EnablePasswordSync></synchronizationRule>`;

/** A folder as the cmdlet writes it; each file can be given as text or bytes. */
function exported(changes: { readonly ad?: string | Buffer; readonly mv?: string | Buffer } = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'phs-export-'));
  for (const folder of ['Connectors', 'SynchronizationRules', 'GlobalSettings']) {
    mkdirSync(join(root, folder));
  }
  writeFileSync(join(root, 'Connectors', `Connector_{${adId}}.xml`), changes.ad ?? ad);
  writeFileSync(join(root, 'Connectors', `Connector_{${entraId}}.xml`), entra);
  writeFileSync(join(root, 'SynchronizationRules', 'SynchronizationRule_{1}.xml'), rule);
  writeFileSync(join(root, 'GlobalSettings', 'MV.xml'), changes.mv ?? mv);
  return root;
}

const read = async (root: string): Promise<Awaited<ReturnType<typeof readServerConfiguration>>['facts']> =>
  (await readServerConfiguration(root, now)).facts;

describe('a configuration export', () => {
  test('gives the facts that it holds, and says of the others that it does not', async () => {
    const { facts, source } = await readServerConfiguration(exported(), now);

    expect(facts.connectors).toMatchObject({
      known: true,
      value: [{ name: 'contoso.com' }, { name: 'contoso - AAD' }],
    });
    expect(facts.channels).toMatchObject({
      value: [
        {
          connectorName: 'contoso.com',
          configuration: { value: { enabled: false, targetConnector: 'contoso - AAD' } },
        },
      ],
    });
    expect(facts.globalSetting).toMatchObject({ value: { stagingMode: 'False' } });
    expect(facts.rules).toMatchObject({ value: [{ direction: 'Inbound', enablePasswordSync: true }] });
    expect(facts.events).toMatchObject({ known: false, reason: { code: 'not-exported' } });
    expect(source.server).toBe('SYNC01');
  });

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${mv}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${mv}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(mv, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${mv}`, 'utf16le').swap16()],
  ])('is read as %s', async (_what, bytes) => {
    expect((await read(exported({ mv: bytes }))).globalSetting.known).toBe(true);
  });

  test('makes all connectors unknown when one file is refused, so that none is missed silently', async () => {
    const damaged: readonly (string | Buffer)[] = ['<ma-data>', `<!DOCTYPE x>${ad}`, Buffer.from([0xc3, 0x28]), mv];
    for (const file of damaged) {
      const facts = await read(exported({ ad: file }));

      expect(facts.connectors).toMatchObject({ known: false, reason: { code: 'failed' } });
      expect(facts.channels.known).toBe(false);
      expect(facts.rules.known).toBe(true);
      expect(JSON.stringify(facts)).not.toContain('CANARY');
    }
  });

  testWithLinks('is not followed through links, to files or to folders', async () => {
    const outside = exported();
    const linked = exported();
    rmSync(join(linked, 'GlobalSettings', 'MV.xml'));
    symlinkSync(join(outside, 'GlobalSettings', 'MV.xml'), join(linked, 'GlobalSettings', 'MV.xml'));
    rmSync(join(linked, 'SynchronizationRules'), { recursive: true });
    symlinkSync(join(outside, 'SynchronizationRules'), join(linked, 'SynchronizationRules'));
    const facts = await read(linked);

    expect(facts.globalSetting).toMatchObject({ known: false, reason: { message: expect.stringContaining('link') } });
    expect(facts.rules).toMatchObject({ known: false, reason: { message: expect.stringContaining('link') } });
    expect(facts.connectors.known).toBe(true);
  });

  test('is bounded in bytes and files', async () => {
    const limits = { maxFileBytes: 2_000, maxBytes: 2_000, maxFiles: 10 };
    const of = async (changes: Partial<typeof limits>): Promise<boolean> =>
      (await readServerConfiguration(exported(), now, { limits: { ...limits, ...changes } })).facts.globalSetting.known;

    expect(await of({})).toBe(true);
    expect(await of({ maxFileBytes: 100 })).toBe(false);
    expect(await of({ maxBytes: 900 })).toBe(false);
    expect(await of({ maxFiles: 3 })).toBe(false);
  });

  test('may lack a part, and then only the checks of that part are unknown', async () => {
    const root = exported();
    rmSync(join(root, 'SynchronizationRules'), { recursive: true });
    renameSync(join(root, 'Connectors'), join(root, 'connectors'));
    const facts = await read(root);

    expect(facts.rules).toMatchObject({ known: false, reason: { code: 'not-found' } });
    expect(facts.connectors.known).toBe(true);
  });

  test('of nothing is an error with 5, like a folder that is not there', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'phs-export-'));

    await expect(read(empty)).rejects.toMatchObject({ code: 'E_FILE', exitCode: 5 });
    await expect(read(join(empty, 'no'))).rejects.toMatchObject({ code: 'E_FILE', exitCode: 5 });
  });
});

describe('diagnose --config-export', () => {
  const run = async (...words: readonly string[]): Promise<{ code: number; ctx: ReturnType<typeof fakeContext> }> => {
    const ctx = fakeContext();
    return { code: await runCli(['diagnose', '--config-export', ...words], ctx), ctx };
  };

  test('judges what the export holds and skips the rest with the reason; no PowerShell is started', async () => {
    const root = exported();
    const { code, ctx } = await run(root, '--output', 'json');
    const report = reportSchema.parse(JSON.parse(ctx.out()));
    const statuses = new Map(report.findings.map(({ check, status }) => [check, status]));

    expect(code).toBe(3);
    expect(report.summary.firstCause?.check).toBe('PHS205');
    expect(report.source).toEqual({ kind: 'configuration-export', server: 'SYNC01', exportedAt: null });
    expect([statuses.get('PHS201'), statuses.get('PHS204'), statuses.get('PHS208')]).toEqual(['pass', 'pass', 'pass']);
    expect(report.findings.find(({ check }) => check === 'PHS104')).toMatchObject({
      status: 'skip',
      message: 'Not evaluated: A configuration export does not hold the state of the service.',
    });
    expect(report.summary.counts.unknown).toBe(0);
    expect(statuses.get('PHS106')).toBe('skip');
    expect(ctx.requests).toEqual([]);
    expect(ctx.out()).not.toContain('CANARY');
    expect(startEarly(['diagnose', '--config-export', root], process.env)).toBeUndefined();
    expect(startEarly(['diagnose', `--config-export=${root}`], process.env)).toBeUndefined();
  });

  test('prints a report for people that says where it comes from', async () => {
    const { ctx } = await run(exported(), '--connector', 'contoso.com');

    expect(ctx.out()).toMatch(/^phs-tool [\d.]+ - configuration export of SYNC01 - /);
    expect(ctx.out()).not.toContain('CANARY');
  });

  test.each([
    ['--simulate', 'healthy'],
    ['--dn', 'CN=x'],
    ['--upn', 'a@b.c'],
    ['--second-opinion'],
    ['--record', 'x.ndjson'],
  ])('goes with no %s', async (...words) => {
    const { code, ctx } = await run(exported(), ...words);

    expect(code).toBe(2);
    expect(ctx.err()).toContain(`--config-export and ${words[0]} cannot be used together.`);
  });
});
