// Writes schema/ from the zod schemas of the build. Run by "npm run schema", after "npm run build".
import { writeFileSync } from 'node:fs';
import { schemaFiles } from '../dist/schema-files.js';

for (const [name, text] of await schemaFiles()) {
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), text);
}
