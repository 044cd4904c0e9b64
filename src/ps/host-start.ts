import { join } from 'node:path';
import { packageRoot } from '../base/package-root.js';
import { hostEnvironment } from './locate.js';
import type { HostStart } from './host.js';

/** How the session's host is started; the same for an early start and for every later one. */
export function hostStart(executable: string, env: Readonly<Record<string, string | undefined>>): HostStart {
  const scripts = join(packageRoot(), 'scripts');
  return {
    executable,
    script: join(scripts, 'Start-PhsSession.ps1'),
    parameters: {},
    cwd: scripts,
    env: hostEnvironment(env),
  };
}
