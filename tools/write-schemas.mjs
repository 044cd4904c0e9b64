// Writes schema/ from the zod schemas of the build, docs/events.md from the catalogues, and in docs/facts.md section 11 and
// the marks that are tied to contracts, from the assumptions and the contracts of real servers. Run by "npm run schema", after "npm run build".
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseContract, withContracts } from '../build/contract/certainty.js';
import { eventsPage } from '../build/views/events-page.js';
import { schemaFiles } from '../build/schema-files.js';
import { readContracts } from './read-contracts.mjs';

for (const [name, text] of await schemaFiles()) {
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), text);
}
writeFileSync(new URL('../docs/events.md', import.meta.url), eventsPage());

const seen = readContracts(fileURLToPath(new URL('../fixtures/contracts/', import.meta.url))).map(parseContract);
const page = new URL('../docs/facts.md', import.meta.url);
writeFileSync(page, withContracts(readFileSync(page, 'utf8'), seen));
