import { accessSync, constants } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { PowerShell } from 'node-powershell';
import { packageRoot } from '../base/package-root.js';
import { TextRing } from './ring.js';

/** How the host process ended. `error` is set when it could not be started or talked to. */
export interface HostExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly error: Error | undefined;
}

/** What the owner of a process is told. */
export interface HostEvents {
  onOutput(text: string): void;
  onExit(exit: HostExit): void;
}

/** How to start a host. `parameters` are those of the script: names with their dash, in order. */
export interface HostStart {
  /** Absolute path of powershell.exe, pwsh or a test host. */
  readonly executable: string;
  /** Absolute path of the script that the host runs. */
  readonly script: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const stderrLimit = 65_536;

/**
 * Owns one PowerShell process through node-powershell, of which only start and end are used (DESIGN.md, "The process"):
 * its `invoke` and its command template are never called.
 */
export class HostProcess {
  private readonly shell: PowerShell;
  private readonly stderr = new TextRing(stderrLimit);
  private readonly killOnExit = (): void => {
    this.killNow();
  };
  private ended = false;

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
    this.listen(events);
  }

  /** Process id, undefined when the process never started. */
  get pid(): number | undefined {
    return childOf(this.shell)?.pid;
  }

  /** The end of what the host wrote to stderr. */
  stderrTail(): string {
    return this.stderr.tail();
  }

  /** Sends one line. A broken pipe is not reported here: the exit is. */
  writeLine(line: string): void {
    this.shell.streams.stdin.write(`${line}\n`);
  }

  /** Closes standard input: an idle session ends by itself. */
  endInput(): void {
    this.shell.streams.stdin.end();
  }

  /** Ends the host and everything that it started. */
  async killTree(): Promise<void> {
    const { pid } = this;
    if (this.ended || pid === undefined) {
      return;
    }
    if (process.platform === 'win32') {
      // Loaded here because nothing else of a run needs it.
      const { execa } = await import('execa');
      await execa(taskkill(), ['/PID', String(pid), '/T', '/F'], { reject: false, windowsHide: true });
    } else {
      this.killNow();
    }
  }

  private killNow(): void {
    const { pid } = this;
    if (this.ended || pid === undefined) {
      return;
    }
    if (process.platform === 'win32') {
      spawnSync(taskkill(), ['/PID', String(pid), '/T', '/F'], { windowsHide: true });
      return;
    }
    // The launcher made the host leader of its own group, unless there was no launcher.
    for (const target of [-pid, pid]) {
      try {
        process.kill(target, 'SIGKILL');
        return;
      } catch {
        // No such group (or already gone): try the process itself.
      }
    }
  }

  private listen(events: HostEvents): void {
    const { stdin, stdout, stderr } = this.shell.streams;
    // node-powershell pauses stderr after its third chunk; piping it away keeps the host from blocking on a full pipe.
    const drained = stderr.pipe(new PassThrough());
    drained.on('data', (chunk: Buffer) => {
      this.stderr.push(chunk.toString('utf8'));
    });
    stdout.on('data', (chunk: string | Buffer) => {
      events.onOutput(chunk.toString());
    });
    stdin.on('error', () => undefined);
    process.once('exit', this.killOnExit);
    const finish = (exit: HostExit): void => {
      if (!this.ended) {
        this.ended = true;
        process.removeListener('exit', this.killOnExit);
        events.onExit(exit);
      }
    };
    const child = childOf(this.shell);
    child?.once('error', (error) => {
      finish({ code: null, signal: null, error });
    });
    // "close" comes after the last output, "exit" may come before it: an answer followed by an end is an answer.
    child?.once('close', (code, signal) => {
      finish({ code, signal, error: undefined });
    });
    silenceExitPromise(this.shell);
  }
}

function taskkill(): string {
  return join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
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

interface ChildEvents {
  readonly pid?: number;
  once(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'close', listener: (code: number | null, signal: string | null) => void): unknown;
}

function isChild(value: unknown): value is ChildEvents {
  return typeof value === 'object' && value !== null && 'once' in value && typeof value.once === 'function';
}

/** The child process, which node-powershell keeps in a field that its types hide. */
function childOf(shell: PowerShell): ChildEvents | undefined {
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
