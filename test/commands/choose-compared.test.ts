import { describe, expect, test } from '@jest/globals';
import { chooseCompared } from '../../src/command-steps/choose-compared.js';

const list = [
  { name: 'SYNC01', computer: 'sync01.contoso.com', port: 5986, useSsl: true, expect: 'active' as const },
  { name: 'SYNC02', ssh: 'admin@sync02' },
  { name: 'SYNC03', here: true as const },
  { name: 'SYNC04', ssh: 'nobody' },
];

describe('a word of compare', () => {
  test.each([
    ['computer:sync01.contoso.com', { request: { computer: 'sync01.contoso.com' } }],
    ['computer:fe80::1', { request: { computer: 'fe80::1' } }],
    ['ssh:CONTOSO\\admin@sync01:2222', { request: { ssh: 'CONTOSO\\admin@sync01:2222' } }],
    ['server:sync01', { request: { computer: 'sync01.contoso.com', port: '5986', useSsl: true } }],
    ['server:SYNC02', { request: { ssh: 'admin@sync02' } }],
    ['server:SYNC03', { request: {} }],
    ['simulate:healthy', { request: { simulate: 'healthy' } }],
    ['this-server', { request: {} }],
    ['./this-server', { replay: './this-server', request: {} }],
    ['C:\\data\\sync01.ndjson', { replay: 'C:\\data\\sync01.ndjson', request: {} }],
    ['./computer:sync01', { replay: './computer:sync01', request: {} }],
  ])('names what answers: %s', (word, expected) => {
    const [first, second] = chooseCompared([word, 'this-server'], {}, list);

    expect(first).toMatchObject({ name: word, ...expected });
    expect(first.replay).toBe('replay' in expected ? expected.replay : undefined);
    expect(second).toMatchObject({ name: 'this-server' });
  });

  test('takes the port, TLS and the endpoint if it is computer:NAME, and no other does', () => {
    const ways = { port: '15986', useSsl: true, configuration: 'PhsReader' };
    const [first, second] = chooseCompared(['ssh:admin@sync02', 'computer:sync01'], ways, list);

    expect(first.request).toEqual({ ssh: 'admin@sync02' });
    expect(second.request).toEqual({ computer: 'sync01', ...ways });
  });

  test.each([
    ['computer:', /computer: must be the name or the address/],
    ['computer:-x', /computer: must be the name or the address/],
    ['computer:SYNC01,SYNC02', /computer: must be the name or the address/],
    ['ssh:sync01', /ssh: must be USER@HOST/],
    ['ssh:-oProxyCommand=x@sync01', /ssh: must be USER@HOST/],
    ['ssh:admin@sync01:99999', /The port of ssh: must be a port from 1 to 65535/],
    ['server:SYNC10', /No server "SYNC10" is in the list/],
    ['server:SYNC01,SYNC02', /No server "SYNC01,SYNC02" is in the list/],
    ['server:SYNC04', /must be USER@HOST/],
  ])('is a mistake of the call: %s', (word, message) => {
    expect(() => chooseCompared(['this-server', word], {}, list)).toThrow(
      expect.objectContaining({ code: 'E_USAGE', message: expect.stringMatching(message) }),
    );
  });

  test.each([
    [{ port: '5986' }, /--port needs computer:NAME/],
    [{ useSsl: true }, /--use-ssl needs computer:NAME/],
    [{ configuration: 'PhsReader', useSsl: true }, /--use-ssl, --configuration needs computer:NAME/],
  ])('that is not computer:NAME does not take %j', (ways, message) => {
    expect(() => chooseCompared(['ssh:admin@sync01', 'server:SYNC01'], ways, list)).toThrow(message);
    expect(() => chooseCompared(['computer:sync01', 'server:SYNC01'], ways, list)).not.toThrow();
  });
});
