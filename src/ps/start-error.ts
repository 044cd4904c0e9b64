import { PsError } from '../base/errors.js';
import type { HostExit } from './host.js';

/** What is known of a host that ended before it was ready. */
export interface FailedStart {
  readonly executable: string;
  readonly exit: HostExit;
  readonly stderr: string;
  readonly strayLines: readonly string[];
}

const refusedPattern = /^PHS1-REFUSED language-mode (\S+)/;

/** Error ids and type names are the same in every language of Windows; the sentences around them are not. */
const policyPattern = /PSSecurityException|UnauthorizedAccess|about_Execution_Policies/;

/** The typed error for a host that did not become ready (docs/protocol.md, "Failures"). */
export function startError(start: FailedStart): PsError {
  const { executable, exit, stderr } = start;
  if (exit.error !== undefined) {
    return new PsError('E_NO_POWERSHELL', `PowerShell could not be started: ${executable}`, {
      hint: 'Install PowerShell, or name the program with --powershell PATH.',
      cause: exit.error,
      fields: { executable },
    });
  }
  const mode = start.strayLines.map((line) => refusedPattern.exec(line)?.[1]).find((found) => found !== undefined);
  if (mode !== undefined) {
    return new PsError('E_LANGMODE', `PowerShell runs in ${mode} mode here; the ADSync cmdlets need FullLanguage.`, {
      hint: 'An application control policy (AppLocker or WDAC) restricts scripts: allow the scripts folder of phs-tool in it.',
      fields: { languageMode: mode },
    });
  }
  const fields = { executable, exitCode: exit.code, signal: exit.signal, stderr };
  if (policyPattern.test(stderr)) {
    return new PsError(
      'E_POLICY',
      'The execution policy of this machine does not let PowerShell run the scripts of phs-tool.',
      {
        hint: 'See which scope sets it with "Get-ExecutionPolicy -List". A policy from MachinePolicy or UserPolicy is set by Group Policy; otherwise run "Set-ExecutionPolicy RemoteSigned -Scope LocalMachine" as administrator.',
        fields,
      },
    );
  }
  return new PsError('E_START', `PowerShell (${executable}) ended before it was ready (${describeExit(exit)}).`, {
    hint:
      stderr === ''
        ? 'It wrote no message. Is this program a PowerShell? Run again with --debug.'
        : `Its last words: ${lastLine(stderr)}`,
    fields,
  });
}

/**
 * Whether PowerShell ended itself while it connected: its remoting over SSH writes to an ssh that has just ended, in a thread that
 * nothing catches (seen in 7.6.9 beside other work, in one of ten refused connections).
 */
export function isTransportCrash(error: unknown): boolean {
  return (
    error instanceof PsError &&
    error.code === 'E_START' &&
    /^Unhandled exception\. System\.IO\.IOException/m.test(String(error.fields['stderr'] ?? ''))
  );
}

/** How a process ended, in words. */
export function describeExit(exit: HostExit): string {
  return exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`;
}

function lastLine(text: string): string {
  return text.split(/\r?\n/).at(-1) ?? '';
}
