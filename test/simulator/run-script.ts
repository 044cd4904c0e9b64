import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import { decodeClixml, type PlainValue, toPlain } from '../../src/parsers/clixml.js';
import { requireEngine } from '../support/engine.js';

/** Options of one run in the engine. */
export interface ScriptOptions {
  /** Value of the environment variable TZ. */
  readonly timeZone?: string;
  /** Names, without semicolons, that the script finds in `$Given`. */
  readonly given?: readonly string[];
}

const PROLOGUE = `param([string] $Server, [string] $Simulator, [string] $List)
$Given = $List.Split([char[]] @([char] 59))
$global:PhsSimulatedServer = $Server
Import-Module ([System.IO.Path]::Combine($Simulator, 'Windows', 'Windows.psd1')) -Global
Import-Module ([System.IO.Path]::Combine($Simulator, 'ADSync', 'ADSync.psd1')) -Global
function Get-Failure {
    param([scriptblock] $Body)
    try { [void] (& $Body) } catch {
        return @{ message = $_.Exception.Message; id = $_.FullyQualifiedErrorId; category = [string] $_.CategoryInfo.Category
            reason = $_.CategoryInfo.Reason; activity = $_.CategoryInfo.Activity; type = $_.Exception.GetType().Name
            hresult = $_.Exception.HResult.ToString('x8') }
    }
}
`;

/** Runs the text of a script in the engine with the simulator's modules imported; answers what it wrote, as plain data. */
export async function runInEngine(server: string, body: string, options: ScriptOptions = {}): Promise<PlainValue> {
  const folder = await mkdtemp(join(tmpdir(), 'phs-simulator-script-'));
  try {
    const path = join(folder, 'script.ps1');
    const ending = '[Console]::Out.Write([System.Management.Automation.PSSerializer]::Serialize($answer, 8))';
    await writeFile(path, `${PROLOGUE}$answer = @(\n& {\n${body}\n}\n)\n${ending}\n`);
    const values = ['-Server', server, '-Simulator', join(packageRoot(), 'simulator')];
    const given = options.given === undefined ? [] : ['-List', options.given.join(';')];
    const { stdout } = await execa(
      requireEngine(),
      ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', path, ...values, ...given],
      {
        env: options.timeZone === undefined ? {} : { TZ: options.timeZone },
      },
    );
    const [record] = decodeClixml(stdout);
    return record === undefined ? null : toPlain(record.value);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** As {@link runInEngine}, for a script that writes hashtables. */
export async function rowsFromEngine(
  server: string,
  body: string,
  options: ScriptOptions = {},
): Promise<Record<string, unknown>[]> {
  return rowsSchema.parse(await runInEngine(server, body, options));
}
