import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findSecret } from '../../src/redact/secrets.js';
import { CANARY_SECRETS } from '../../src/simulator/connector-state.js';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { redactRecording } from '../support/redacted.js';
import { growthOfText, linear } from '../support/growth.js';
import { unpackRecording } from '../support/unpack-recording.js';

const hex = '0123456789abcdef0123456789abcdef';
const ntHash = '8846F7EAEE8FB117AD06BDD830B7586C';

/** Bad-input corpus L as it is written there; what stands for something has a value. */
const bareSecrets: readonly string[] = [
  'password P@ssw0rd-CANARY',
  'Password=P@ssw0rd-CANARY',
  '<encrypted_configuration>CANARY…',
  'AAEAAAD/////',
  '01000000d08c9ddf0115d1118c7a00c04fc297eb',
  'AQAAANCMnd8BFdERjHoAwE/Cl+s',
  ntHash,
  ntHash.toLowerCase(),
  `0x${ntHash}`,
  'eyJ0eXAiOiJKV1Qi',
  '?sig=abcd',
  'Server=db;User Id=sa;Password=hunter22',
  '-----BEGIN',
  'ConvertTo-SecureString "CANARY"',
  'DB_PASSWORD=hunter22',
  '$env:PHS_SECRET=hunter22',
  'tool.exe --password hunter22',
  'tool.exe -Password Canary',
  'tool.exe /pwd canaries',
];

/** Secrets that people write in sentences, without a colon or an equals sign. */
const spoken: readonly string[] = [
  `MD4 hash ${ntHash}`,
  `NT hash ${ntHash}`,
  `the hash of Ann is ${ntHash}.`,
  `correlation ${hex}`,
  'the password is Hunter2abc!',
  'The password was "Hunter2abc!".',
  'the password is now Hunter2abc',
  'the password is hunterxyz',
  'the password was set to Hunter2abc!',
  'password reset to Hunter2abc',
  'password Hunter2abc!',
  'pwd hunterxyz',
  'pwd Hunter2abc!',
  'passphrase correcthorse',
  'the passphrase is correcthorse',
  'secret Abc123~xyz',
  'client secret is Abc123~xyz',
  'password\tHunter2abc!',
  'password\u00a0is\u00a0Hunter2abc!',
];

/** Bad-input corpus L, each in the surroundings in which it would leak. */
const secrets: readonly (readonly [string, string])[] = [
  ['a password parameter', 'connected with password=P@ssw0rd-CANARY'],
  ['a password parameter in XML', '<parameter name="Password" type="string">P@ssw0rd-CANARY</parameter>'],
  ['a password in JSON', '{"Password": "P@ssw0rd-CANARY"}'],
  ['encrypted configuration', '<encrypted_configuration>CANARY</encrypted_configuration>'],
  ['a serialized object', 'value AAEAAAD/////AQAAAAAAAAA'],
  ['DPAPI in hexadecimal', '01000000d08c9ddf0115d1118c7a00c04fc297eb0100'],
  ['DPAPI in base64', 'AQAAANCMnd8BFdERjHoAwE/Cl+s'],
  ['an NT hash', `NT hash: ${hex}`],
  ['an NT hash in an attribute', `unicodePwd=0x${hex}`],
  ['a pair of hashes', `aad3b435b51404eeaad3b435b51404ee:${hex}`],
  ['a JWT', 'token eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.sig'],
  ['a header', 'Authorization: Bearer 0123456789abcdef0123'],
  ['the synchronization account with its password', 'Sync_SYNC01_ab12@contoso.onmicrosoft.com:P@ssw0rd'],
  ['a shared access signature', 'https://x.blob.core.windows.net/c?sv=1&sig=abcdEFGH%3D'],
  ['a connection string', 'Server=db;Database=x;User Id=sa;Pwd=hunter22;'],
  ['an account key', 'DefaultEndpointsProtocol=https;AccountKey=abcd1234=='],
  ['credentials in an address', 'https://ann:hunter22@proxy.contoso.com:8080/'],
  ['a PEM key', '-----BEGIN RSA PRIVATE KEY-----'],
  ['a secure string', '76492d1116743f0423413b16050a5345MgB8AEQA'],
  ['a password on a command line', 'ConvertTo-SecureString "P@ssw0rd" -AsPlainText'],
];

describe('the search for secrets', () => {
  test.each(secrets)('finds %s, and does not say it', (_, text) => {
    const found = findSecret({ type: 'rows', rows: [{ message: 'fine' }, { message: `before ${text} after` }] });
    expect(found).toMatchObject({ place: 'rows.1.message' });
    expect(JSON.stringify(found)).not.toMatch(/canary|hunter22|P@ss/i);
  });

  test.each([...bareSecrets, ...spoken])('finds %j, bare and in a sentence', (text) => {
    expect(findSecret(text)).toBeDefined();
    expect(findSecret(`Synchronization failed: ${text} for the connector contoso.com.`)).toBeDefined();
    expect(findSecret(`"${text}"`)).toBeDefined();
  });

  test('lets a GUID without dashes pass that is known to identify something, and no other one', () => {
    const guid = '01234567-89ab-cdef-0123-456789abcdef';
    expect(findSecret(`tracking ${hex}`, (known) => known === guid)).toBeUndefined();
    expect(findSecret(`tracking ${hex} ${ntHash}`, (known) => known === guid)).toBeDefined();
  });

  test("takes the digests of a guard's event for none, whatever its sentence says, and those of other texts for some", () => {
    const digest = '0d'.repeat(32);
    const facts = `phs-guard/1 OFF pair ${digest} epoch 1 run - record ${digest}`;
    const event = (...lines: readonly string[]): string => ['The pwd key of Keystone.', ...lines].join('\r\n');

    expect(findSecret(event(facts, `hmac-sha256 ${digest}`))).toBeUndefined();
    expect(findSecret(event(`${facts} or ${digest}`))).toBeDefined();
    expect(findSecret(event(`hmac-sha256 ${digest}`))).toBeDefined();
  });

  test('finds one that stands far back in a long text', () => {
    expect(findSecret(`${'x '.repeat(100_000)}password=P@ssw0rd-CANARY${' x'.repeat(100_000)}`)).toBeDefined();
  });

  test('finds an attribute that holds a secret by its name', () => {
    expect(findSecret({ attributes: [{ name: 'unicodePwd', values: ['x'] }] })).toMatchObject({
      place: 'attributes.0.values',
    });
    expect(findSecret({ attributes: [{ name: 'pwdLastSet', values: ['1'] }] })).toBeUndefined();
  });

  test.each([
    [{ userPassword: 'hunterxyz' }, 'userPassword'],
    [{ sharedSecret: 'hunterxyz' }, 'sharedSecret'],
    [{ password: 12_345_678 }, 'password'],
    [{ password: { value: 'hunterxyz' } }, 'password'],
    [{ Name: 'password', Value: 'hunterxyz' }, 'Value'],
    [{ key: 'AD password', value: 'hunterxyz' }, 'value'],
    [{ name: 'connectPassword', values: ['hunterxyz'] }, 'values'],
  ])('finds %j by its name', (value, place) => {
    expect(findSecret(value)).toMatchObject({ place });
  });

  test.each([
    { mustChangePassword: true },
    { userPassword: null },
    { password: '' },
    { passwords: 12 },
    { password: { changedAt: '2026-01-15' } },
    { name: 'pwdLastSet', value: '133500000000000000' },
    { name: 'password policy', value: 'strict' },
  ])('takes %j for no secret', (value) => {
    expect(findSecret(value)).toBeUndefined();
  });

  test.each([
    'Password Hash Synchronization is enabled.',
    'forcePasswordChangeOnLogOn: false',
    'Password Change Result - Anchor : ECHovRm+QBmpFE9zmMuxcw==, Dn : CN=Ann, PwdChangeOnLogon=False, Result : Success.',
    'The user name or password is incorrect.',
    'Provision credentials ping end. TrackingID : 5e6361e9-740c-4a23-a6de-6906a9acf36b',
    'password: (not shown)',
    `CN={${hex.toUpperCase()}}`,
    'Password hash synchronization manager is starting for contoso.com.',
    'Password Hash Synchronization has been disabled.',
    'The password is incorrect. The password was changed at 11:00. The password is set to never expire.',
    'The password is expired, and the client secret was rotated.',
    'The secret is not valid: AADSTS7000222.',
    'user password hash 2 of 3; password policy 00000000-0000-0000-0000-000000000001',
    'pwd change failed, password sync event656, password 0x8023061f',
    'Reset the password for the account.',
    'password is ********',
    'correlation 5e6361e9-740c-4a23-a6de-6906a9acf36b',
    `${hex}${hex}`,
  ])('lets pass what is none: %s', (text) => {
    expect(findSecret(text)).toBeUndefined();
  });

  test('finds none in any recording of a scenario', async () => {
    for (const name of await scenarioNames()) {
      const lines = unpackRecording(name).trimEnd().split('\n');
      expect({
        name,
        found: lines.map((line) => findSecret(JSON.parse(line))).filter((found) => found !== undefined),
      }).toEqual({ name, found: [] });
    }
  });

  test.each([
    'password=',
    'a@',
    'eyJ',
    '<password ',
    'https://',
    'sig=',
    ' ',
    'password ',
    'password is ',
    '--pwd ',
    'a1',
    `${hex} `.slice(1),
  ])('takes linear time for a run of %j', async (piece) => {
    expect(await growthOfText(findSecret, piece)).toBeLessThan(linear);
  });
});

test.each(['none', 'names', 'all'] as const)(
  'a bundle (--redact %s) with a secret in an event is refused: where it stands is told, not what it is, and nothing is written',
  (level) => {
    const folder = mkdtempSync(join(tmpdir(), 'phs-secret-'));
    try {
      const [canary] = CANARY_SECRETS;
      const text = unpackRecording('healthy');
      const path = join(folder, 'raw.ndjson');
      writeFileSync(
        path,
        text.replace('Provision credentials ping end.', `Provision credentials ping end. password=${canary}`),
      );
      const refused = (): unknown => redactRecording(path, level);
      expect(refused).toThrow(
        /^Line \d+ of the bundle \(Get-PhsEvent\) would hold a password or key after its name at rows\.\d+\.message/,
      );
      expect(refused).not.toThrow(canary);
      writeFileSync(path, text);
      expect(redactRecording(path, level).text.split('\n').length).toBeGreaterThan(20);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test('a bundle with a hash in an event is refused, and one with the same digits as a known GUID is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-secret-'));
  try {
    const text = unpackRecording('healthy');
    const guid = /"identifier":"([0-9a-f-]{36})","connectorTypeName":"AD"/.exec(text)?.[1] ?? 'no connector';
    const path = join(folder, 'raw.ndjson');
    const withText = (said: string): string => {
      writeFileSync(path, text.replace('Provision credentials ping end.', `Provision credentials ping end. ${said}`));
      return redactRecording(path, 'names').text;
    };
    expect(() => withText(`MD4 hash ${ntHash}`)).toThrow(/would hold a password hash at rows\.\d+\.message/);
    expect(() => withText('the password is Hunter2abc!')).toThrow(/a password or key in a sentence/);
    expect(withText(`connector ${guid.replaceAll('-', '')} `)).not.toContain(guid.replaceAll('-', ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
