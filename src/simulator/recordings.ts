import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../base/package-root.js';

/** Where the package holds the recordings of all scenarios in one file: alike as they are, that takes a third of the room. */
function archivePath(): string {
  return join(packageRoot(), 'fixtures', 'ps-output', 'recordings.br');
}

/**
 * Path of the recorded answers of a scenario. In the repository each is a file of its own, packed with gzip (`npm run record`
 * makes them); in the package it is a member of one archive, as a path below it (see `openRecordingBytes`).
 */
export function recordingPath(scenario: string): string {
  return existsSync(archivePath())
    ? join(archivePath(), scenario)
    : join(packageRoot(), 'fixtures', 'ps-output', scenario, 'recording.ndjson.gz');
}

/** Whether there are recorded answers of a scenario: the archive has those of every scenario of its release. */
export function hasRecording(scenario: string): boolean {
  return existsSync(archivePath()) || existsSync(recordingPath(scenario));
}
