// Records every scenario into fixtures/ps-output. Run by "npm run record", after "npm run build"; with names, only those.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { recordingPath } from '../build/simulator/recordings.js';
import { scenarioNames } from '../build/simulator/scenario-files.js';
import { findTestHost } from './find-test-host.mjs';
import { recordScenario } from './record-scenario.mjs';

const given = process.argv.slice(2);
let bytes = 0;
for (const name of given.length > 0 ? given : await scenarioNames()) {
  const path = recordingPath(name);
  const text = await recordScenario(name, findTestHost());
  const packed = gzipSync(text, { level: 9 });
  bytes += packed.length;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, packed);
  process.stderr.write(`${name}: ${text.length} characters, ${packed.length} bytes packed\n`);
}
process.stderr.write(`${bytes} bytes in all\n`);
