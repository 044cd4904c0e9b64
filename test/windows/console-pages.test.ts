import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeOnConsole, nameBeyondAscii, pages, runWhole } from '../support/console-screen.js';
import { createServer } from '../support/simulated-server.js';
import { onHost, runOnConsole } from '../support/windows.js';

// Its name is as short as that of a real server's folder: a path is never cut.
const folder = mkdtempSync('C:\\phs-');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describeOnConsole.each(pages)('on a console of code page %i with a PowerShell', (page) => {
  const mine = join(folder, String(page));
  beforeAll(async () => {
    await createServer('healthy', mine);
  });

  test('the plan, the run and the refusal of a full sync are whole', async () => {
    expect((await runWhole(page, mine, 'force-full-sync')).lines.join('\n')).toContain('What is done, in this order');
    expect(await runWhole(page, mine, 'force-full-sync', '--confirm')).toMatchObject({ exitCode: 0 });
    const refused = await runWhole(page, mine, 'force-full-sync', '--confirm');
    expect(refused.exitCode).toBe(6);
    expect(refused.lines.join('\n')).toContain('REFUSED');
  });

  test('the plan for a connector with a name beyond ASCII names it as the server does', async () => {
    const words = ['force-full-sync', '--connector', nameBeyondAscii, '--simulate', 'odd-names', ...onHost()];
    expect((await runOnConsole(page, words)).lines.join('\n')).toContain(nameBeyondAscii);
  });

  test('doctor is whole', async () => {
    expect((await runWhole(page, mine, 'doctor')).lines.length).toBeGreaterThan(5);
  });
});
