import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../base/package-root.js';

/**
 * Path of the recorded answers of a scenario; it may not exist. In the repository they are packed with gzip (`npm run record`
 * makes them), in the package with Brotli, which is smaller.
 */
export function recordingPath(scenario: string): string {
  const path = join(packageRoot(), 'fixtures', 'ps-output', scenario, 'recording.ndjson');
  return existsSync(`${path}.br`) ? `${path}.br` : `${path}.gz`;
}
