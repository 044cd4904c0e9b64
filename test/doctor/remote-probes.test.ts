import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { PsError, type PsErrorCode } from '../../src/base/errors.js';
import type { RemoteServer } from '../../src/base/remote-server.js';
import { createDoctorCommand } from '../../src/commands/doctor.js';
import type { DoctorWorld } from '../../src/doctor/run-doctor.js';
import { readReach, type Reach } from '../../src/doctor/read-reach.js';
import { remoteProbes } from '../../src/doctor/remote-probes.js';
import { doctorDocumentSchema, type Probe } from '../../src/model/doctor.js';
import { known, unknown } from '../../src/model/fact.js';
import { fakeContext } from '../support/fake-context.js';
import { FakeSession } from '../support/fake-session.js';

const wsman: RemoteServer = { kind: 'wsman', computer: 'aadc01.contoso.com', useSsl: false };
const ssh: RemoteServer = { kind: 'ssh', computer: 'aadc01', user: 'admin', port: 2222 };

const words = (probes: readonly Probe[]): string => probes.map(({ status }) => status).join(' ');
const failureOf = (code: PsErrorCode): { readonly error: PsError; readonly message: string } => {
  const error = new PsError(code, 'It failed.', { hint: 'Do this.' });
  return { error, message: error.message };
};
const reach = (name: boolean, port: boolean): Reach => ({
  name: name ? known(['10.0.0.1']) : unknown({ code: 'not-found', message: 'ENOTFOUND' }),
  port: port ? known(5985) : unknown({ code: 'failed', message: 'ECONNREFUSED' }),
});

describe('the way to another server', () => {
  test('is in order if the session is open', () => {
    expect(words(remoteProbes(wsman, { failure: undefined, reach: undefined }))).toBe('pass pass pass pass pass');
  });

  test.each<[PsErrorCode, string, RegExp]>([
    ['E_REMOTE_NAME', 'fail unknown unknown unknown unknown', /^Resolve-DnsName -Name 'aadc01/],
    ['E_REMOTE_UNREACHABLE', 'pass fail unknown unknown unknown', /^Test-NetConnection -ComputerName 'aadc01.*5985$/],
    ['E_REMOTE_TRUST', 'pass pass fail unknown unknown', /^whoami \/groups$/],
    ['E_REMOTE_CERTIFICATE', 'pass pass fail unknown unknown', /^whoami/],
    ['E_REMOTE_DENIED', 'pass pass pass fail unknown', /^whoami/],
    ['E_REMOTE_HOP', 'pass pass pass fail unknown', /^whoami/],
    ['E_REMOTE_ENDPOINT', 'pass pass pass pass fail', /^Enter-PSSession -ComputerName 'aadc01/],
  ])('ends at the stage of %s, with its cure and a command of its own', (code, expected, command) => {
    const probes = remoteProbes(wsman, { failure: failureOf(code), reach: undefined });
    const failed = probes.find(({ status }) => status === 'fail');

    expect(words(probes)).toBe(expected);
    expect(failed).toMatchObject({ message: 'It failed.', cure: { text: 'Do this.' } });
    expect(failed?.cure?.commands[0]).toMatch(command);
  });

  test.each<[PsErrorCode]>([['E_REMOTE_LANGUAGE'], ['E_REMOTE_MODULE']])('is in order if %s lies behind it', (code) => {
    expect(words(remoteProbes(wsman, { failure: failureOf(code), reach: undefined }))).toBe('pass pass pass pass pass');
  });

  test.each([
    [wsman, reach(true, true), 'pass pass unknown unknown fail'],
    [wsman, reach(true, false), 'pass fail unknown unknown unknown'],
    [wsman, reach(false, false), 'fail unknown unknown unknown unknown'],
    // The configuration of ssh can lead elsewhere than this machine looked.
    [ssh, reach(false, false), 'unknown unknown unknown unknown fail'],
    [ssh, reach(true, true), 'pass pass unknown unknown fail'],
    [wsman, undefined, 'unknown unknown unknown unknown fail'],
  ])('is looked for in the network if the failure does not say how far it came', (remote, found, expected) => {
    const noError = { failure: { error: undefined, message: 'No answer within 75 s.' }, reach: found };

    expect(words(remoteProbes(remote, { failure: failureOf('E_REMOTE'), reach: found }))).toBe(expected);
    expect(words(remoteProbes(remote, noError))).toBe(expected);
  });

  test.each<[PsErrorCode]>([['E_REMOTE_WINRM'], ['E_REMOTE_SSH'], ['E_NO_POWERSHELL']])(
    'is not said to have failed if this machine could not ask: %s',
    (code) => {
      const probes = remoteProbes(wsman, { failure: failureOf(code), reach: reach(true, true) });

      expect(words(probes)).toBe('pass pass unknown unknown unknown');
      expect(probes[4]?.message).toBe('Not known: the server was not asked.');
    },
  );
});

describe('the network', () => {
  const never = new AbortController().signal;

  test('has the name and the port of a server that is there', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const way: RemoteServer = { ...wsman, computer: '127.0.0.1', port };

    expect(await readReach(way, never)).toEqual({ name: known(['127.0.0.1']), port: known(port) });
    await new Promise((resolve) => server.close(resolve));
    expect(await readReach(way, never)).toMatchObject({ name: { known: true }, port: { known: false } });
  });

  test('does not have a name that nobody knows', async () => {
    expect(await readReach({ ...wsman, computer: 'no-such-server.invalid' }, never)).toMatchObject({
      name: { known: false },
      port: { known: false },
    });
  });
});

describe('doctor of another server', () => {
  const path = '/usr/bin/pwsh';
  const world: DoctorWorld = {
    node: { version: '24.1.0', platform: 'linux', architecture: 'x64', supported: '>=20' },
    search: { platform: 'linux', found: [path], used: path, distrust: () => undefined, isNamed: false },
    now: new Date('2026-11-22T10:15:00.000Z'),
    readReach: () => Promise.resolve(reach(true, true)),
    startMs: 20_000,
    remoteStartMs: 75_000,
    probeMs: 20_000,
  };
  async function doctor(error: PsError): Promise<ReadonlyMap<string, Probe>> {
    const ctx = fakeContext({ openSession: () => Promise.reject(error) });
    const command = createDoctorCommand(() => Promise.resolve(world));
    await command.run(ctx, { output: 'json', computer: 'aadc01' });
    const { probes } = doctorDocumentSchema.parse(JSON.parse(ctx.out()));
    return new Map(probes.map((probe) => [probe.id, probe]));
  }

  test('says of an endpoint without full language that the way is in order and the language is not', async () => {
    const probes = await doctor(new PsError('E_REMOTE_LANGUAGE', 'No language.', { hint: 'Use another.' }));

    expect(probes.get('remote-endpoint')?.status).toBe('pass');
    expect(probes.get('language-mode')).toMatchObject({
      status: 'fail',
      message: 'No language.',
      cure: { text: 'Use another.' },
    });
    expect(probes.get('adsync-module')?.status).toBe('unknown');
  });

  test('says of PowerShell 7 over there that the module does not work in it', async () => {
    const probes = await doctor(new PsError('E_REMOTE_MODULE', 'Not native.', { hint: 'Use --computer.' }));

    expect(probes.get('adsync-module')).toMatchObject({ status: 'fail', message: 'Not native.' });
    expect(probes.get('language-mode')?.status).toBe('unknown');
  });

  test('tells what this machine lacks on the line of its PowerShell', async () => {
    const probes = await doctor(new PsError('E_REMOTE_WINRM', 'No WinRM client.', { hint: 'Use --ssh.' }));

    expect(probes.get('powershell')).toMatchObject({ status: 'fail' });
    expect(probes.get('remote-port')?.status).toBe('pass');
    expect(probes.get('remote-endpoint')?.status).toBe('unknown');
    expect(probes.get('groups')?.message).toBe('Not known: the server was not asked.');
  });

  test('does not say that PowerShell did not start if the server was not reached', async () => {
    const probes = await doctor(new PsError('E_REMOTE_DENIED', 'Denied.', { hint: 'Join the group.' }));

    expect(probes.get('groups')?.message).toBe('Not known: the server was not reached.');
  });

  test('starts the PowerShell that commands use, and only lists another one that others could have put there', async () => {
    const started: string[] = [];
    const ctx = fakeContext({
      openSession: ({ powershell, remote }) => {
        if (remote !== undefined) {
          return Promise.reject(new PsError('E_REMOTE_NAME', 'No such name.', { hint: 'Check it.' }));
        }
        started.push(powershell ?? '');
        return Promise.resolve({
          ...{ session: new FakeSession({}), now: new Date(), simulated: false },
          close: () => Promise.resolve(),
        });
      },
    });
    const named = { platform: 'linux', found: [path, '/tmp/pwsh'], used: path, isNamed: true } as const;
    const command = createDoctorCommand(() =>
      Promise.resolve({ ...world, search: { ...named, distrust: () => 'others may have put it there' } }),
    );
    await command.run(ctx, { output: 'json', computer: 'aadc01' });
    const { probes, hosts } = doctorDocumentSchema.parse(JSON.parse(ctx.out()));

    expect(started).toEqual([path]);
    expect(probes.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual(['remote-name']);
    expect(probes.map(({ id }) => id).slice(0, 4)).toEqual(['node', 'powershell', 'remote-name', 'remote-port']);
    expect(hosts.map(({ failure }) => failure)).toEqual([
      null,
      'Not started, only listed: others may have put it there',
    ]);
  });
});
