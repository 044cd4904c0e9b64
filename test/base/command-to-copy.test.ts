import { describe, expect, test } from '@jest/globals';
import { commandToCopy, quoteIfNeeded } from '../../src/base/command-to-copy.js';
import { quoteForShell } from '../../src/base/text.js';
import { forSameServer, remediesForSameServer } from '../../src/command-steps/for-same-server.js';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { statusCommand } from '../../src/commands/status.js';

describe('a command to copy', () => {
  test('gets options with quoted values, and those without a value not at all', () => {
    expect(
      commandToCopy('phs-tool status', [
        ['simulate', "D:\\O'Brien & sons\\server"],
        ['module-path', undefined],
        ['connector', null],
        ['powershell', 'C:\\$env\\p.exe'],
      ]),
    ).toBe("phs-tool status --simulate 'D:\\O''Brien & sons\\server' --powershell 'C:\\$env\\p.exe'");
  });

  test('gets words that are no options, quoted as well', () => {
    expect(commandToCopy('phs-tool replay', [{ operand: "it's a.ndjson" }, ['since', '2h']])).toBe(
      "phs-tool replay 'it''s a.ndjson' --since '2h'",
    );
  });

  test('is shown as people type it where nothing has to be quoted', () => {
    const line = (name: string): string => commandToCopy('phs-tool diagnose', [['upn', name]], quoteIfNeeded);

    expect(line('ann@contoso.com')).toBe('phs-tool diagnose --upn ann@contoso.com');
    expect(line('$(Remove-Item x)')).toBe("phs-tool diagnose --upn '$(Remove-Item x)'");
  });

  test.each([
    ["phs-tool status --powershell 'C:\\a.exe'", ' --powershell'],
    ['phs-tool status --powershell=C:\\a.exe', ' --powershell'],
  ])('that says an option already keeps it: %s', (line) => {
    expect(commandToCopy(line, [['powershell', 'C:\\b.exe']])).toBe(line);
  });

  test.each([
    "phs-tool guard supersede --reason 'as --powershell said'",
    "phs-tool diagnose --dn 'CN=''x'' --powershell y'",
    'phs-tool status --powershell-more x',
  ])('is not taken to say what stands in a value or is another option: %s', (line) => {
    expect(commandToCopy(line, [['powershell', 'p']])).toBe(`${line} --powershell 'p'`);
  });
});

describe('commands for the same server', () => {
  const given = { simulate: undefined, modulePath: 'C:\\given modules', powershell: 'C:\\given\\pwsh.exe' };

  test('keep the PowerShell and the module of a cure, which the last of two would undo', () => {
    const host = "phs-tool status --powershell 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'";
    const [line = ''] = forSameServer([host], given);
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

    expect(line).toBe(`${host} --module-path 'C:\\given modules'`);
    expect(parseArguments(statusCommand, words.slice(2))).toMatchObject({
      powershell: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      modulePath: 'C:\\given modules',
    });
    expect(forSameServer(["phs-tool doctor --module-path 'C:\\cure'"], given)).toEqual([
      "phs-tool doctor --module-path 'C:\\cure' --powershell 'C:\\given\\pwsh.exe'",
    ]);
  });

  test.each([
    'phs-tool status --simulate healthy',
    'phs-tool help configuration',
    'phs-tool --version',
    'whoami /groups',
  ])('leave one that is about none or another one as it is: %s', (line) => {
    expect(forSameServer([line], { ...given, simulate: './s' })).toEqual([line]);
  });

  test('say how a server is made that lasts, where a scenario would end with the command', () => {
    expect(
      forSameServer(['phs-tool guard setup'], { ...given, simulate: 'no-such-scenario', modulePath: undefined }),
    ).toEqual([
      "phs-tool simulate create 'no-such-scenario' DIR",
      "phs-tool guard setup --simulate DIR --powershell 'C:\\given\\pwsh.exe'",
    ]);
  });
});

describe('commands beside the answer of a recording', () => {
  const given = { simulate: undefined, modulePath: undefined, powershell: 'C:\\given\\pwsh.exe' };
  const copied = (commands: string[], file?: string, redacted?: 'names'): readonly string[] | undefined => {
    const findings = [{ remedy: { text: 'Do this.', commands } }];
    return remediesForSameServer(findings, given, { file, redacted })[0]?.remedy.commands;
  };

  test('ask the recording again if they only read', () => {
    expect(copied(['phs-tool diagnose -v', 'phs-tool events --id 611'], "it's a.ndjson")).toEqual([
      "phs-tool replay 'it''s a.ndjson' diagnose -v",
      "phs-tool replay 'it''s a.ndjson' events --id 611",
    ]);
  });

  test('say that they are for the server if a recording cannot answer them', () => {
    const onServer = '# On the server itself, not from the recording:';
    expect(copied(["phs-tool sync-user --dn 'CN=Ann'", 'phs-tool force-full-sync'], 'a.ndjson')).toEqual([
      ...[onServer, "phs-tool sync-user --dn 'CN=Ann'"],
      ...[onServer, 'phs-tool force-full-sync'],
    ]);
    expect(copied(['phs-tool diagnose --record new.ndjson', 'phs-tool diagnose'], 'a.ndjson')).toEqual([
      ...[onServer, 'phs-tool diagnose --record new.ndjson'],
      "phs-tool replay 'a.ndjson' diagnose",
    ]);
  });

  test('say that names in them are pseudonyms if the recording has no others', () => {
    const line = "phs-tool force-full-sync --connector 'd-n4gkr8kj.com'";
    expect(copied([line], 'a.ndjson', 'names')).toEqual([
      '# On the server itself, not from the recording, with the real names (these are pseudonyms):',
      line,
    ]);
    expect(copied(['phs-tool force-full-sync'], 'a.ndjson', 'names')?.[0]).not.toMatch(/pseudonym/);
    expect(copied([line], 'a.ndjson')?.[0]).not.toMatch(/pseudonym/);
  });

  test('are left as they are if they ask nothing, and without a file are for the same server', () => {
    expect(copied(['phs-tool explain 611', 'Get-Service ADSync'], 'a.ndjson')).toEqual([
      'phs-tool explain 611',
      'Get-Service ADSync',
    ]);
    expect(copied(['phs-tool events'])).toEqual(["phs-tool events --powershell 'C:\\given\\pwsh.exe'"]);
  });
});

test('a word for a POSIX shell is quoted, whatever is in it', () => {
  expect(quoteForShell('/a/$(id) "b"')).toBe(`'/a/$(id) "b"'`);
  expect(quoteForShell("/it's")).toBe(String.raw`'/it'\''s'`);
});
