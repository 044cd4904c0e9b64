import { z } from 'zod';
import { childEnvironment } from '../base/child-environment.js';
import { systemFolder, windowsPowerShell } from '../base/windows-places.js';
import type { WindowsOwner } from './owner.js';

const answerSchema = z.tuple([z.string().min(1), z.string().min(1), z.string().regex(/^S-1-/)]);

/** As long as a session has to start (docs/protocol.md, "Deadlines"): the same program starts, on the same server. */
const limitMs = 30_000;

/** The file is named by a variable: no text of an operator becomes a part of a command. */
const command = [
  "$ErrorActionPreference = 'Stop'",
  '$path = $env:PHS_TOOL_JUDGED_FILE',
  "$what = [System.Security.AccessControl.AccessControlSections]'Owner, Access'",
  '$file = [System.Security.AccessControl.FileSecurity]::new($path, $what)',
  '$folder = [System.Security.AccessControl.DirectorySecurity]::new([System.IO.Path]::GetDirectoryName($path), $what)',
  '[Console]::Out.WriteLine($file.GetSecurityDescriptorSddlForm($what))',
  '[Console]::Out.WriteLine($folder.GetSecurityDescriptorSddlForm($what))',
  '[Console]::Out.WriteLine([System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value)',
].join('; ');

/** Why there is no answer, in the words of the program where it has some. */
function answerProblem(run: {
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly shortMessage?: string | undefined;
}): string {
  if (run.timedOut) {
    return `Windows PowerShell gave no answer within ${limitMs / 1000} s`;
  }
  const said = run.stderr.trim();
  return said === '' ? (run.shortMessage ?? 'Windows PowerShell gave no answer') : said;
}

/**
 * Asks Windows who owns a file and its folder and who may change them, by the Windows PowerShell of the system folder:
 * Node.js knows nothing of owners there. Rejects when there is no answer within half a minute; meanwhile Node goes on.
 */
export async function readWindowsOwner(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<WindowsOwner> {
  // Loaded here because nearly no run needs it.
  const { execa } = await import('execa');
  const run = await execa(windowsPowerShell(env), ['-NoProfile', '-NonInteractive', '-Command', command], {
    // Never the operator's folder, in which a library could have been put.
    cwd: systemFolder(env),
    env: { ...childEnvironment(env), PHS_TOOL_JUDGED_FILE: path },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: limitMs,
    windowsHide: true,
  });
  const parsed = answerSchema.safeParse(run.stdout.split(/\r?\n/).filter((line) => line !== ''));
  if (run.failed || !parsed.success) {
    throw new Error(answerProblem(run));
  }
  const [file, directory, userSid] = parsed.data;
  return { file, folder: directory, userSid };
}
