import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ClixmlError, decodeClixml, encodeClixml, toPlain, writeClixml } from '../../src/parsers/clixml.js';
import { damagedDocument, expectedPlain, input, text, tree } from './clixml-arbitraries.js';
import { describeRecords } from './describe-clixml.js';

/** The numbers of references are the writer's own. */
function withoutRefIds(description: unknown): unknown {
  return JSON.parse(JSON.stringify(description, (name, value: unknown) => (name === 'refId' ? undefined : value)));
}

describe('CLIXML of generated values', () => {
  test('data that is encoded and decoded is the same data', () => {
    fc.assert(
      fc.property(input, (value) => {
        const records = decodeClixml(encodeClixml(value));
        expect(records.map((record) => toPlain(record.value))).toEqual([expectedPlain(value)]);
      }),
      { numRuns: 500 },
    );
  });

  test('a tree that is written and read is the same tree', () => {
    fc.assert(
      fc.property(tree, text, (value, stream) => {
        const records = [{ stream, value }];
        const read = decodeClixml(writeClixml(records));
        expect(withoutRefIds(describeRecords(read))).toEqual(withoutRefIds(describeRecords(records)));
      }),
      { numRuns: 500 },
    );
  });

  test('a tree that shares objects and contains itself is written with references', () => {
    const [record] = decodeClixml(
      '<Objs><Obj RefId="x"><LST><Obj RefId="y"><ToString>y</ToString></Obj><Ref RefId="y"/><Ref RefId="x"/></LST></Obj></Objs>',
    );
    if (record === undefined) throw new Error('nothing was decoded');
    const [again] = decodeClixml(writeClixml([record]));
    if (again?.value.tag !== 'Obj' || again.value.content?.tag !== 'LST') throw new Error('not a list');
    const [first, second, self] = again.value.content.items;
    expect(first === second && self === again.value).toBe(true);
  });

  test('a damaged document is read, or refused with a place in it, and nothing else happens', () => {
    fc.assert(
      fc.property(damagedDocument(['<Ref RefId="0"/>', 'x'], 20), (damaged) => {
        try {
          decodeClixml(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(ClixmlError);
          expect(error).toMatchObject({ line: 1 });
          if (error instanceof ClixmlError) expect(error.column).toBeLessThanOrEqual(damaged.length + 1);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
