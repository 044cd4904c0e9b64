import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeNamedPipe } from '../support/named-pipe.js';
import { refusal, ways } from '../support/output-ways.js';

const describePosix = process.platform === 'win32' ? describe.skip : describe;

describePosix('a named pipe that nobody reads', () => {
  let folder = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'phs-pipe-')));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(ways)('is not written to: %s', async (_, write) => {
    makeNamedPipe(join(folder, 'pipe'));
    expect(await refusal(() => write(join(folder, 'pipe')))).toMatchObject({ code: 'E_FILE' });
  });
});
