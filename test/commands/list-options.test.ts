import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineCommand } from '../../src/command-line/command.js';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { UsageError } from '../../src/base/errors.js';
import { ExitCode } from '../../src/base/exit-codes.js';
import { describeOptions } from '../../src/command-line/describe-options.js';
import { registry } from '../../src/registry.js';
import { fakeContext } from '../support/fake-context.js';

const command = defineCommand({
  name: 'try',
  describe: 'A command for this test',
  examples: [{ line: 'phs-tool try', description: 'nothing' }],
  options: z.strictObject({
    dn: z.array(z.string()).optional().meta({ description: 'several' }),
    since: z.string().default('3h').meta({ description: 'one' }),
    quiet: z.boolean().default(false).meta({ description: 'a switch', alias: 'q' }),
  }),
  run: () => Promise.resolve(ExitCode.ok),
});

describe('an option that may be given several times', () => {
  test('collects its values, each as it was typed', () => {
    expect(parseArguments(command, ['--dn', 'CN=a,DC=b', '--dn=CN="c d"', '-q'])).toEqual({
      dn: ['CN=a,DC=b', 'CN="c d"'],
      quiet: true,
    });
  });

  test('is a list also when it is given once', () => {
    expect(parseArguments(command, ['--dn', '42'])).toEqual({ dn: ['42'] });
  });

  test('does not take the words after its value', () => {
    expect(() => parseArguments(command, ['--dn', 'CN=a', 'CN=b'])).toThrow(UsageError);
  });

  test('needs a value', async () => {
    await expect(command.run(fakeContext(), parseArguments(command, ['--dn']))).rejects.toThrow('--dn needs a value.');
    await expect(command.run(fakeContext(), parseArguments(command, ['--dn', '']))).rejects.toThrow(
      '--dn needs a value.',
    );
  });
});

describe('an option that takes one value', () => {
  test('is what it was given as last', () => {
    expect(parseArguments(command, ['--since', '1h', '--since', '2h', '-q', '-q'])).toEqual({
      since: '2h',
      quiet: true,
    });
  });

  test('may be a single dash, which means stdin', () => {
    expect(parseArguments(command, ['--since', '-', '-q'])).toEqual({ since: '-', quiet: true });
    expect(parseArguments(command, ['--dn', '-', '--dn', 'CN=a'])).toEqual({ dn: ['-', 'CN=a'] });
  });

  test('does not make a dash elsewhere its value', () => {
    expect(() => parseArguments(command, ['-q', '-'])).toThrow(UsageError);
    expect(() => parseArguments(command, ['-', '-'])).toThrow(UsageError);
  });
});

describe('a switch', () => {
  test.each(['--quiet', '--quiet=true', '-q', '-q=true'])('is on with %s', (word) => {
    expect(parseArguments(command, [word])).toEqual({ quiet: true });
  });

  test.each(['--quiet=false', '-q=false'])('is off with %s', (word) => {
    expect(parseArguments(command, [word])).toEqual({ quiet: false });
  });

  test.each(['--quiet=yes', '--quiet=1', '--quiet=TRUE', '--quiet=', '-q=yes', '-q1', '-q/x'])(
    'takes no other value: %s',
    (word) => {
      expect(() => parseArguments(command, [word])).toThrow('--quiet takes no value');
    },
  );

  test('leaves the values of other options alone', () => {
    expect(parseArguments(command, ['--since=--quiet=yes', '--dn', 'CN=-q=1'])).toEqual({
      since: '--quiet=yes',
      dn: ['CN=-q=1'],
    });
  });

  test('takes no value in any command', async () => {
    let count = 0;
    for (const { load } of registry) {
      const each = await load();
      const switches = describeOptions(each.options, each.positionals).filter(({ kind }) => kind === 'boolean');
      for (const { flag, key } of each.rest === undefined ? switches : []) {
        count += 1;
        expect(() => parseArguments(each, [`${flag}=yes`])).toThrow(`${flag} takes no value, but got "yes".`);
        expect(parseArguments(each, [`${flag}=true`])).toEqual({ [key]: true });
      }
    }
    expect(count).toBeGreaterThan(50);
  });
});
