import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeOnConsole, nameBeyondAscii, pages, runWhole } from '../support/console-screen.js';
import { createServer } from '../support/simulated-server.js';
import { onHost, runOnConsole } from '../support/windows.js';

// Its name is as short as that of a real server's folder: a path is never cut.
const folder = mkdtempSync('C:\\phs-');
const server = join(folder, 'server');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describeOnConsole('a full sync on a console with a PowerShell', () => {
  beforeAll(async () => {
    await createServer('healthy', server);
  });

  test('the plan and the run are whole', async () => {
    expect((await runWhole(850, server, 'force-full-sync')).lines.join('\n')).toContain('What is done, in this order');
    expect(await runWhole(850, server, 'force-full-sync', '--confirm')).toMatchObject({ exitCode: 0 });
  });

  test.each(pages)('the refusal that follows is whole in code page %i', async (page) => {
    const refused = await runWhole(page, server, 'force-full-sync', '--confirm');

    expect(refused.exitCode).toBe(6);
    expect(refused.lines.join('\n')).toContain('REFUSED');
  });

  test.each(pages)('the plan for a name beyond ASCII has it as the server does in code page %i', async (page) => {
    const words = ['force-full-sync', '--connector', nameBeyondAscii, '--simulate', 'odd-names', ...onHost()];

    expect((await runOnConsole(page, words)).lines.join('\n')).toContain(nameBeyondAscii);
  });

  test.each(pages)('doctor is whole in code page %i', async (page) => {
    expect((await runWhole(page, server, 'doctor')).lines.length).toBeGreaterThan(5);
  });
});
