// Writes schema/ from the zod schemas of the build, and docs/events.md from the catalogues. Run by "npm run schema", after "npm run build".
import { writeFileSync } from 'node:fs';
import { eventsPage } from '../build/views/events-page.js';
import { schemaFiles } from '../build/schema-files.js';

for (const [name, text] of await schemaFiles()) {
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), text);
}
writeFileSync(new URL('../docs/events.md', import.meta.url), eventsPage());
