// npm run conformance -- --module-path DIR [--simulate DIR] [--host PATH] [--changes]
// Runs Test-Conformance.ps1 on the modules of a folder, then compares them with the assumptions of src/contract/ ("phs-tool
// contract"): what is different is not ok. Without --simulate the modules get a fresh simulated server, which
// a module that needs none ignores, and which may be changed; a server that is named is changed only with --changes.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { findTestHost } from '../../tools/find-test-host.mjs';

const { values } = parseArgs({
  options: {
    'module-path': { type: 'string' },
    simulate: { type: 'string' },
    host: { type: 'string' },
    scenario: { type: 'string', default: 'healthy' },
    changes: { type: 'boolean', default: false },
  },
});

const root = join(import.meta.dirname, '..', '..');

/** Prints a line for each part that the modules show, as Test-Conformance.ps1 does; 1 if one is different. */
async function compareContract(host, modulePath, server) {
  // The simulator's own modules are what a simulated server has anyway.
  const modules = modulePath === join(root, 'simulator') ? [] : ['--module-path', modulePath];
  const words = ['contract', '--output', 'ndjson', '--powershell', host, '--simulate', server, ...modules];
  const { stdout, stderr, exitCode } = await execa(process.execPath, [join(root, 'dist', 'main.js'), ...words], {
    reject: false,
  });
  if (exitCode !== 0 && exitCode !== 3) {
    process.stderr.write(`${stderr}\n`);
    return 5;
  }
  const outcomes = {
    'as assumed': 'ok',
    different: 'not ok',
    'not seen': 'skipped',
    'not known before': '# not known before:',
  };
  const counts = { ok: 0, 'not ok': 0, skipped: 0 };
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const { type, verdict, what, items, says } = JSON.parse(line);
    for (const item of type === 'compared' ? items : []) {
      const outcome = outcomes[verdict];
      if (outcome in counts) counts[outcome]++;
      process.stdout.write(`${outcome} contract: ${what}: ${item}${says === undefined ? '' : ` (${says})`}\n`);
    }
  }
  process.stdout.write(`# contract: ${counts.ok} ok, ${counts['not ok']} not ok, ${counts.skipped} skipped\n`);
  return counts['not ok'] > 0 ? 1 : 0;
}

async function main() {
  const modulePath = values['module-path'];
  if (modulePath === undefined || !existsSync(modulePath)) {
    process.stderr.write('Name a folder with the module ADSync: npm run conformance -- --module-path DIR\n');
    return 2;
  }
  const host = values.host !== undefined && existsSync(values.host) ? values.host : findTestHost();
  if (host === undefined) {
    process.stderr.write(
      'No PowerShell host: install the .NET SDK 10 and run "npm run engine", install pwsh, or name one with --host.\n',
    );
    return 5;
  }
  const temporary = await mkdtemp(join(tmpdir(), 'phs-conformance-'));
  try {
    let server = values.simulate;
    if (server === undefined) {
      server = join(temporary, 'server');
      const { createSimulatedServer } = await import(join(root, 'build', 'simulator', 'create-server.js'));
      await createSimulatedServer(values.scenario, server, { now: new Date() });
    }
    const changes = values.changes || values.simulate === undefined ? 'yes' : 'no';
    const file = join(import.meta.dirname, 'Test-Conformance.ps1');
    const given = ['-ModulePath', resolve(modulePath), '-Server', resolve(server), '-AllowChanges', changes];
    const { exitCode } = await execa(host, ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', file, ...given], {
      stdio: 'inherit',
      reject: false,
    });
    const contract = await compareContract(host, resolve(modulePath), resolve(server));
    return Math.max(exitCode ?? 5, contract);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

process.exitCode = await main();
