import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.js';
import type { RemoteServer } from '../../src/base/remote-server.js';
import { adaptForSsh, installEndpointModule, readEndpointFiles } from './constrained-endpoint.js';
import { requireEngine } from './engine.js';
import { createServer as createSimulatedServer, setStateValue } from './simulated-server.js';

/** What is at the other end of one port of the SSH server. */
export interface Endpoint {
  /** Scenario of the simulated server that answers there. */
  readonly scenario: string;
  /** True: the constrained endpoint that docs/remote.md describes; else full language. */
  readonly constrained?: boolean;
  /** Computer name of that server, instead of its scenario's. */
  readonly machineName?: string;
}

/** A real sshd on the loopback address, with keys of its own. */
export interface SshServer {
  /** The way to each endpoint, in their order. */
  readonly remotes: readonly Extract<RemoteServer, { kind: 'ssh' }>[];
  /** Folder of the files of this server. */
  readonly folder: string;
  /** Environment in which `ssh` uses the keys of this server and knows it. */
  readonly env: Record<string, string>;
  /** Another environment: the key is not the one that the server accepts, or the server is not known. */
  readonly wrongEnv: (what: 'key' | 'host') => Record<string, string>;
  /** Processes of the sessions that are open now, oldest first. */
  readonly sessions: () => readonly number[];
  readonly close: () => Promise<void>;
}

/** `user@host:port`, as --ssh takes it. */
export function sshText({ user, computer, port }: SshServer['remotes'][number]): string {
  return `${user}@${computer}:${port ?? 22}`;
}

/** Path of the SSH server of this machine, undefined if there is none. */
export function findSshd(): string | undefined {
  return ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path));
}

/** A port of the loopback address that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

function makeKey(path: string): string {
  const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
  if (made.status !== 0) throw new Error(`ssh-keygen: ${String(made.stderr)}`);
  return readFileSync(`${path}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
}

/** The session configuration of an endpoint, which `pwsh -sshs` reads: it puts the simulated server in its place. */
async function writeEndpoint(folder: string, port: number, endpoint: Endpoint): Promise<void> {
  const { scenario, constrained, machineName } = endpoint;
  const server = await createSimulatedServer(scenario, join(folder, `server-${port}`));
  if (machineName !== undefined) await setStateValue(server, ['platform', 'machineName'], machineName);
  const simulator = join(packageRoot(), 'simulator');
  const init =
    `New-Variable -Name PhsSimulatedServer -Value '${server}' -Option Constant -Scope Global\n` +
    `& '${join(simulator, 'Import-PhsSimulator.ps1')}' -SimulatorPath '${simulator}' -ModulePath ''\n`;
  const modules = join(folder, `modules-${port}`);
  mkdirSync(join(modules, 'PhsSimulated'), { recursive: true });
  writeFileSync(join(modules, 'PhsSimulated', 'PhsSimulated.psm1'), init);
  if (constrained === true) {
    const files = readEndpointFiles();
    installEndpointModule(modules, files);
    writeFileSync(join(folder, `${port}.pssc`), adaptForSsh(files, 'PhsSimulated'));
  } else {
    const script = join(modules, 'PhsSimulated', 'PhsSimulated.ps1');
    writeFileSync(script, init);
    writeFileSync(join(folder, `${port}.pssc`), `@{ SchemaVersion = '2.0.0.0'; ScriptsToProcess = @('${script}') }`);
  }
}

function writeScript(path: string, lines: readonly string[]): void {
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
}

/** A folder with a program ssh that reads these settings only. */
function sshIn(folder: string, name: string, key: string, knownHosts: string): string {
  const bin = join(folder, name);
  mkdirSync(bin);
  const settings = join(bin, 'config');
  writeFileSync(
    settings,
    `IdentityFile ${key}\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile ${knownHosts}\nGlobalKnownHostsFile /dev/null\n`,
  );
  writeScript(join(bin, 'ssh'), [`exec /usr/bin/ssh -F ${settings} "$@"`]);
  return bin;
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return (
          / \d+ /.test(name) || Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]) === pid
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function untilListening(port: number, sshd: ChildProcess, log: string): Promise<void> {
  for (;;) {
    if (sshd.exitCode !== null) throw new Error(`sshd ended: ${readFileSync(log, 'utf8')}`);
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => {
        resolve(false);
      });
    });
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts an SSH server whose endpoints are PowerShell sessions on simulated servers. */
export async function startSshServer(endpoints: readonly Endpoint[]): Promise<SshServer> {
  const program = findSshd();
  if (program === undefined) throw new Error('There is no sshd on this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'phs-ssh-'));
  const ports: number[] = [];
  for (const endpoint of endpoints) {
    const port = await freePort();
    ports.push(port);
    await writeEndpoint(folder, port, endpoint);
  }
  const hostKey = makeKey(join(folder, 'host'));
  writeFileSync(join(folder, 'authorized_keys'), `${makeKey(join(folder, 'key'))}\n`);
  makeKey(join(folder, 'other-key'));
  writeFileSync(join(folder, 'known'), ports.map((port) => `[127.0.0.1]:${port} ${hostKey}\n`).join(''));
  writeFileSync(join(folder, 'unknown'), '');
  writeScript(join(folder, 'powershell'), [
    'export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off TZ=UTC',
    'set -- $SSH_CONNECTION',
    `export PSModulePath="${folder}/modules-$4"`,
    `exec '${requireEngine()}' -sshs -NoLogo -ConfigurationFile "${folder}/$4.pssc"`,
  ]);
  writeFileSync(
    join(folder, 'sshd_config'),
    [
      'ListenAddress 127.0.0.1',
      ...ports.map((port) => `Port ${port}`),
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
      `PidFile ${join(folder, 'sshd.pid')}`,
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'PermitRootLogin prohibit-password',
      `Subsystem powershell ${join(folder, 'powershell')}`,
      '',
    ].join('\n'),
  );
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  const log = join(folder, 'sshd.log');
  writeFileSync(log, '');
  const sshd = spawn(program, ['-D', '-f', join(folder, 'sshd_config'), '-E', log], { stdio: 'ignore' });
  await untilListening(ports[0] ?? 0, sshd, log);
  const path = process.env['PATH'] ?? '';
  const known = join(folder, 'known');
  const envOf = (bin: string): Record<string, string> => ({ PATH: `${bin}:${path}` });
  const bins = {
    right: sshIn(folder, 'bin', join(folder, 'key'), known),
    key: sshIn(folder, 'bin-key', join(folder, 'other-key'), known),
    host: sshIn(folder, 'bin-host', join(folder, 'key'), join(folder, 'unknown')),
  };
  return {
    remotes: ports.map((port) => ({ kind: 'ssh', user: userInfo().username, computer: '127.0.0.1', port })),
    folder,
    env: envOf(bins.right),
    wrongEnv: (what) => envOf(bins[what]),
    sessions: () => childrenOf(sshd.pid ?? 0),
    close: async () => {
      const ended = new Promise((resolve) => sshd.once('exit', resolve));
      if (sshd.exitCode === null) {
        sshd.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
