import { expect, test } from '@jest/globals';
import { timeoutOfServersOptions, timeoutOptions } from '../../src/command-line/common-options.js';
import { registry } from '../../src/registry.js';
import { runCli } from '../../src/cli.js';
import { fakeContext } from '../support/fake-context.js';

const once = ['users', 'bundle', 'doctor', 'contract'];
const ofServers = ['diagnose', 'events', 'report'];

test.each(once)('%s has the common --timeout, which the command line keeps', async (name) => {
  const command = await registry.find((registered) => registered.name === name)?.load();
  expect(command?.options.shape['timeout']).toBe(timeoutOptions.timeout);
});

test.each(ofServers)('%s keeps its --timeout itself, because of several servers each one has it', async (name) => {
  const command = await registry.find((registered) => registered.name === name)?.load();
  expect(command?.options.shape['timeout']).toBe(timeoutOfServersOptions.timeout);
});

test('a time that no run could keep is refused before anything is asked', async () => {
  const ctx = fakeContext();
  expect(await runCli(['events', '--timeout', '1s'], ctx)).toBe(2);
  expect(ctx.err()).toContain('--timeout must be between 5s and 1h');
});

test.each([...ofServers, 'users'])('%s ends at its deadline with 5, although PowerShell is silent', async (command) => {
  const fake = fakeContext();
  const ctx = {
    ...fake,
    elapsedMs: (): number => 4_900,
    openSession: (): Promise<never> => new Promise(() => undefined),
  };
  expect(await runCli([command, '--timeout', '5s'], ctx)).toBe(5);
  expect(fake.err()).toContain('The server did not answer within 5 s.');
});

test('following has no end', async () => {
  const ctx = fakeContext();
  expect(await runCli(['events', '--follow', '--timeout', '1m'], ctx)).toBe(2);
  expect(ctx.err()).toContain('--follow has no --timeout.');
});
