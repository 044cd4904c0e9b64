import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { recordingDocumentSchema, type RecordingDocument } from '../../src/model/recording-document.js';
import { openSession } from '../../src/session/open-session.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { recordingText } from '../../src/views/recording-text.js';
import { plainTheme } from '../../src/views/theme.js';
import { noServer, run } from '../support/recorded-run.js';
import { redactRecording } from '../support/redacted.js';
import { unpackRecording } from '../support/unpack-recording.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-contents-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const users = recordingPath('users');
const viola = 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com';

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const text = unpackRecording('users');
/** The header, some answers of the server, and the first user with half a line. */
const cut = file('cut.ndjson', text.slice(0, text.indexOf('CN=Emil Krause')));
const bundle = file('bundle.ndjson', redactRecording(users, 'names').text);

const replay = (path: string, ...words: readonly string[]): ReturnType<typeof run> =>
  run(['replay', path, ...words], noServer);

async function contents(path: string): Promise<RecordingDocument> {
  return recordingDocumentSchema.parse(JSON.parse((await replay(path, '--output', 'json')).out));
}

describe('replay FILE alone', () => {
  test('says what is in a recording, and which commands answer from it', async () => {
    const { exitCode, out, err } = await replay(users);

    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/^Recording of "diagnose": 2026-11-22 12:00:00 UTC, \d+ days ago, by phs-tool \d/);
    expect(out).toMatch(/^ {2}Server {6}CONTOSO-SYNC01, Entra Connect 2\.6\.92\.0 \(simulated\)$/m);
    expect(out).toMatch(/^ {2}Events {6}since 2026-11-21 12:00:00 UTC \(24 h\)$/m);
    expect(out).toMatch(/^ {2}Names {7}as they are; nothing was replaced$/m);
    expect(out).toMatch(/^ {2}Complete {4}yes, \d+ lines$/m);
    expect(out).toContain(viola);
    expect(out).toMatch(/diagnose --all-users\n$/);
  });

  test('says it as one document, whose users are those that --all-users follows', async () => {
    const document = await contents(users);
    const all = await replay(users, 'diagnose', '--all-users', '--output', 'json');
    const { objects } = JSON.parse(all.out) as { objects: { given: unknown }[] };

    expect(document).toMatchObject({
      recording: { command: 'diagnose', outcome: 'completed', endsInLine: false, simulated: true },
      eventsSinceAt: '2026-11-21T12:00:00.000Z',
      redaction: null,
    });
    expect(document.users.count).toBeGreaterThan(40);
    expect(objects.map(({ given }) => given)).toEqual(document.users.named);
    expect(all.exitCode).toBe(3);
  });

  test('names the kinds that a bundle replaced, and its users by pseudonym', async () => {
    const document = await contents(bundle);
    const { out } = await replay(bundle);

    expect(document.redaction).toMatchObject({ level: 'names' });
    // Two of them are one user whose DN is written in two ways.
    expect(document.users.count).toBe((await contents(users)).users.count - 1);
    expect(JSON.stringify(document)).not.toMatch(/viola|contoso/i);
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /replaced by pseudonyms \(--redact names\): .*users: \d+ names? in \d+ places?/,
    );
  });

  test('says that a file is cut off, and in which line', async () => {
    const { recording, users: followed } = await contents(cut);

    expect(recording).toMatchObject({ outcome: 'cut-off', endsInLine: true });
    expect(followed).toEqual({ count: 1, named: [{ kind: 'dn', text: viola }] });
    expect((await replay(cut)).out).toMatch(
      new RegExp(
        `no: the file is cut off in line ${recording.lines + 1}; the ${recording.lines} lines before it answer`,
      ),
    );
  });

  test('of a cut file does not say what only its end says', async () => {
    const whole = readFileSync(bundle, 'utf8');
    const lines = whole.split('\n');
    const asOlder = [lines[0]?.replace(',"redact":"names"', ''), ...lines.slice(1)];
    const half = (given: readonly (string | undefined)[]): string => given.slice(0, 12).join('\n');
    const cutBundle = await replay(file('cut-bundle.ndjson', half(lines)));
    const cutOld = await replay(file('cut-old.ndjson', half(asOlder)));
    const begun = await replay(file('begun.ndjson', `${lines[0] ?? ''}\n`));

    expect(cutBundle.out).toMatch(
      /^ {2}Names {7}replaced by pseudonyms \(--redact names\): how many is not known \(the file is cut /m,
    );
    expect(cutOld.out).toMatch(/^ {2}Names {7}whether they were replaced is not known \(the file is cut /m);
    expect(cutBundle.out).toMatch(/^ {2}Users {7}not known \(none in what is left of the file\)$/m);
    expect((await replay(cut)).out).toMatch(
      /^ {2}Users {7}1 followed in what is left of the file; whether there were /m,
    );
    expect(begun.out).toMatch(/^ {2}Events {6}not known \(none in what is left of the file\)$/m);
    expect(await contents(join(folder, 'cut-old.ndjson'))).toMatchObject({
      redaction: { level: 'unknown', replaced: null },
    });
    expect(await contents(join(folder, 'cut-bundle.ndjson'))).toMatchObject({
      redaction: { level: 'names', replaced: null },
    });
  });

  test('says that a run did not complete, and that nobody was followed', () => {
    const document = recordingDocumentSchema.parse({
      ...{ schemaVersion: '1.0', tool: { name: 'phs-tool', version: '1' }, command: 'replay', file: 'a\u001b.ndjson' },
      recording: {
        ...{ format: 'phs-recording/2', toolVersion: '1', command: 'status', ageMs: -90_000, simulated: false },
        ...{ startedAt: '2026-11-22T12:00:00Z', recordedAt: '2026-11-22T12:00:00Z' },
        ...{ outcome: 'failed', lines: 2, answers: 0, endsInLine: false },
      },
      ...{ server: null, engine: null, eventsSinceAt: null, redaction: null, users: { count: 0, named: [] } },
    });
    const shown = recordingText(document, { theme: plainTheme });

    expect(shown).toMatch(/1 min after this machine's clock/);
    expect(shown).toMatch(/Complete {4}no: the recorded run failed/);
    expect(shown).toMatch(/Users {7}none followed/);
    expect(shown).not.toMatch(/--all-users|\u001b/);
  });

  test.each([
    ['a file that is not there', join(folder, 'none'), 'E_FILE'],
    ['one that is not a recording', file('other.txt', 'hello\n'), 'E_RECORDING'],
  ])('reports %s', async (_, path, code) => {
    expect(await replay(path)).toMatchObject({ exitCode: 5, out: '' });
    expect(JSON.parse((await replay(path, '-o', 'json')).out)).toMatchObject({ error: { code } });
  });
});

describe('the causes of many users', () => {
  test('name the command of one user where a cause is his alone, each after the comment that leads to it', async () => {
    const lines = (await replay(users, 'diagnose', '--all-users')).out.split('\n').map((line) => line.trim());
    const comments = lines.flatMap((line, place) => (line.startsWith('# On the server itself') ? [place] : []));

    const calls = lines.flatMap((line, place) => (line.startsWith('phs-tool sync-user') ? [place] : []));

    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((place) => !comments.includes(place - 1))).toEqual([]);
    expect(
      comments.map((place) => lines[place + 1]).filter((next) => !/^phs-tool (?!replay )/.test(next ?? '')),
    ).toEqual([]);
    expect((await replay(users, 'diagnose', '--dn', 'CN=Fay Lure,OU=Staff,DC=contoso,DC=com')).out).toMatch(
      /# On the server itself, not from the recording:\n +phs-tool sync-user /,
    );
  });
});

describe('a recording that is cut off before its first answer', () => {
  const [head = '', session = ''] = text.split('\n');

  test.each([
    [
      'in the line after its header',
      `${head}\n${session.slice(0, 20)}`,
      'the file is cut off in line 2, before the first answer',
    ],
    ['behind its header', `${head}\n`, 'the end is missing after 1 line, none of which is an answer'],
  ])('%s names no command that would answer from it', async (name, content, complete) => {
    const path = file(`${name.replaceAll(' ', '-')}.ndjson`, content);
    const { out } = await replay(path);

    expect(out).toContain(`no: ${complete}`);
    expect(out).toContain('No command answers from it: copy the whole file again, or record again.');
    expect(out).not.toContain('phs-tool replay');
    expect((await replay(path, 'status')).exitCode).toBe(5);
  });

  test('with one answer it names the command', async () => {
    expect((await replay(cut)).out).toMatch(/phs-tool replay .* diagnose\n/);
  });
});

describe('a recording that is cut off', () => {
  test('answers from its whole lines, and every form says that it is incomplete', async () => {
    const followed = await replay(cut, 'diagnose', '--dn', viola, '--verbose');

    expect(followed.out).toMatch(/^REPLAY: recorded .* days ago, incomplete\. /);
    expect(followed.out).toMatch(/The object is in the AD connector space/);
    expect(followed.err).toMatch(/incomplete: the file is cut off in line \d+; its \d+ whole lines answer/);
    expect((await replay(users, 'status')).out).toMatch(/^REPLAY: recorded .* days ago\. /);
    const half = file('half-bundle.ndjson', readFileSync(bundle, 'utf8').split('\n').slice(0, 12).join('\n'));
    expect((await replay(half, 'status')).out).toMatch(/^REPLAY: recorded .* days ago, names replaced, incomplete\. /);
    const older = file('half-older.ndjson', readFileSync(half, 'utf8').replace(',"redact":"names"', ''));
    expect((await replay(older, 'status')).out).toMatch(/^REPLAY: .* days ago, names perhaps replaced, incomplete\. /);
    expect((await replay(bundle, 'status', '-q')).out).toMatch(/REPLAY \(recorded .* days ago, names replaced\)/);
    expect(JSON.parse((await replay(cut, 'status', '-o', 'json')).out)).toMatchObject({ source: { incomplete: true } });
  });

  test('is read as far as it goes also when it is packed', async () => {
    const packed = readFileSync(users);
    const half = await contents(file('half.ndjson.gz', packed.subarray(0, packed.length / 2)));

    expect(half).toMatchObject({ recording: { outcome: 'cut-off' } });
    expect(half.recording.lines).toBeGreaterThan(10);
  });
});

describe('a user who is not in the recording', () => {
  test.each([
    ['of a domain that it does not know', ['--dn', 'CN=Ann,DC=nowhere,DC=org'], bundle],
    ['whose names were replaced', ['--dn', viola], bundle],
    ['of a domain that it knows', ['--dn', 'CN=Ann Lee,DC=contoso,DC=com'], users],
    ['with a name that nobody looked up', ['--sam', 'nobody'], users],
    ['with a UPN that nobody looked up', ['--upn', 'nobody@contoso.com'], users],
  ])('%s is unknown, and no check fails', async (_, words, path) => {
    const { exitCode, out } = await replay(path, 'diagnose', ...words, '--output', 'json');
    const { objects } = JSON.parse(out) as { objects: { status: string; answer: string; findings: unknown[] }[] };

    expect(exitCode).toBe(4);
    expect(objects).toMatchObject([{ status: 'unknown' }]);
    expect(JSON.stringify(objects)).not.toContain('"status":"fail"');
    expect(JSON.stringify(objects)).toContain('not in the recording');
  });
});

describe('--all-users', () => {
  test('says so when nobody was followed', async () => {
    expect(await replay(recordingPath('staging'), 'diagnose', '--all-users')).toMatchObject({
      exitCode: 5,
      err: expect.stringMatching(/The recording follows no users/),
    });
  });

  test('does not say so of a recording that is cut off before the first user', async () => {
    const beforeUsers = file('nobody.ndjson', text.slice(0, text.indexOf('CN=Viola Hanson')));
    const { exitCode, err } = await replay(beforeUsers, 'diagnose', '--all-users');

    expect(exitCode).toBe(5);
    expect(err).toMatch(/The users are not known: the recording is incomplete, and none is in it\./);
    expect(err).not.toContain('follows no users');
  });

  test('goes with report, and with neither a server nor --only', async () => {
    const report = await replay(users, 'report', '--all-users', '--out', '-');
    expect(report.out).toContain('Viola Hanson');
    for (const words of [
      ['diagnose', '--all-users'],
      ['report', '--all-users'],
    ]) {
      expect(await run(words, noServer)).toMatchObject({
        exitCode: 2,
        err: expect.stringMatching(/--all-users needs a recording/),
      });
    }
    expect((await replay(users, 'diagnose', '--all-users', '--only', '4xx')).exitCode).toBe(2);
  });
});

describe('a user who is asked for by another name than the recorded run used', () => {
  test('is found by account name, principal name or GUID, if one row of the recording holds it', async () => {
    const found = /PHS512: The password is temporary/;
    for (const words of [
      ['--sam', 'temp.word'],
      ['--sam', 'CONTOSO\\TEMP.WORD'],
      ['--upn', 'temp.word@contoso.com'],
      ['--dn', '<GUID=0ac93d0b-a491-4a11-a5d6-553b14e5a34a>'],
    ]) {
      const { exitCode, out } = await replay(users, 'diagnose', ...words);
      expect(exitCode).toBe(3);
      expect(out).toMatch(found);
    }
  });

  test.each([
    ['--sam', 'nobody'],
    ['--upn', 'nobody@contoso.com'],
    ['--dn', 'CN=Nobody Here,OU=Staff,DC=contoso,DC=com'],
    ['--dn', 'CN=Nobody,DC=elsewhere,DC=example'],
  ])(
    '%s %s, whom it did not follow, is unknown, and the next step is to name one that it followed',
    async (...words) => {
      const { exitCode, out } = await replay(users, 'diagnose', ...words);
      expect(exitCode).toBe(4);
      expect(out).toMatch(/^Next step: Name a user that the recording followed,/m);
      expect(out).toContain(`\n    phs-tool replay '${users}'\n`);
      expect(out).not.toContain('replay FILE');
    },
  );
});

describe('a scenario that answers from a recording because there is no PowerShell', () => {
  const open: Parameters<typeof run>[1] = (request) =>
    openSession(request, { env: {}, clock: () => new Date(), exists: () => false });
  const asked = (upn: string): ReturnType<typeof run> => run(['diagnose', '--simulate', 'users', '--upn', upn], open);

  test('names the command that lists its users, for one that it did not follow', async () => {
    const { exitCode, out } = await asked('nobody@contoso.com');
    const file = /^ {4}phs-tool replay '(.*)'$/m.exec(out)?.[1] ?? '';

    expect(exitCode).toBe(4);
    expect(out).not.toContain('replay FILE');
    expect((await replay(file)).out).toMatch(/^ {2}Users {7}\d+ followed\n {14}\S/m);
  });

  test('names no such command for a user that it did follow', async () => {
    const { exitCode, out } = await asked('temp.word@contoso.com');

    expect(exitCode).toBe(3);
    expect(out).not.toContain('phs-tool replay');
  });
});

describe('a bundle that was made from a recording, as one of a simulated server without PowerShell', () => {
  const made = join(folder, 'made.ndjson');
  const open: Parameters<typeof run>[1] = (request) =>
    openSession(request, { env: {}, clock: () => new Date(), exists: () => false });

  test('answers what the recording answers', async () => {
    expect(await run(['bundle', '--simulate', 'users', '--out', made], open)).toMatchObject({ exitCode: 0 });
    const answered = await replay(made, 'users');
    expect(answered).toMatchObject({ exitCode: 0, err: expect.not.stringContaining('phs-tool:') });
    expect(answered.out).toMatch(/^REPLAY: .*\nThe log names 6 users /);
  });

  test.each([[['users', '--since', '48h']], [['events', '--since', '48h']], [['events', '--id', '4624']]])(
    '%j, which it does not hold, has a remedy for a recording',
    async (words) => {
      const { exitCode, err } = await replay(made, ...words);
      expect(exitCode).toBe(5);
      expect(err).toContain('not in the recording');
      expect(err).toMatch(/ask for a shorter --since|record the command that you want to replay/);
      expect(err).not.toContain('elevated console');
    },
  );
});
