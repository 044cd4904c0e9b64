import { join } from 'node:path';
import { packageRoot } from '../base/package-root.js';

/** Path of the recorded answers of a scenario, packed with gzip (`npm run record` makes them); it may not exist. */
export function recordingPath(scenario: string): string {
  return join(packageRoot(), 'fixtures', 'ps-output', scenario, 'recording.ndjson.gz');
}
