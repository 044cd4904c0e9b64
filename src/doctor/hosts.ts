import { commandToCopy } from '../base/command-to-copy.js';
import type { Context } from '../command-line/context.js';
import { abortable } from '../base/async.js';
import { CancelledError, PsError } from '../base/errors.js';
import type { Host, Probe } from '../model/doctor.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { SessionInfo } from '../ps/session.js';
import { tryProbe, type ProbeLimits } from './try-probe.js';

/** The hosts of the machine before any of them is started. */
export interface HostSearch {
  readonly platform: NodeJS.Platform;
  /** Absolute paths of those that are there. */
  readonly found: readonly string[];
  /** The one that commands use, undefined when there is none. */
  readonly used: string | undefined;
  /** Why a host that is not used is only listed and not started; undefined: it can be started. */
  readonly distrust: (path: string) => string | undefined;
  /** The same by access rights, which on Windows only a program of Windows can read. Rejects when they cannot be read. */
  readonly distrustRights?: (path: string) => Promise<string | undefined>;
  /** True when the operator named it. */
  readonly isNamed: boolean;
}

/** What a host said when it was started, or why it did not. */
export interface HostAnswer {
  readonly path: string;
  readonly info: Fact<SessionInfo>;
}

/**
 * Asks a host what it is, beside the session. The one that commands use is started as they start it; another one is only listed if
 * somebody else than an administrator could have put it there.
 */
export async function askBeside(
  path: string,
  search: HostSearch,
  ctx: Context,
  limits: ProbeLimits,
): Promise<HostAnswer> {
  const distrust =
    path === search.used ? undefined : (search.distrust(path) ?? (await findRightsProblem(path, search, limits)));
  return distrust === undefined
    ? askHost(path, ctx, limits)
    : { path, info: unknown({ code: 'failed', message: `Not started, only listed: ${distrust}` }) };
}

async function findRightsProblem(path: string, { distrustRights }: HostSearch, { signal }: ProbeLimits) {
  if (distrustRights === undefined) {
    return undefined;
  }
  try {
    return await abortable(distrustRights(path), signal);
  } catch (error) {
    if (error instanceof CancelledError) {
      throw error;
    }
    return `its access rights could not be read (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Starts one host, asks what it is, and ends it. */
async function askHost(path: string, ctx: Context, limits: ProbeLimits): Promise<HostAnswer> {
  const info = await tryProbe(`the host ${path}`, limits, async (signal) => {
    const opened = await ctx.openSession({ powershell: path, onNote: () => undefined });
    try {
      return known(await opened.session.info({ signal }));
    } finally {
      await opened.close();
    }
  });
  return { path, info };
}

/** A host as the document shows it. */
export function describeHost({ path, info }: HostAnswer, used: string | undefined): Host {
  const value = info.known ? info.value : undefined;
  return {
    path,
    used: path === used,
    edition: value?.edition ?? null,
    version: value?.psVersion ?? null,
    bits: value === undefined ? null : value.is64Bit ? 64 : 32,
    languageMode: value?.languageMode ?? null,
    failure: info.known ? null : info.reason.message,
  };
}

function hostText({ edition, version, bits, failure }: Host): string {
  return failure ?? `PowerShell ${String(version)} (${String(edition)}, ${String(bits)}-bit)`;
}

function why({ platform, isNamed }: HostSearch): string {
  if (isNamed) {
    return 'named by --powershell or the configuration';
  }
  if (platform === 'win32') {
    return 'Windows PowerShell 5.1 goes first, because the ADSync module is made for it';
  }
  return 'the first pwsh of PATH and the usual folders that nobody but administrators and this account could have put there';
}

function noHost({ platform }: HostSearch, isSimulated: boolean): Pick<Probe, 'status' | 'message' | 'cure'> {
  const cure =
    platform === 'win32'
      ? {
          text: 'Windows PowerShell 5.1 is a part of Windows Server; see why it is missing, or name a host with --powershell.',
          commands: ['where.exe powershell.exe', 'Get-WindowsFeature PowerShell'],
        }
      : {
          text: 'Run phs-tool on the Entra Connect server. To try it here nothing is needed: simulated servers then answer from recordings.',
          commands: ['phs-tool status --simulate healthy'],
        };
  return isSimulated
    ? { status: 'warn', message: 'No PowerShell was found; the simulated server answers from a recording.', cure }
    : { status: 'fail', message: 'No PowerShell was found.', cure };
}

function judge(
  search: HostSearch,
  host: Host,
  startError: PsError | undefined,
): Pick<Probe, 'status' | 'message' | 'cure'> {
  const message = `${hostText(host)}, ${host.path}: ${why(search)}.`;
  if (host.failure !== null) {
    const text =
      startError?.hint ?? 'See what it writes with phs-tool status --debug, or name another one with --powershell.';
    return {
      status: 'fail',
      message: `${host.path} did not start: ${startError?.message ?? host.failure}`,
      cure: { text, commands: ['phs-tool status --debug'] },
    };
  }
  if (search.platform === 'win32' && host.bits === 32) {
    return {
      status: 'fail',
      message,
      cure: {
        text: 'The ADSync module is 64-bit: let phs-tool use the 64-bit Windows PowerShell, and install the 64-bit Node.js.',
        commands: [
          commandToCopy('phs-tool status', [
            ['powershell', 'C:\\Windows\\Sysnative\\WindowsPowerShell\\v1.0\\powershell.exe'],
          ]),
        ],
      },
    };
  }
  if (search.platform === 'win32' && host.edition === 'Core') {
    return {
      status: 'warn',
      message,
      cure: {
        text: 'The ADSync module is made for Windows PowerShell 5.1; omit --powershell, or name that one.',
        commands: [
          commandToCopy('phs-tool status', [
            ['powershell', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'],
          ]),
        ],
      },
    };
  }
  return { status: 'pass', message };
}

/** Which hosts there are, which one is used, and why that one. */
export function hostProbe(
  search: HostSearch,
  hosts: readonly Host[],
  { isSimulated, startError }: { readonly isSimulated: boolean; readonly startError: PsError | undefined },
): Probe {
  const used = hosts.find((host) => host.used);
  const verdict = used === undefined ? noHost(search, isSimulated) : judge(search, used, startError);
  return {
    id: 'powershell',
    title: 'PowerShell',
    ...verdict,
    details: hosts.map((host) => ({
      label: host.used ? `${host.path} (used)` : host.path,
      value: hostText(host),
    })),
  };
}
