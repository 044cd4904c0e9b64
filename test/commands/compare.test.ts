import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { comparisonDocumentSchema, type ComparisonDocument } from '../../src/model/comparison-document.js';
import { PsError } from '../../src/base/errors.js';
import { openReplay } from '../../src/ps/open-replay.js';
import type { OpenedSession, SessionRequest } from '../../src/ps/opened-session.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { noServer, run } from '../support/recorded-run.js';
import { redactRecording } from '../support/redacted.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-compare-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const compare = (first: string, second: string, ...words: readonly string[]): ReturnType<typeof run> =>
  run(['compare', first, second, ...words], noServer);
const recording = recordingPath;
const healthy = recording('healthy');

async function document(first: string, second: string): Promise<ComparisonDocument> {
  return comparisonDocumentSchema.parse(JSON.parse((await compare(first, second, '--output', 'json')).out));
}

/** A folder as Get-ADSyncServerConfiguration writes it, of one forest whose channel is off. */
function exportFolder(): string {
  const [ad, entra] = ['ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d', 'b891884f-051e-4a83-95af-2544101c9083'];
  const root = join(folder, 'export');
  const files = {
    [`Connectors/Connector_{${ad}}.xml`]: `<ma-data><id>{${ad}}</id><name>contoso.com</name><category>AD</category><private-configuration><adma-configuration><password-hash-sync-config><enabled>0</enabled><target>{${entra}}</target></password-hash-sync-config></adma-configuration></private-configuration></ma-data>`,
    [`Connectors/Connector_{${entra}}.xml`]: `<ma-data><id>{${entra}}</id><name>contoso.onmicrosoft.com - AAD</name><category>Extensible2</category><subtype>Windows Azure Active Directory (Microsoft)</subtype></ma-data>`,
    'GlobalSettings/MV.xml': `<saved-mv-configuration server="SYNC02"><mv-data><parameter-values><parameter name="Microsoft.Synchronize.StagingMode" type="string">True</parameter></parameter-values></mv-data></saved-mv-configuration>`,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

describe('compare', () => {
  test('of an active server and its staging server finds nothing, and says which is which', async () => {
    const { exitCode, out } = await compare(healthy, recording('staging'));

    expect(exitCode).toBe(0);
    expect(out).toMatch(/first {3}.*: a recording of CONTOSO-SYNC01 [^\n]*\n {10}active, Entra Connect 2\.6\.92\.0\n/);
    expect(out).toMatch(
      /second {2}[^\n]*\n {10}staging, Entra Connect 2\.6\.92\.0\n\nNothing differs that matters to password hash synchronization; exit code 0\n$/,
    );
  });

  test.each([
    ['three-forests', 'partition'],
    ['channel-disabled', 'channel'],
    ['rules-disabled', 'rule'],
    ['tenant-feature-off', 'feature'],
    ['scheduler-suspended', 'scheduler'],
    ['old-build', 'build'],
  ])('of a healthy server and %s names the %s and ends with 3', async (scenario, area) => {
    const { differences, summary } = await document(healthy, recording(scenario));

    expect(differences).toContainEqual(expect.objectContaining({ area, keepsFromTakeover: true }));
    expect(summary.exitCode).toBe(3);
    expect((await compare(healthy, recording(scenario))).out).toMatch(
      /\ndiffers, and would keep a takeover from working\n {2}\S/,
    );
  });

  test('ends with 0 if nothing of what differs is an obstacle', async () => {
    const { differences, summary } = await document(healthy, recording('preferred-dc-only'));

    expect(differences).toEqual([expect.objectContaining({ area: 'domain-controller', keepsFromTakeover: false })]);
    expect(summary.exitCode).toBe(0);
    const { out } = await compare(healthy, recording('preferred-dc-only'));
    expect(out).toContain('\ndiffers, but would not keep a takeover from working\n');
    expect(out).toMatch(/\n1 difference, which would not keep a takeover from working; exit code 0\n$/);
  });

  test('of a recording with itself says so, and that nothing differs', async () => {
    const { exitCode, out } = await compare(healthy, healthy);

    expect(exitCode).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain(`${healthy} was named twice: it is compared with itself.`);
    expect(out).toContain('\nNothing differs that matters to password hash synchronization; exit code 0\n');
    expect((await compare(healthy, recording('staging'))).out).not.toContain('named twice');
  });

  test('takes a configuration export beside a recording, and does not take what it lacks for a difference', async () => {
    const { second, differences, notCompared } = await document(healthy, exportFolder());

    expect(second).toMatchObject({ server: 'SYNC02', role: 'staging', source: { kind: 'configuration-export' } });
    expect(differences).toContainEqual(expect.objectContaining({ area: 'channel', second: 'disabled' }));
    // Neither the version of the module nor who renews the certificate stands in an export.
    expect(
      differences.map(({ area }) => area).filter((area) => ['feature', 'build', 'credential'].includes(area)),
    ).toEqual([]);
    expect(notCompared).toContainEqual(expect.objectContaining({ area: 'build', side: 'second', matters: false }));
    expect(notCompared).toContainEqual(expect.objectContaining({ area: 'feature', side: 'second', matters: true }));
  });

  test('counts what no takeover depends on, and lists it with --verbose', async () => {
    const [short, whole] = [
      await compare(healthy, exportFolder()),
      await compare(healthy, exportFolder(), '--verbose'),
    ];

    expect(short.out).toMatch(/\n {2}\d+ parts? on which no takeover depends: --verbose\n/);
    expect(short.out).not.toContain('credential (the second one)');
    expect(whole.out).toContain('credential (the second one)');
    expect(whole.out).not.toContain('on which no takeover depends');
  });

  test('ends with 4 if nothing differs but not everything was compared', async () => {
    const status = join(folder, 'status.ndjson');
    const lines = gunzipSync(readFileSync(healthy)).toString('utf8').split('\n');
    // Cut before the rules: what is not in a recording is not compared.
    writeFileSync(
      status,
      lines
        .slice(
          0,
          lines.findIndex((line) => line.includes('"Get-PhsRule"')),
        )
        .join('\n'),
    );
    const { differences, notCompared, summary } = await document(healthy, status);

    expect(differences).toEqual([]);
    expect(notCompared).toEqual([expect.objectContaining({ area: 'rule', side: 'second', matters: true })]);
    expect(summary.exitCode).toBe(4);
  });

  test('compares two bundles by what holds no names', async () => {
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const [one, other] = [
      file('one.ndjson', redactRecording(healthy, 'names').text),
      file('two.ndjson', redactRecording(recording('channel-disabled'), 'names', Buffer.alloc(32, 9)).text),
    ];
    const there = await document(one, other);

    expect(there.namesDiffer).toBe(true);
    expect(there.differences).toEqual([expect.objectContaining({ area: 'channel', second: 'disabled' })]);
    expect(there.notCompared).toContainEqual(expect.objectContaining({ area: 'partition', matters: true }));
    expect((await document(one, one)).summary.exitCode).toBe(0);
    expect((await compare(one, other)).out).toContain('only values without names are compared');
  });

  test('writes a page, to stdout or to a file', async () => {
    const words = [healthy, recording('channel-disabled'), '--output', 'html'] as const;
    const page = await compare(...words);
    const out = join(folder, 'two.html');

    expect(page.out).toMatch(
      /^<!doctype html>[^]*obstacle to a takeover[^]*<td data-th="First">enabled<\/td><td data-th="Second">disabled<\/td>[^]*<\/html>\n$/,
    );
    expect(await compare(...words, '--out', out)).toMatchObject({ exitCode: 3, out: '' });
    expect(readFileSync(out, 'utf8')).toContain('<h2>Differences</h2>');
    expect(await compare(healthy, healthy, '--out', out)).toMatchObject({ exitCode: 2 });
  });

  test.each([
    ['a file that is not there', join(folder, 'none'), 'E_FILE'],
    ['a folder that is not an export', folder, 'E_FILE'],
  ])('reports %s', async (_, path, code) => {
    const failed = await compare(healthy, path, '--output', 'json');

    expect(failed.exitCode).toBe(5);
    expect(JSON.parse(failed.out)).toMatchObject({ error: { code } });
  });
});

describe('compare of servers that are reached remotely', () => {
  /** Answers as the servers of two recordings do, once both are asked; a third one is not reached. */
  function reach(): {
    readonly open: (request: SessionRequest) => Promise<OpenedSession>;
    readonly most: () => number;
  } {
    const waiting: (() => void)[] = [];
    let most = 0;
    const bothAsked = new Promise<void>((resolve) => waiting.push(resolve));
    const open = async ({ remote }: SessionRequest): Promise<OpenedSession> => {
      most += 1;
      if (most === 2)
        waiting.forEach((go) => {
          go();
        });
      await bothAsked;
      const computer = remote?.computer ?? '';
      if (computer.startsWith('gone')) {
        throw new PsError('E_REMOTE_UNREACHABLE', `${computer} does not answer on port 22.`, { hint: 'Look at sshd.' });
      }
      const { opened } = await openReplay(recordingPath(computer));
      return { session: opened.session, now: opened.now, simulated: false, remote, close: () => opened.close() };
    };
    return { open, most: () => most };
  }

  test('asks both at the same time, and says how each was reached', async () => {
    const { open, most } = reach();
    const words = ['computer:healthy', 'ssh:admin@channel-disabled', '--use-ssl', '--timeout', '1m'];
    const { exitCode, out, err } = await run(['compare', ...words, '--output', 'json'], open);
    const { first, second, differences } = comparisonDocumentSchema.parse(JSON.parse(out));

    expect({ exitCode, err, asked: most() }).toEqual({ exitCode: 3, err: '', asked: 2 });
    expect([first, second]).toMatchObject([
      { file: 'computer:healthy', source: { kind: 'live', remote: { computer: 'healthy', by: 'WinRM' } } },
      { file: 'ssh:admin@channel-disabled', source: { remote: { computer: 'channel-disabled', by: 'SSH' } } },
    ]);
    expect(differences).toContainEqual(expect.objectContaining({ area: 'channel', first: 'enabled' }));
    const text = await run(['compare', ...words], reach().open);
    expect(text.out).toMatch(
      /second {2}ssh:admin@channel-disabled: a server of \S+ reached as channel-disabled by SSH/,
    );
  });

  test.each([
    [['computer:gone', 'computer:healthy'], /^The first one, computer:gone: gone does not answer on port 22\.$/],
    [['computer:healthy', 'ssh:admin@gone'], /^The second one, ssh:admin@gone: gone does not answer on port 22\.$/],
    [['computer:gone1', 'ssh:u@gone2'], /^The first one, computer:gone1: gone1 .* The second one, ssh:u@gone2: gone2 /],
  ])('names each that was not reached: %j', async (words, message) => {
    const { exitCode, out } = await run(['compare', ...words, '--output', 'json'], reach().open);

    expect(exitCode).toBe(5);
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'E_REMOTE_UNREACHABLE', message: expect.stringMatching(message), hint: 'Look at sshd.' },
    });
  });

  test('names a file that is not there once, as its error does', async () => {
    const { exitCode, out } = await run(['compare', 'none-a', 'none-b', '--output', 'json'], reach().open);

    expect(exitCode).toBe(5);
    expect(JSON.parse(out)).toMatchObject({
      error: {
        message: expect.stringMatching(
          /^The recording none-a cannot be read: [^:]*\. The recording none-b cannot [^:]*: [^:]*$/,
        ),
      },
    });
  });

  test('asks neither if one of the two words is a mistake', async () => {
    const { open, most } = reach();

    expect(await run(['compare', 'computer:healthy', 'server:SYNC09'], open)).toMatchObject({ exitCode: 2 });
    expect(await run(['compare', 'ssh:u@healthy', 'this-server', '--port', '22'], open)).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('--port needs computer:NAME'),
    });
    expect(most()).toBe(0);
  });
});
