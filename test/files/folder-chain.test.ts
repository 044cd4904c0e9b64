import { describe, expect, test } from '@jest/globals';
import { goTo, refuseForeignLink, type FolderLayer, type Way } from '../../src/files/folder-chain.js';

/** What is there: a folder by its owner and permissions, a link by its owner and target. */
type Entry = { readonly uid: number; readonly mode: number } | { readonly uid: number; readonly to: string };

function layerOf(entries: Readonly<Record<string, Entry>>): FolderLayer {
  const entry = (path: string): Entry => {
    const found = entries[path];
    if (found === undefined) {
      throw Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT' });
    }
    return found;
  };
  return {
    lstat: (path) => {
      const found = entry(path);
      return { uid: found.uid, mode: 'mode' in found ? found.mode : 0o777, isSymbolicLink: () => 'to' in found };
    },
    readlink: (path) => {
      const found = entry(path);
      return 'to' in found ? found.to : '';
    },
  };
}

const ours = { uid: 0, mode: 0o755 };

function wayTo(path: string, entries: Readonly<Record<string, Entry>>, platform: NodeJS.Platform, uid = 1000): Way {
  return goTo(path, { platform, layer: layerOf(entries) }, refuseForeignLink(platform, uid));
}

describe('the way to an output file', () => {
  const home: Readonly<Record<string, Entry>> = {
    '/': ours,
    '/tmp': { uid: 0, mode: 0o1777 },
    '/tmp/theirs': { uid: 1001, to: '/etc' },
    '/tmp/mine': { uid: 1000, to: '../home/ann' },
    '/etc': ours,
    '/home': ours,
    '/home/ann': { uid: 1000, mode: 0o700 },
    '/home/ann/up': { uid: 1000, to: '..' },
    '/var': { uid: 0, to: 'private/var' },
    '/private': ours,
    '/private/var': ours,
    '/open': { uid: 0, mode: 0o777 },
    '/open/mine': { uid: 1000, to: '/home/ann' },
    '/round': { uid: 0, to: '/round' },
  };

  test.each([
    ['/home/ann', '/home/ann'],
    ['/var', '/private/var'],
    ['/tmp/mine', '/home/ann'],
    ['/home/ann/up', '/home'],
    ['/', '/'],
  ])('to %s is free and leads to %s', (path, real) => {
    expect(wayTo(path, home, 'linux')).toEqual({ isFree: true, real });
  });

  test.each([
    ['a link of another account', '/tmp/theirs', '/tmp/theirs'],
    ['a link of our own that others can exchange', '/open/mine', '/open/mine'],
    ['a link that leads to itself', '/round', '/round'],
  ])('ends at %s', (_, path, at) => {
    expect(wayTo(path, home, 'linux')).toMatchObject({ isFree: false, at });
  });

  test('to what is not there raises the error of the system', () => {
    expect(() => wayTo('/home/bob', home, 'linux')).toThrow('ENOENT');
  });

  test('on Windows ends at every link, also at a junction, which Node shows as a link', () => {
    const drive: Readonly<Record<string, Entry>> = {
      'C:\\': { uid: 0, mode: 0o666 },
      'C:\\Reports': { uid: 0, mode: 0o666 },
      'C:\\Linked': { uid: 0, to: 'C:\\Windows' },
    };
    expect(wayTo('C:\\Reports', drive, 'win32', 0)).toEqual({ isFree: true, real: 'C:\\Reports' });
    expect(wayTo('C:\\Linked', drive, 'win32', 0)).toMatchObject({ isFree: false, at: 'C:\\Linked' });
  });
});
