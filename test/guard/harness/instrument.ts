import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/base/package-root.js';
import { requireEngine } from '../../support/engine.js';

/** Name of the script that is proved. */
export const scriptName = 'Invoke-PhsGuardedSync.ps1';

/** The files that the guardian pins, in the order of the script's own list. */
const pinned = [scriptName, 'Get-PhsPlatformGuard.ps1'];

/** The product's own script. */
export function productScript(): string {
  return join(packageRoot(), 'scripts', scriptName);
}

/** Where a statement begins. */
export interface KillPoint {
  readonly offset: number;
  /** `Invoke-PhsRun:520:9`: function, line, column. */
  readonly label: string;
}

/** The statements of a script, from its syntax tree. */
export function readKillPoints(path: string): readonly KillPoint[] {
  const script = join(import.meta.dirname, 'Get-KillPoint.ps1');
  const text = execFileSync(requireEngine(), ['-NoProfile', '-File', script, '-Path', path], { encoding: 'utf8' });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [offset = '', row = '', column = '', owner = ''] = line.trim().split('\t');
      return { offset: Number(offset), label: `${owner}:${row}:${column}` };
    });
}

/**
 * What each kill point calls. It counts how often it came by, notes it where the server's directory has `proof-trace`, and
 * ends the command line tool and this process together, as the Windows job does, where `proof-kill` says so
 * ("<mode> <label> <how many times>").
 */
const stepFunction = `
function Step-PhsProof {
    param([string]$At)
    $variables = $ExecutionContext.SessionState.PSVariable
    $server = [string]$variables.GetValue('global:PhsSimulatedServer')
    if ($server -eq '') { return }
    $proof = $variables.GetValue('global:PhsProof')
    if ($null -eq $proof) {
        $proof = @{ counts = @{}; kill = ''; driver = 0; trace = '' }
        $file = [System.IO.Path]::Combine($server, 'proof-kill')
        if ([System.IO.File]::Exists($file)) { $proof.kill = [System.IO.File]::ReadAllText($file) }
        $file = [System.IO.Path]::Combine($server, 'proof-driver')
        if ([System.IO.File]::Exists($file)) { $proof.driver = [int][System.IO.File]::ReadAllText($file) }
        $file = [System.IO.Path]::Combine($server, 'proof-trace')
        if ([System.IO.File]::Exists($file)) { $proof.trace = $file }
        $variables.Set('global:PhsProof', $proof)
    }
    $key = [string]$variables.GetValue('Mode') + ' ' + $At
    $count = 1 + [int]$proof.counts[$key]
    $proof.counts[$key] = $count
    if ($proof.trace -ne '') { [System.IO.File]::AppendAllText($proof.trace, $key + ' ' + $count + [char]10) }
    if ($proof.kill -eq ($key + ' ' + $count)) {
        if ($proof.driver -gt 0) { try { [System.Diagnostics.Process]::GetProcessById($proof.driver).Kill() } catch { $null = $_ } }
        [System.Diagnostics.Process]::GetCurrentProcess().Kill()
        [System.Threading.Thread]::Sleep(10000)
    }
}
`;

/** The script with a call before every statement; the function that is called goes first. */
export function withKillPoints(text: string, points: readonly KillPoint[]): string {
  const top = points.filter(({ label }) => label.startsWith('-:')).map(({ offset }) => offset);
  const first = Math.min(...top);
  const sorted = [...points].sort((one, other) => other.offset - one.offset);
  let made = text;
  for (const { offset, label } of sorted) {
    const call = `${offset === first ? stepFunction : ''}Step-PhsProof '${label}'; `;
    made = made.slice(0, offset) + call + made.slice(offset);
  }
  return made;
}

/**
 * Makes a folder that stands for the product's scripts: the guarded script with kill points (and changed by `patch`, for a
 * sabotage) and the files that are pinned with it. It is both the session's folder of operations and what Setup pins.
 */
export function makeOperations(folder: string, patch: (text: string) => string = (text) => text): readonly KillPoint[] {
  mkdirSync(folder, { recursive: true });
  const source = join(folder, scriptName);
  for (const name of pinned) {
    copyFileSync(join(packageRoot(), 'scripts', name), join(folder, name));
  }
  writeFileSync(source, patch(readFileSync(source, 'utf8')));
  const points = readKillPoints(source);
  writeFileSync(source, withKillPoints(readFileSync(source, 'utf8'), points));
  return points;
}
