import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TreeBuilder } from '../../src/parsers/clixml-builder.js';
import { scanClixml } from '../../src/parsers/clixml-scan.js';
import { type ClixmlRecord, decodeClixml, encodeClixml, writeClixml } from '../../src/parsers/clixml.js';
import { damagedDocument, input, text, tree } from './clixml-arbitraries.js';
import { describeRecords } from './describe-clixml.js';

/** What the scan reads; undefined for a text that it leaves to the full parser. */
function scanned(document: string): readonly ClixmlRecord[] | undefined {
  const builder = new TreeBuilder(100);
  return scanClixml(document, builder) ? builder.records : undefined;
}

/** What the full parser reads: a comment, which PowerShell never writes, sends the text there. */
const parsed = (document: string): readonly ClixmlRecord[] => decodeClixml(`${document}<!-- -->`);

const isReadAlike = (document: string): void => {
  const records = scanned(document);
  if (records !== undefined) expect(describeRecords(records)).toEqual(describeRecords(parsed(document)));
};

describe('the scan of CLIXML', () => {
  test('reads everything that is encoded, and as the full parser does', () => {
    fc.assert(
      fc.property(input, (value) => {
        const document = encodeClixml(value);
        expect(scanned(document)).toBeDefined();
        isReadAlike(document);
      }),
      { numRuns: 300 },
    );
  });

  test('reads what is written as the full parser does', () => {
    fc.assert(
      fc.property(tree, text, (value, stream) => {
        isReadAlike(writeClixml([{ stream, value }]));
      }),
      { numRuns: 300 },
    );
  });

  test('accepts nothing in a damaged document that the full parser would refuse or read in another way', () => {
    fc.assert(fc.property(damagedDocument(['\r', "'", ';', '/', '='], 4), isReadAlike), { numRuns: 2000 });
  });

  test.each([
    ['line ends of a text', '<S>a\r\nb\rc</S>'],
    ['references', '<S N="&lt;&#x41;">&amp;&quot;&apos;&gt;&#65;&#x263A;&#10;</S>'],
    ['elements that close themselves', '<Nil /><Obj RefId="0"/><Ref RefId="0" />'],
    ['the greater-than sign', '<S N="a>b">c>d</S>'],
  ])('reads %s', (_name, body) => {
    expect(scanned(`<Objs>${body}</Objs>`)).toBeDefined();
    isReadAlike(`<Objs>${body}</Objs>`);
  });

  test.each([
    ['a comment', '<Objs><!-- --></Objs>'],
    ['CDATA', '<Objs><S><![CDATA[a]]></S></Objs>'],
    ['an instruction', '<Objs><?a?></Objs>'],
    ['a document type', '<!DOCTYPE Objs><Objs></Objs>'],
    ['quotes of the other kind', "<Objs><S N='a'>b</S></Objs>"],
    ['a tab in an attribute', '<Objs><S N="a\tb">b</S></Objs>'],
    ['an attribute that comes twice', '<Objs><S N="a" N="b">b</S></Objs>'],
    ['attributes that touch', '<Objs><Obj N="a"RefId="0"/></Objs>'],
    ['another attribute', '<Objs><S x="a">b</S></Objs>'],
    ['a less-than sign in an attribute', '<Objs><S N="a<b">b</S></Objs>'],
    ['an attribute that does not end', '<Objs><S N="a'],
    ['a blank at the end of a tag', '<Objs><S>a</S ></Objs>'],
    ['a name that begins with a digit', '<Objs><1S>a</1S></Objs>'],
    ['another end', '<Objs><S>a</I32></Objs>'],
    ['a longer end', '<Objs><S>a</SX></Objs>'],
    ['no end', '<Objs><S>a</S>'],
    ['an end too many', '<Objs></Objs></Objs>'],
    ['no element', '  '],
    ['text around', '<Objs></Objs>a'],
    ['a reference without its end', '<Objs><S>&amp</S></Objs>'],
    ['a reference to nothing', '<Objs><S>&nbsp;</S></Objs>'],
    ['a reference to half a pair', '<Objs><S>&#xD800;</S></Objs>'],
    ['a reference to a control character', '<Objs><S>&#1;</S></Objs>'],
    ['a control character', '<Objs><S>\u0001</S></Objs>'],
    ['what is not a character', '<Objs><S>\uffff</S></Objs>'],
    ['half a pair', '<Objs><S>\ud800</S></Objs>'],
    ['the end of CDATA', '<Objs><S>]]></S></Objs>'],
    ['what the builder refuses', '<Objs><I32>a</I32></Objs>'],
  ])('leaves %s to the full parser', (_name, document) => {
    expect(scanned(document)).toBeUndefined();
  });
});
