import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../base/package-root.js';
import { judgeProgramRights } from '../files/owner.js';
import { readProgramRights } from '../files/windows-owner.js';
import { listHosts, locateHost, type MachineView } from '../ps/locate.js';
import { distrustProgram, thisTrustWorld } from '../ps/program-trust.js';
import { readGuardJournal } from './read-guard.js';
import { readReach } from './read-reach.js';
import type { DoctorWorld } from './run-doctor.js';

const manifestSchema = z.object({ engines: z.object({ node: z.string() }) });

/** The range of Node.js versions that package.json names. */
function supportedNode(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return manifestSchema.parse(JSON.parse(text)).engines.node;
}

/** This machine. `named` is the host that the operator wants, by option or configuration. */
export function realWorld(
  env: Readonly<Record<string, string | undefined>>,
  named: string | undefined,
  exists: (path: string) => boolean = existsSync,
): DoctorWorld {
  const trust = thisTrustWorld();
  const distrust = (program: string): string | undefined => distrustProgram(program, trust);
  const machine: MachineView = { platform: process.platform, env, exists, distrust };
  const located = locateHost(machine);
  const path = named === undefined ? undefined : resolve(named);
  const used = path ?? (located.found ? located.path : undefined);
  const found = listHosts(machine);
  return {
    node: {
      version: process.versions.node,
      platform: process.platform,
      architecture: process.arch,
      supported: supportedNode(),
    },
    search: {
      platform: process.platform,
      found: path === undefined || found.includes(path) ? found : [path, ...found],
      used,
      distrust,
      ...(process.platform === 'win32'
        ? { distrustRights: async (program) => judgeProgramRights(await readProgramRights(program, env)) }
        : {}),
      isNamed: path !== undefined,
    },
    now: new Date(),
    readGuard: readGuardJournal,
    readReach,
    startMs: 20_000,
    remoteStartMs: 75_000,
    probeMs: 20_000,
  };
}
