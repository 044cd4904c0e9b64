import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../src/base/errors.js';
import { listServers } from '../../src/command-steps/fleet-servers.js';
import { configurationFileSchema } from '../../src/config/configurable.js';

const list = [
  { name: 'SYNC01', computer: 'sync01.contoso.com', port: 5986, useSsl: true, expect: 'active' as const },
  { name: 'SYNC02', ssh: 'admin@sync02', tenant: 'contoso.com' },
  { name: 'SYNC03', here: true as const },
];

describe('servers', () => {
  test('are named by options, repeated or with commas, in their order', () => {
    const named = listServers({
      computer: ['A,B', 'C'],
      ssh: ['u@d:22'],
      replay: ['C:\\data\\e.ndjson.gz'],
      useSsl: true,
    });

    expect(named.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'u@d:22', 'e']);
    expect(named[1]?.request).toMatchObject({ computer: 'B', useSsl: true });
    expect(named[3]?.request).toEqual({ ssh: 'u@d:22' });
  });

  test('that are simulated are named with commas, too, but a directory can have one', () => {
    const simulated = listServers({ simulate: ['healthy,staging', './a,b', 'C:\\c,d', 'users'] });

    expect(simulated.map(({ request }) => request.simulate)).toEqual([
      'healthy',
      'staging',
      './a,b',
      'C:\\c,d',
      'users',
    ]);
  });

  test('of one name are told apart', () => {
    expect(listServers({ simulate: ['healthy', 'healthy'] }).map(({ name }) => name)).toEqual(['healthy', 'healthy-2']);
  });

  test('are those of the configured list only if none is named', () => {
    expect(listServers({}, list)).toMatchObject([
      { name: 'SYNC01', expect: 'active', request: { computer: 'sync01.contoso.com', port: '5986', useSsl: true } },
      { name: 'SYNC02', tenant: 'contoso.com', request: { ssh: 'admin@sync02' } },
      { name: 'SYNC03', request: {} },
    ]);
    expect(listServers({ simulate: ['healthy'] }, list)).toHaveLength(1);
    expect(listServers({ server: ['sync02'] }, list).map(({ name }) => name)).toEqual(['SYNC02']);
    expect(listServers({})).toEqual([]);
  });

  test.each([{ computer: ['-x'] }, { ssh: ['nobody'] }, { server: ['SYNC09'] }])('are refused: %j', (given) => {
    expect(() => listServers(given, list)).toThrow(UsageError);
  });

  test('of a configuration have one way in and names of their own', () => {
    const accepts = (servers: unknown): boolean => configurationFileSchema.safeParse({ servers }).success;

    expect(accepts(list)).toBe(true);
    expect(accepts([{ name: 'A' }])).toBe(false);
    expect(accepts([{ name: 'A', computer: 'a', ssh: 'u@a' }])).toBe(false);
    expect(accepts([list[0], { ...list[1], name: 'sync01' }])).toBe(false);
    expect(accepts([{ name: 'A', simulate: 'healthy' }])).toBe(false);
  });
});
