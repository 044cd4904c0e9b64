import { accessSync, constants } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { PowerShell } from 'node-powershell';
import { childEnvironment } from '../base/child-environment.js';
import { systemFolder } from '../base/windows-places.js';
import { packageRoot } from '../base/package-root.js';
import { systemClock } from './clock.js';
import type { Host, HostEvents, HostStart, HostWorld } from './host.js';
import { TextRing } from './ring.js';

const stderrLimit = 65_536;

/** How long Node, which ends itself, may wait for taskkill, in ms. */
const lastKillMs = 5_000;

/**
 * Owns one PowerShell process through node-powershell, of which only start and end are used (docs/protocol.md, "The process"):
 * its `invoke` and its command template are never called.
 */
export class HostProcess implements Host {
  private readonly shell: PowerShell;
  private readonly child: Child | undefined;
  private readonly stderr = new TextRing(stderrLimit);
  private readonly killOnExit = (): void => {
    this.killNow();
  };
  private over = false;

  constructor(start: HostStart, events: HostEvents) {
    // node-powershell would start this program instead of the one that we name.
    delete process.env['NODE_POWERSHELL'];
    const launcher = posixLauncher();
    this.shell = new PowerShell({
      executable: launcher ?? start.executable,
      executableOptions: {
        '-NoProfile': true,
        '-NonInteractive': true,
        '-ExecutionPolicy': 'RemoteSigned',
        '-File': start.script,
        ...start.parameters,
      },
      spawnOptions: {
        cwd: start.cwd,
        env: launcher === undefined ? start.env : { ...start.env, PHS_TOOL_HOST: start.executable },
        windowsHide: true,
      },
    });
    this.child = findChild(this.shell);
    silenceExitPromise(this.shell);
    this.listenToStreams(events);
    this.listenToProcess(events);
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  stderrTail(): string {
    return this.stderr.tail();
  }

  writeLine(line: string): void {
    this.shell.streams.stdin.write(`${line}\n`);
  }

  pauseOutput(): void {
    this.shell.streams.stdout.pause();
  }

  resumeOutput(): void {
    this.shell.streams.stdout.resume();
  }

  endInput(): void {
    this.shell.streams.stdin.end();
  }

  async endTree(limitMs: number): Promise<void> {
    const { pid } = this;
    if (this.over || pid === undefined) {
      return;
    }
    if (process.platform !== 'win32') {
      endGroup(pid);
      return;
    }
    // Loaded here because nothing else of a run needs it.
    const { execa } = await import('execa');
    const options = { ...killOptions(), extendEnv: false, reject: false, stdin: 'ignore', timeout: limitMs } as const;
    const result = await execa(taskkill(), killArguments(pid), options);
    if (result.failed) {
      throw new Error(`taskkill failed: ${result.stderr === '' ? result.message : result.stderr}`);
    }
  }

  endProcess(): void {
    if (!this.over) {
      this.child?.kill('SIGKILL');
    }
  }

  letGo(): void {
    this.finish();
    const { stdin, stdout, stderr } = this.shell.streams;
    for (const stream of [stdin, stdout, stderr]) {
      stream.destroy();
    }
    this.child?.unref();
  }

  /** The last resort, when Node ends while the host still runs: nothing can be waited for any more. */
  private killNow(): void {
    const { pid } = this;
    if (this.over || pid === undefined) {
      return;
    }
    if (process.platform === 'win32') {
      spawnSync(taskkill(), killArguments(pid), { ...killOptions(), stdio: 'ignore', timeout: lastKillMs });
    } else {
      try {
        endGroup(pid);
      } catch {
        // There is no such group: what follows ends the process alone.
      }
    }
    this.child?.kill('SIGKILL');
  }

  private listenToStreams(events: HostEvents): void {
    const { stdin, stdout, stderr } = this.shell.streams;
    // node-powershell pauses stderr after its third chunk; piping it away keeps the host from blocking on a full pipe.
    const drained = stderr.pipe(new PassThrough());
    drained.on('data', (chunk: Buffer) => {
      this.stderr.push(chunk.toString('utf8'));
    });
    stdout.on('data', (chunk: string | Buffer) => {
      events.onOutput(chunk.toString());
    });
    for (const stream of [stdin, stdout, stderr]) {
      stream.on('error', () => undefined);
    }
  }

  private listenToProcess(events: HostEvents): void {
    process.once('exit', this.killOnExit);
    this.child?.on('error', (error) => {
      // A process that runs reports here that it could not be killed: that is not its end.
      if (this.pid === undefined && !this.over) {
        this.finish();
        events.onError(error);
      }
    });
    this.child?.once('exit', (code, signal) => {
      if (!this.over) {
        events.onExit(code, signal);
      }
    });
    // "close" comes after the last output, "exit" may come before it: an answer followed by an end is an answer.
    this.child?.once('close', (code, signal) => {
      if (!this.over) {
        this.finish();
        events.onClose(code, signal);
      }
    });
  }

  private finish(): void {
    this.over = true;
    process.removeListener('exit', this.killOnExit);
  }
}

/** The real machine. */
export const realWorld: HostWorld = {
  clock: systemClock,
  launch: (start, events) => new HostProcess(start, events),
};

/** Ends all processes of the group that the launcher made the host leader of; without a launcher there is none. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (cause) {
    throw new Error('The process group of PowerShell could not be ended.', { cause });
  }
}

function killArguments(pid: number): string[] {
  return ['/PID', String(pid), '/T', '/F'];
}

function taskkill(): string {
  return join(systemFolder(process.env), 'taskkill.exe');
}

/** Never the operator's folder, in which a library could have been put, nor variables that name one. */
function killOptions() {
  return { cwd: systemFolder(process.env), env: childEnvironment(process.env), windowsHide: true } as const;
}

function posixLauncher(): string | undefined {
  if (process.platform === 'win32') {
    return undefined;
  }
  const path = join(packageRoot(), 'src', 'ps', 'posix-launcher.sh');
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
}

interface Child {
  readonly pid?: number;
  kill(signal: 'SIGKILL'): boolean;
  unref(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'exit' | 'close', listener: (code: number | null, signal: string | null) => void): unknown;
}

function isChild(value: unknown): value is Child {
  return typeof value === 'object' && value !== null && ['once', 'kill', 'unref'].every((name) => name in value);
}

/** The child process, which node-powershell keeps in a field that its types hide. */
function findChild(shell: PowerShell): Child | undefined {
  const value: unknown = Reflect.get(shell, 'process');
  return isChild(value) ? value : undefined;
}

/** Without a handler, an idle death of the host would end Node with an unhandled rejection. */
function silenceExitPromise(shell: PowerShell): void {
  const value: unknown = Reflect.get(shell, 'exitPromise');
  if (value instanceof Promise) {
    value.catch(() => undefined);
  }
}
