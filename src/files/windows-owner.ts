import { win32 } from 'node:path';
import { z } from 'zod';
import { childEnvironment } from '../base/child-environment.js';
import { systemFolder, windowsPowerShell } from '../base/windows-places.js';
import type { WindowsOwner, WindowsRights } from './owner.js';

/** The account, the file, and at least one folder. */
const answerSchema = z.tuple([z.string().regex(/^S-1-/), z.string().min(1), z.string().min(1)], z.string().min(1));

type Environment = Readonly<Record<string, string | undefined>>;

/** As long as a session has to start (docs/protocol.md, "Deadlines"): the same program starts, on the same server. */
const limitMs = 30_000;

/** What is judged is named by variables: no text of an operator becomes a part of a command. No name has a bar in it. */
const command = [
  "$ErrorActionPreference = 'Stop'",
  "$what = [System.Security.AccessControl.AccessControlSections]'Owner, Access'",
  '[Console]::Out.WriteLine([System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value)',
  '$file = [System.Security.AccessControl.FileSecurity]::new($env:PHS_TOOL_JUDGED_FILE, $what)',
  '[Console]::Out.WriteLine($file.GetSecurityDescriptorSddlForm($what))',
  "foreach ($path in $env:PHS_TOOL_JUDGED_FOLDERS.Split('|')) { " +
    '$folder = [System.Security.AccessControl.DirectorySecurity]::new($path, $what); ' +
    '[Console]::Out.WriteLine($folder.GetSecurityDescriptorSddlForm($what)) }',
].join('; ');

/** Why the program did not answer, in its own words if it has some. */
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

/** Every folder above a file, the one that it is in first, the root of the drive last. */
export function foldersAbove(path: string): readonly string[] {
  const folder = win32.dirname(path);
  return folder === win32.dirname(folder) ? [folder] : [folder, ...foldersAbove(folder)];
}

/**
 * Asks Windows who owns a file and folders and who may change them, by the Windows PowerShell of the system folder:
 * Node.js knows nothing of owners there. Rejects if nothing answers within half a minute; meanwhile Node goes on.
 */
async function readRights(path: string, folders: readonly string[], env: Environment): Promise<WindowsRights> {
  // Loaded here because nearly no run needs it.
  const { execa } = await import('execa');
  const run = await execa(windowsPowerShell(env), ['-NoProfile', '-NonInteractive', '-Command', command], {
    // Never the operator's folder, in which a library could have been put.
    cwd: systemFolder(env),
    env: { ...childEnvironment(env), PHS_TOOL_JUDGED_FILE: path, PHS_TOOL_JUDGED_FOLDERS: folders.join('|') },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: limitMs,
    windowsHide: true,
  });
  const parsed = answerSchema.safeParse(run.stdout.split(/\r?\n/).filter((line) => line !== ''));
  if (run.failed || !parsed.success || parsed.data.length !== folders.length + 2) {
    throw new Error(answerProblem(run));
  }
  const [userSid, file, ...read] = parsed.data;
  return { file, folders: read, userSid };
}

/** The owners and access rights of a file and of the folder that it is in. Rejects when Windows does not say. */
export async function readWindowsOwner(path: string, env: Environment): Promise<WindowsOwner> {
  const { file, folders, userSid } = await readRights(path, [win32.dirname(path)], env);
  return { file, folder: folders[0] ?? '', userSid };
}

/** The same of a program and of every folder above it. */
export async function readProgramRights(path: string, env: Environment): Promise<WindowsRights> {
  return readRights(path, foldersAbove(path), env);
}
