import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { doctorDocumentSchema, type DoctorDocument } from '../../src/model/doctor.js';
import { runCliLive } from '../support/cli.js';
import { freePort, sshText, startSshServer, type SshServer } from '../support/ssh-server.js';

let server: SshServer;

beforeAll(async () => {
  server = await startSshServer([{ scenario: 'healthy' }]);
});

afterAll(async () => {
  await server.close();
});

function way(): SshServer['remotes'][number] {
  const [first] = server.remotes;
  if (first === undefined) throw new Error('There is no endpoint.');
  return first;
}

async function doctor(words: readonly string[], env = server.env): Promise<DoctorDocument> {
  const { stdout } = await runCliLive(['doctor', '--output', 'json', ...words], env);
  return doctorDocumentSchema.parse(JSON.parse(stdout));
}

/** The lines of the way and the first one of the server itself. */
const walk = ({ probes }: DoctorDocument): string =>
  probes
    .filter(({ id }) => id.startsWith('remote-') || id === 'language-mode')
    .map(({ status }) => status)
    .join(' ');

describe('doctor of a server at the other end of SSH', () => {
  test('goes the whole way, and then looks at the server', async () => {
    const found = await doctor(['--ssh', sshText(way())]);

    expect(walk(found)).toBe('pass pass pass pass pass pass');
    expect(found.remote).toEqual({ computer: '127.0.0.1', by: 'SSH' });
    expect(found.probes.filter(({ id, status }) => status !== 'pass' && id !== 'node')).toEqual([]);
  });

  test.each<[string, string, RegExp, () => Promise<DoctorDocument>]>([
    [
      'a name that is not known',
      'fail unknown unknown unknown unknown unknown',
      /Check the name/,
      () => doctor(['--ssh', 'admin@no-such-server.invalid']),
    ],
    [
      'a closed port',
      'pass fail unknown unknown unknown unknown',
      /firewall/,
      async () => doctor(['--ssh', sshText({ ...way(), port: await freePort() })]),
    ],
    [
      'a host key that is not known',
      'pass pass fail unknown unknown unknown',
      /fingerprint/,
      () => doctor(['--ssh', sshText(way())], server.wrongEnv('host')),
    ],
    [
      'a refused key',
      'pass pass pass fail unknown unknown',
      /authorized_keys/,
      () => doctor(['--ssh', sshText(way())], server.wrongEnv('key')),
    ],
  ])('stops at %s, with its cure', async (_what, expected, cure, run) => {
    const found = await run();
    const failed = found.probes.filter(({ status }) => status === 'fail');

    expect(walk(found)).toBe(expected);
    expect(failed).toMatchObject([{ cure: { text: expect.stringMatching(cure) } }]);
    expect(found.summary.exitCode).toBe(3);
  });

  test('does not take a port that takes connections and says nothing for a server in order', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;

    expect(walk(await doctor(['--ssh', sshText({ ...way(), port })]))).toBe(
      'pass fail unknown unknown unknown unknown',
    );
    silent.close();
  });
});

describe('doctor of a server by WinRM, for which there is no client here', () => {
  test('looks for the name and the port all the same, and says what is missing here', async () => {
    const here = await doctor(['--computer', '127.0.0.1', '--port', String(way().port)]);
    const closed = await doctor(['--computer', '127.0.0.1', '--port', String(await freePort())]);
    const nobody = await doctor(['--computer', 'no-such-server.invalid']);

    expect([here, closed, nobody].map(walk)).toEqual([
      'pass pass unknown unknown unknown unknown',
      'pass fail unknown unknown unknown unknown',
      'fail unknown unknown unknown unknown unknown',
    ]);
    expect(here.probes.find(({ id }) => id === 'powershell')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('this machine has no WinRM client'),
    });
  });
});
