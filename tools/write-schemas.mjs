// Writes schema/ from the zod schemas of the build, docs/events.md from the catalogues, and section 11 of docs/facts.md from the
// assumptions and the contracts of real servers. Run by "npm run schema", after "npm run build".
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseContract, withFactsChapter } from '../build/contract/certainty.js';
import { eventsPage } from '../build/views/events-page.js';
import { schemaFiles } from '../build/schema-files.js';

for (const [name, text] of await schemaFiles()) {
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), text);
}
writeFileSync(new URL('../docs/events.md', import.meta.url), eventsPage());

const contracts = new URL('../fixtures/contracts/', import.meta.url);
const seen = readdirSync(contracts)
  .filter((name) => name.endsWith('.ndjson'))
  .sort()
  .map((name) => parseContract(readFileSync(new URL(name, contracts), 'utf8')));
const page = new URL('../docs/facts.md', import.meta.url);
writeFileSync(page, withFactsChapter(readFileSync(page, 'utf8'), seen));
