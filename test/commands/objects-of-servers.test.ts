import { describe, expect, test } from '@jest/globals';
import { objectsOfServersSchema } from '../../src/model/objects-of-servers-document.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { noServer, run } from '../support/recorded-run.js';

const viola = 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com';
const nobody = 'CN=Nobody,OU=Cloud Objects,DC=contoso,DC=com';
const two = ['--replay', recordingPath('healthy'), '--replay', recordingPath('users')];
const missing = ['--replay', 'no-such-recording.ndjson'];

const diagnose = (...words: readonly string[]): ReturnType<typeof run> => run(['diagnose', ...words], noServer);

describe('diagnose --dn of several servers', () => {
  test('is one document: what diagnose says of the user on each server alone, or its error', async () => {
    const { exitCode, out } = await diagnose(...two, ...missing, '--dn', viola, '--output', 'json');
    const { servers, summary } = objectsOfServersSchema.parse(JSON.parse(out));

    expect(exitCode).toBe(5);
    expect(summary).toEqual({ exitCode: 5, counts: { servers: 3, error: 1 } });
    expect(
      servers.map((server) =>
        'error' in server
          ? server.error.code
          : server.document.objects.map(({ status, password }) => [status, password.state]),
      ),
    ).toEqual([[['pass', 'synchronized']], [['pass', 'synchronized']], 'E_FILE']);
  });

  test('is a line for each server, and the details of those on which the user is not in order', async () => {
    const good = await diagnose(...two, '--dn', viola);
    const bad = await diagnose('--replay', recordingPath('healthy'), ...missing, '--dn', nobody);

    expect(good.exitCode).toBe(0);
    expect(good.out).toMatch(
      /^\[ok\] recording: REPLAY, [^:]* old: The password is synchronized[^\n]*\n\[ok\] recording-2: /,
    );
    expect(good.out).not.toContain('==');
    expect(good.out).toMatch(/\n2 servers; exit code 0\n$/);
    expect(bad.exitCode).toBe(5);
    expect(bad.out).toMatch(
      /^\[fail\] recording: REPLAY, [^:]* old: [^\n]*PHS503[^\n]*\n\[fail\] no-such-recording: The recording/,
    );
    expect(bad.out.match(/^== .*$/gm)).toEqual(['== recording']);
    expect(bad.out).toMatch(/\n2 servers, 1 did not answer; exit code 5\n$/);
    expect((await diagnose(...two, '--dn', viola, '-v')).out.match(/^== .*$/gm)).toHaveLength(2);
    expect((await diagnose(...two, '--dn', nobody, '-q')).out).not.toContain('==');
  });

  test.each([
    ['--dn', viola, '-o', 'ndjson'],
    ['--dn-file', 'users.csv'],
    ['--dn', viola, '--second-opinion'],
  ])('cannot be used with %s %s %s', async (...words) => {
    expect(await diagnose(...two, ...words)).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('is for one server'),
    });
  });

  test('refuses a name that is not a DN before a server is asked', async () => {
    expect(await diagnose(...two, '--dn', 'ann')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('"ann" is not a distinguished name.'),
    });
  });
});
