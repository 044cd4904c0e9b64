import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atOnce } from '../../src/base/turns.js';
import { NewFile } from '../../src/files/new-file.js';
import { openRecordingBytes } from '../../src/ps/recording-bytes.js';
import { Redactor, type RedactLevel, type ReplacedKind } from '../../src/redact/redactor.js';
import { writeBundle } from '../../src/redact/write-bundle.js';

/** A key that is the same in every run of a test. */
export const testKey = Buffer.alloc(32, 7);

/** What redacting a recording made. */
export interface Redacted {
  readonly text: string;
  readonly redactor: Redactor;
  readonly replaced: readonly ReplacedKind[];
}

/** Redacts the recording in a file as `bundle` does. */
export function redactRecording(path: string, level: RedactLevel, key: Uint8Array = testKey): Redacted {
  const folder = mkdtempSync(join(tmpdir(), 'phs-redact-'));
  try {
    const file = NewFile.create(join(folder, 'bundle.ndjson'), 'The bundle');
    const redactor = new Redactor(level, key);
    try {
      const replaced = atOnce(writeBundle(openRecordingBytes(path), file, redactor, level));
      return { text: readFileSync(file.path, 'utf8'), redactor, replaced };
    } finally {
      // Windows removes no folder with an open file in it.
      file.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
