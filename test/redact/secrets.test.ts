import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { findSecret } from '../../src/redact/secrets.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { CANARY_SECRETS } from '../../src/simulator/connector-state.js';
import { scenarioNames } from '../../src/simulator/scenarios.js';
import { redactRecording } from '../support/redacted.js';

const hex = '0123456789abcdef0123456789abcdef';

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
    'Password Hash Synchronization is enabled.',
    'forcePasswordChangeOnLogOn: false',
    'Password Change Result - Anchor : ECHovRm+QBmpFE9zmMuxcw==, Dn : CN=Ann, PwdChangeOnLogon=False, Result : Success.',
    'The user name or password is incorrect.',
    'Provision credentials ping end. TrackingID : 5e6361e9-740c-4a23-a6de-6906a9acf36b',
    'password: (not shown)',
    `correlation ${hex}`,
  ])('lets pass what is none: %s', (text) => {
    expect(findSecret(text)).toBeUndefined();
  });

  test('finds none in any recording of a scenario', async () => {
    for (const name of await scenarioNames()) {
      const lines = gunzipSync(readFileSync(recordingPath(name)))
        .toString()
        .trimEnd()
        .split('\n');
      expect({
        name,
        found: lines.map((line) => findSecret(JSON.parse(line))).filter((found) => found !== undefined),
      }).toEqual({ name, found: [] });
    }
  });

  test('is linear', () => {
    for (const piece of ['password=', 'a@', 'eyJ', '<password ', 'https://', 'sig=', ' ']) {
      const startedMs = Date.now();
      findSecret(piece.repeat(20_000));
      expect(Date.now() - startedMs).toBeLessThan(1_000);
    }
  });
});

test.each(['none', 'names', 'all'] as const)(
  'a bundle (--redact %s) with a secret in an event is refused: where it stands is told, not what it is, and nothing is written',
  (level) => {
    const folder = mkdtempSync(join(tmpdir(), 'phs-secret-'));
    try {
      const [canary] = CANARY_SECRETS;
      const text = gunzipSync(readFileSync(recordingPath('healthy'))).toString();
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
