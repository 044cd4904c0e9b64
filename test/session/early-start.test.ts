import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { namedHost } from '../../src/session/early-start.js';

describe('the host that is started early', () => {
  test('is the last one that is named, as where the command line is parsed', () => {
    expect(namedHost(['status', '--powershell', '/a', '--powershell', '/b'])).toBe(resolve('/b'));
    expect(namedHost(['status', '--powershell=/a', '--powershell', '/b'])).toBe(resolve('/b'));
    expect(namedHost(['status', '--powershell', '/a', '--powershell=/b'])).toBe(resolve('/b'));
  });

  test('is looked for if none is named', () => {
    expect(namedHost(['status'])).toBeUndefined();
    expect(namedHost(['status', '--powershell'])).toBeUndefined();
  });
});
