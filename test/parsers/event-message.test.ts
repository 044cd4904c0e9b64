import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseEventPlace } from '../../src/parsers/event-message.js';

const contoso = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';
const fabrikam = 'fffb4a69-4ed6-444d-8b89-73bc16f373dd';
const known = [contoso, fabrikam];

function forestInfo(partition: string, connector: string): string {
  return `<forest-info>\n  <partition-name>${partition}</partition-name>\n  <connector-id>${connector}</connector-id>\n</forest-info>`;
}

const guid = fc.uuid();
const anyCase = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.boolean()).map(([value, upper]) => (upper ? value.toUpperCase() : value));
/** Texts that a user's name or an error could hold, markup included. */
const prose = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .constantFrom('<', '<forest-info>', '<connector-id>', '</forest-info>', 'for domain: ', '&amp;', '\r\n')
    .chain((part) => fc.string().map((text) => `${text}${part}${text}`)),
);

describe('the place of an event', () => {
  test('is read from the trailing block, whatever stands before it', () => {
    fc.assert(
      fc.property(prose, anyCase(guid), fc.domain(), (before, connector, domain) => {
        const place = parseEventPlace(`${before}\n${forestInfo(domain, connector)}`, known);
        expect(place).toEqual({ connectorId: connector.toLowerCase(), domain });
      }),
    );
  });

  test('is the last block when a name in the text imitates one', () => {
    const imitation = `Dn : CN=${forestInfo('evil.example', fabrikam)},DC=contoso,DC=com`;
    expect(parseEventPlace(`${imitation}\n${forestInfo('CONTOSO.COM', contoso)}`, known)).toEqual({
      connectorId: contoso,
      domain: 'CONTOSO.COM',
    });
  });

  test('is a known connector that stands anywhere in the text when there is no block', () => {
    fc.assert(
      fc.property(fc.string(), anyCase(fc.constantFrom(...known)), fc.string(), (before, connector, after) => {
        expect(parseEventPlace(`${before} ${connector} ${after}`, known).connectorId).toBe(connector.toLowerCase());
      }),
    );
  });

  test('is no tracking id or other GUID that is not a connector', () => {
    fc.assert(
      fc.property(guid, (tracking) => {
        const text = `Provision credentials ping end. TrackingID : ${tracking}`;
        expect(parseEventPlace(text, known)).toEqual({ connectorId: null, domain: null });
      }),
    );
  });

  test('is the first of two known connectors', () => {
    expect(parseEventPlace(`${fabrikam.toUpperCase()} before ${contoso}`, known).connectorId).toBe(fabrikam);
  });

  test('falls back to the text when the block is cut off or names no GUID', () => {
    const cut = forestInfo('CONTOSO.COM', contoso).slice(0, -30);
    expect(parseEventPlace(cut, [])).toEqual({ connectorId: null, domain: 'CONTOSO.COM' });
    expect(parseEventPlace(forestInfo('', 'contoso.com'), known)).toEqual({ connectorId: null, domain: null });
    expect(parseEventPlace(`${contoso} ${forestInfo('', 'none')}`, known).connectorId).toBe(contoso);
  });

  test('never makes the parser fail, and every id that it answers is a GUID in lower case', () => {
    fc.assert(
      fc.property(prose, fc.array(guid), (text, ids) => {
        const { connectorId, domain } = parseEventPlace(text, ids);
        expect(connectorId ?? contoso).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(domain).not.toBe('');
      }),
    );
  });

  test('does not slow down out of proportion on long texts that nearly match', () => {
    const text = '<forest-info>'.repeat(200_000) + '<partition-name>'.repeat(200_000) + 'for domain: '.repeat(200_000);
    expect(parseEventPlace(text, known)).toEqual({ connectorId: null, domain: 'for' });
  });
});

describe('the domain in the words of event 611', () => {
  test('is read from the current wording', () => {
    const text =
      'Password hash synchronization failed for domain: contoso.com, domain controller hostname: <not available>, domain controller IP address: <not available>.\nDetails:\n';
    expect(parseEventPlace(text, known).domain).toBe('contoso.com');
  });

  test('is read from the older wording, which ends with a full stop', () => {
    expect(parseEventPlace('Password synchronization failed for domain: Contoso.com. Details: x', known).domain).toBe(
      'Contoso.com',
    );
  });

  test('is not read from a text that names a forest or no domain', () => {
    expect(
      parseEventPlace('Full password hash synchronization completed for forest: contoso.local', known).domain,
    ).toBeNull();
    expect(parseEventPlace('failed for domain: , domain controller', known).domain).toBeNull();
  });

  test('is what the block says when both tell', () => {
    const text = `failed for domain: old.example. Details:\n${forestInfo('A &amp; B', contoso)}`;
    expect(parseEventPlace(text, known).domain).toBe('A & B');
  });
});
