import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Context } from '../../src/command-line/context.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { describeWithEngine } from '../support/engine.js';
import { noServer, recordAndReplay, run, sharedServer, withoutSource } from '../support/recorded-run.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-recordings-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const viola = 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com';
const mona = 'CN=Mona Verse,OU=Staff,DC=contoso,DC=com';

describeWithEngine('a command that was recorded', () => {
  let opened: OpenedSession;
  let open: Context['openSession'];
  beforeAll(async () => {
    ({ opened, open } = await sharedServer('users'));
  });
  afterAll(async () => {
    await opened.close();
  });

  test.each([
    ['status', ['status', '--output', 'json']],
    ['diagnose', ['diagnose', '--output', 'json', '--second-opinion']],
    [
      'diagnose of users',
      ['diagnose', '--dn', viola, '--dn', mona, '--output', 'json', '--verbose', '--second-opinion'],
    ],
    ['diagnose of a UPN', ['diagnose', '--upn', 'viola@contoso.com', '--output', 'ndjson']],
    ['events', ['events', '--output', 'json']],
    ['events of some ids', ['events', '--id', '653,654', '--since', '2h', '--output', 'json']],
    ['users', ['users', '--verify', '--output', 'json']],
    ['users as CSV', ['users', '--failed', '--output', 'csv']],
    ['a command that fails', ['status', '--connector', 'nobody', '--output', 'json']],
    ['text', ['diagnose', '--verbose']],
    ['text with ages', ['status', '--verbose']],
    ['CSV', ['events', '--output', 'csv']],
    ['lines', ['events', '--output', 'ndjson']],
  ])(
    '%s gives the same output and exit code when it is replayed, byte for byte but for what answered',
    async (name, words) => {
      const { live, replayed } = await recordAndReplay(words, open, folder, name.replaceAll(' ', '-'));
      expect(live.out.length + live.err.length).toBeGreaterThan(50);
      expect(replayed.out).toMatch(/REPLAY: |"kind": ?"recording"|"recording"/);
      expect(live.out).not.toMatch(/REPLAY: |"recording"|the recording/);
      const [before, after] = [withoutSource(live), withoutSource(replayed)];
      expect(after.out).toBe(before.out);
      expect(after.exitCode).toBe(before.exitCode);
    },
  );

  test('diagnose answers status and events as well, and says what it does not hold', async () => {
    const { file } = await recordAndReplay(['diagnose', '--output', 'json'], open, folder, 'serves');
    const status = await run(['replay', file, 'status', '--output', 'json'], noServer);
    expect(JSON.parse(status.out)).toMatchObject({ command: 'status', summary: { counts: { unknown: 0 } } });
    expect((await run(['replay', file, 'events', '--output', 'csv'], noServer)).out.split('\n').length).toBeGreaterThan(
      10,
    );

    const longer = await run(['replay', file, 'events', '--since', '9d'], noServer);
    expect(longer.exitCode).toBe(5);
    expect(longer.err).toMatch(/not in the recording\.\n.*shorter --since/);
    const otherId = await run(['replay', file, 'events', '--id', '4711'], noServer);
    expect(otherId).toMatchObject({ exitCode: 5, err: expect.stringMatching(/not in the recording/) });
    const user = await run(['replay', file, 'diagnose', '--dn', viola, '--output', 'json'], noServer);
    expect(user.out).toMatch(/not in the recording/);
    expect(user.exitCode).toBe(4);
  });

  test('is never written over another file, and tells when its end is missing', async () => {
    const file = join(folder, 'kept.ndjson');
    writeFileSync(file, 'mine');
    const refused = await run(['status', '--record', file], noServer);
    expect(refused).toMatchObject({
      exitCode: 5,
      err: expect.stringMatching(/exists already, and nothing is ever overwritten/),
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');

    const { file: whole } = await recordAndReplay(['status'], open, folder, 'whole');
    const lines = readFileSync(whole, 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'end', outcome: 'completed' });
    const cut = join(folder, 'cut.ndjson');
    writeFileSync(cut, `${lines.slice(0, -1).join('\n')}\n`);
    const replayed = await run(['replay', cut, 'status'], noServer);
    expect(replayed.err).toMatch(/The recording of "status" is incomplete: the recorded run was cut off/);
    expect(replayed.exitCode).toBe(0);
  });

  test('a run that is interrupted leaves a recording that says so, and answers what came before', async () => {
    const file = join(folder, 'interrupted.ndjson');
    const controller = new AbortController();
    const { runCli } = await import('../../src/cli.js');
    const { fakeContext } = await import('../support/fake-context.js');
    const session: OpenedSession['session'] = {
      info: (options) => opened.session.info(options),
      run: (operation, args, options) => {
        if (operation.name === 'Get-PhsScheduler') {
          controller.abort();
        }
        return opened.session.run(operation, args, options);
      },
      close: () => Promise.resolve(),
    };
    const exitCode = await runCli(['status', '--record', file], {
      ...fakeContext(),
      signal: controller.signal,
      openSession: () => Promise.resolve({ ...opened, session, close: () => Promise.resolve() }),
    });
    expect(exitCode).toBe(130);
    expect(JSON.parse(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      outcome: 'interrupted',
    });
    const replayed = await run(['replay', file, 'status', '--output', 'json'], noServer);
    expect(replayed.err).toMatch(/the recorded run was interrupted/);
    expect(replayed.out).toMatch(/Could not read the settings of the scheduler: not in the recording/);
    expect(replayed.exitCode).toBe(4);
  });

  test('bundle: one file that answers every command with pseudonyms, and the mapping apart', async () => {
    const [out, mapping] = [join(folder, 'bundle.ndjson'), join(folder, 'mapping.ndjson')];
    const made = await run(['bundle', '--out', out, '--mapping', mapping, '--dn', mona, '--second-opinion'], open);
    expect(made).toMatchObject({
      exitCode: 0,
      out: `${out}\n`,
      err: expect.stringMatching(/users: \d+ names? in \d+ places?[^]*Send this file \(\d+ KB\)/),
    });
    const bundle = readFileSync(out, 'utf8');
    expect(bundle).not.toMatch(/contoso|viola|mona verse/i);
    const names = readFileSync(mapping, 'utf8');
    expect(names).toMatch(/"name":"Mona Verse"/);
    const pseudonyms = new Map(
      [...names.matchAll(/"pseudonym":"([^"]*)","name":"([^"]*)"/g)].map(([, to = '', of = '']) => [of, to]),
    );
    const [user, unit, domain] = ['Mona Verse', 'Staff', 'contoso'].map(
      (name) => pseudonyms.get(name) ?? pseudonyms.get(name.toUpperCase()) ?? '',
    );
    const dn = `CN=${user ?? ''},OU=${unit ?? ''},DC=${domain ?? ''},DC=com`;

    for (const words of [['status'], ['diagnose', '--second-opinion'], ['events']]) {
      expect(await run(['replay', out, ...words], noServer)).toMatchObject({ exitCode: 0 });
    }
    const contents = await run(['replay', out, '--output', 'json'], noServer);
    expect(JSON.parse(contents.out)).toMatchObject({
      redaction: { level: 'names' },
      users: { count: 1, named: [{ kind: 'dn', text: dn }] },
    });
    const all = await run(['replay', out, 'diagnose', '--all-users'], noServer);
    expect(all).toMatchObject({
      exitCode: 3,
      out: expect.stringMatching(/^REPLAY: recorded .*, names replaced\..*1 user: .*1 failed/s),
    });
    // The names of the customer are not in it: nobody can say that one of them failed.
    const original = await run(['replay', out, 'diagnose', '--dn', mona], noServer);
    expect(original).toMatchObject({ exitCode: 4, out: expect.not.stringMatching(/\[fail\]/) });
    const followed = await run(['replay', out, 'diagnose', '--dn', dn, '--second-opinion'], noServer);
    expect(followed.out).toMatch(/PHS506/);
    expect(followed.exitCode).toBe(3);
  });
});

describe('replay', () => {
  test.each([
    [['replay'], /<file> is missing/],
    [['replay', '--no-color'], /needs <file> first/],
    [['replay', 'a.ndjson', '--quiet'], /Unknown option --quiet/],
    [['replay', 'a.ndjson', '--no-color', 'status'], /belong after it/],
    [['replay', 'a.ndjson', 'statsu'], /cannot answer "statsu".*Did you mean status/],
    [['replay', 'a.ndjson', 'force-full-sync'], /cannot answer "force-full-sync"/],
    [['replay', 'a.ndjson', 'replay', 'b.ndjson', 'status'], /cannot answer "replay"/],
    [['replay', '--quiet'], /needs <file> first/],
    [['replay', 'a.ndjson', 'status', '--simulate', 'healthy'], /--simulate names a server, but the recording answers/],
    [['replay', 'a.ndjson', 'status', '--since', 'soon'], /soon/],
  ])('%j is refused with one clear sentence', async (words, sentence) => {
    const { exitCode, err } = await run(words, noServer);
    expect(exitCode).toBe(2);
    expect(err).toMatch(sentence);
  });
});
