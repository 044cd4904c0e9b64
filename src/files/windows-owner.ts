import { spawnSync } from 'node:child_process';
import { z } from 'zod';
import { childEnvironment } from '../base/child-environment.js';
import { systemFolder, windowsPowerShell } from '../base/windows-places.js';
import type { WindowsOwner } from './owner.js';

const answerSchema = z.tuple([z.string().min(1), z.string().min(1), z.string().regex(/^S-1-/)]);

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

/**
 * Asks Windows who owns a file and its folder and who may change them, by the Windows PowerShell of the system folder:
 * Node.js knows nothing of owners there. Raises an Error when there is no answer within ten seconds.
 */
export function readWindowsOwner(path: string, env: Readonly<Record<string, string | undefined>>): WindowsOwner {
  const run = spawnSync(windowsPowerShell(env), ['-NoProfile', '-NonInteractive', '-Command', command], {
    encoding: 'utf8',
    // Never the operator's folder, in which a library could have been put.
    cwd: systemFolder(env),
    env: { ...childEnvironment(env), PHS_TOOL_JUDGED_FILE: path },
    timeout: 10_000,
    windowsHide: true,
  });
  if (run.error !== undefined) {
    throw run.error;
  }
  const parsed = answerSchema.safeParse(run.stdout.split(/\r?\n/).filter((line) => line !== ''));
  if (run.status !== 0 || !parsed.success) {
    throw new Error(run.stderr.trim() || 'Windows PowerShell gave no answer');
  }
  const [file, directory, userSid] = parsed.data;
  return { file, folder: directory, userSid };
}
