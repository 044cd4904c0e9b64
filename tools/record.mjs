// Records every scenario into fixtures/ps-output. Run by "npm run record", after "npm run build".
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { recordingPath } from '../dist/simulator/recordings.js';
import { scenarioNames } from '../dist/simulator/scenarios.js';
import { recordScenario } from './record-scenario.mjs';

for (const name of await scenarioNames()) {
  const path = recordingPath(name);
  const text = await recordScenario(name, process.env.PHS_TOOL_TEST_HOST);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  process.stderr.write(`${name}: ${text.length} characters\n`);
}
