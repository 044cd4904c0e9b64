// The texts of the contracts in a folder, in the order of their names.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function readContracts(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
