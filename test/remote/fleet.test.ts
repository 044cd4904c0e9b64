import { appendFileSync, readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { comparisonDocumentSchema } from '../../src/model/comparison-document.js';
import { fleetDocumentSchema, type FleetDocument } from '../../src/model/fleet-document.js';
import { runCliLive } from '../support/cli.js';
import { freePort, sshText, startSshServer, type SshServer } from '../support/ssh-server.js';

/** Enough for the connection and the first answers, not for all of them. */
const bytesBeforeCut = 30_000;

let server: SshServer;
const listening: Server[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  server = await startSshServer([
    { scenario: 'healthy' },
    { scenario: 'staging' },
    { scenario: 'channel-disabled', machineName: 'CONTOSO-SYNC03' },
    { scenario: 'two-forests-one-silent', machineName: 'CONTOSO-SYNC04' },
    { scenario: 'healthy' },
  ]);
});

afterAll(async () => {
  sockets.forEach((socket) => socket.destroy());
  listening.forEach((each) => each.close());
  await server.close();
});

/** A port of the loopback address at which `answer` is called with each connection. */
async function listen(answer: (socket: Socket) => void): Promise<number> {
  const own = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  });
  listening.push(own);
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const { port } = own.address() as AddressInfo;
  return port;
}

/** A way to the endpoint that breaks in the midst of what it answers, each time or so often. */
function listenAndCut(port: number, times = Infinity): Promise<number> {
  let count = 0;
  return listen((socket) => {
    count += 1;
    const far = connect(port, '127.0.0.1');
    let left = count > times ? Infinity : bytesBeforeCut;
    far.on('error', () => undefined);
    far.on('data', (chunk) => {
      left -= chunk.length;
      if (left < 0) {
        far.destroy();
        socket.destroy();
      } else {
        socket.write(chunk);
      }
    });
    socket.on('data', (chunk) => far.write(chunk));
    socket.on('close', () => far.destroy());
  });
}

/** The key of the server is known at this port, too. */
function trust(port: number): void {
  const key = /^\S+ (.*)$/m.exec(readFileSync(join(server.folder, 'known'), 'utf8'))?.[1] ?? '';
  appendFileSync(join(server.folder, 'known'), `[127.0.0.1]:${port} ${key}\n`);
}

async function status(ways: readonly string[], ...words: readonly string[]): Promise<FleetDocument> {
  const named = ways.flatMap((way) => ['--ssh', way]);
  const { stdout } = await runCliLive(['status', ...named, '--output', 'json', ...words], server.env);
  return fleetDocumentSchema.parse(JSON.parse(stdout));
}

describe('several servers over one SSH server', () => {
  test('are asked side by side; a silent, a refusing and a cut one hold nobody up', async () => {
    const [healthy, staging, off, two, cut] = server.remotes;
    if (!healthy || !staging || !off || !two || !cut) throw new Error('There are not five endpoints.');
    const silentPort = await listen(() => undefined);
    const cutPort = await listenAndCut(cut.port ?? 0);
    trust(cutPort);
    const others = [silentPort, await freePort(), cutPort].map((port) => ({ ...healthy, port }));
    const ways = [...others, healthy, staging, off, two].map(sshText);
    const { servers, findings, summary } = await status(ways, '--timeout', '8m');

    expect(servers.map(({ name }) => name)).toEqual(ways);
    const [silent, refusing, broken, ...answered] = servers;
    // The cut comes back with each new connection: after one the run is given up, and nothing that was read before stands alone.
    expect([silent, refusing, broken].map((each) => [each?.report.error?.code, each?.report.summary])).toEqual([
      ['E_REMOTE_UNREACHABLE', expect.objectContaining({ status: 'error', exitCode: 5 })],
      ['E_REMOTE_UNREACHABLE', expect.objectContaining({ status: 'error', exitCode: 5 })],
      ['E_REMOTE_LOST', expect.objectContaining({ status: 'error', exitCode: 5 })],
    ]);
    expect(answered.map(({ role, report }) => [role, report.summary.status])).toEqual([
      ['active', 'pass'],
      ['staging', 'pass'],
      ['active', 'fail'],
      ['active', 'fail'],
    ]);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'PHS601', status: 'fail' }));
    expect(summary).toMatchObject({ exitCode: 5, counts: { servers: 7, pass: 2 } });
  }, 600_000);
});

describe('a server whose connection is cut', () => {
  test('once is judged all the same: the command connects again and goes on', async () => {
    const [healthy] = server.remotes;
    if (!healthy) throw new Error('There is no endpoint.');
    const port = await listenAndCut(healthy.port ?? 0, 1);
    trust(port);
    const { exitCode, stdout } = await runCliLive(
      ['status', '--ssh', sshText({ ...healthy, port }), '--output', 'json', '--timeout', '4m'],
      server.env,
    );

    expect({ exitCode, report: JSON.parse(stdout) as unknown }).toMatchObject({
      exitCode: 0,
      report: { summary: { status: 'pass' } },
    });
  });
});

describe('two servers over one SSH server', () => {
  const compare = (first: string, second: string): ReturnType<typeof runCliLive> =>
    runCliLive(['compare', first, second, '--output', 'json'], server.env);

  test('are compared, both asked by the same PowerShell remoting', async () => {
    const [healthy, staging, off] = server.remotes.map((way) => `ssh:${sshText(way)}`);
    const same = await compare(healthy ?? '', staging ?? '');
    const other = await compare(healthy ?? '', off ?? '');
    const [taken, kept] = [same, other].map(({ stdout }) => comparisonDocumentSchema.parse(JSON.parse(stdout)));

    expect([same.exitCode, other.exitCode]).toEqual([0, 3]);
    const remote = { kind: 'live', remote: { computer: '127.0.0.1', by: 'SSH' } };
    expect([taken?.first, taken?.second]).toMatchObject([
      { file: healthy, role: 'active', source: remote },
      { file: staging, role: 'staging', source: remote },
    ]);
    expect([taken?.differences, taken?.notCompared]).toEqual([[], []]);
    expect(kept?.differences).toContainEqual(expect.objectContaining({ area: 'channel', second: 'disabled' }));
  });

  test('are an error that names the one that is not reached', async () => {
    const [healthy] = server.remotes.map((way) => `ssh:${sshText(way)}`);
    const { exitCode, stdout } = await compare(healthy ?? '', `ssh:u@127.0.0.1:${await freePort()}`);

    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'E_REMOTE_UNREACHABLE',
        message: expect.stringMatching(/^The second one, ssh:u@127\.0\.0\.1:\d+: /),
      },
    });
  });
});
