// Makes "npx phs-tool" run this checkout: npm links the commands of dependencies into node_modules/.bin, but not the
// package's own. Run by "prepare", so after "npm ci".
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'node_modules', '.bin');
const link = join(folder, 'phs-tool');

mkdirSync(folder, { recursive: true });
chmodSync(join(root, 'dist', 'main.js'), 0o755);
rmSync(link, { force: true });
if (process.platform === 'win32') {
  writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\dist\\main.js" %*\r\n');
} else {
  symlinkSync(join('..', '..', 'dist', 'main.js'), link);
}
