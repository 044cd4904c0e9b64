import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { recordingPath } from '../../src/simulator/recordings.js';

/** The lines of a scenario's recording, unpacked. */
export function unpackRecording(scenario: string): string {
  return gunzipSync(readFileSync(recordingPath(scenario))).toString('utf8');
}
