import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseReference } from '../../src/command-steps/object-references.js';
import { readNames } from '../../src/command-steps/read-names.js';
import type { NameLine } from '../../src/parsers/name-lines.js';
import { longestRecord, NameReader, splitCsv } from '../../src/parsers/name-lines.js';
import { badInputs } from '../support/bad-input.js';
import { growth, linear } from '../support/growth.js';

const anna = 'CN=Anna Adams,OU=Staff,DC=contoso,DC=com';
const bob = 'CN=Bob\\, B,OU=Staff,DC=contoso,DC=com';

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

async function read(text: string | Uint8Array, size = 7): Promise<NameLine[]> {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  const names: NameLine[] = [];
  for await (const name of readNames(chunked(bytes, size))) {
    names.push(name);
  }
  return names;
}

const textsOf = (names: readonly NameLine[]): string[] => names.map(({ text }) => text);

describe('a file of names', () => {
  test('has one DN per line; comments and blank lines are left out, and lines are counted all the same', async () => {
    const names = await read(`# users\r\n\r\n${anna}\r\n   \r\n  # more\r\n  ${bob}  `);

    expect(names).toEqual([
      { line: 3, text: anna },
      { line: 6, text: bob },
    ]);
  });

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('may end its lines with %s, in chunks of any size', async (_name, end) => {
    for (const size of [1, 2, 3, 1000]) {
      expect(textsOf(await read(`${anna}${end}${bob}${end}`, size))).toEqual([anna, bob]);
    }
  });

  test.each([
    ['UTF-8', Buffer.from(`\ufeffCN=Jürgen 山田,DC=c\r\n${bob}\r\n`, 'utf8')],
    [
      'UTF-16 little endian, as Windows PowerShell writes it',
      Buffer.from(`\ufeffCN=Jürgen 山田,DC=c\r\n${bob}\r\n`, 'utf16le'),
    ],
    ['UTF-16 big endian', Buffer.from(`\ufeffCN=Jürgen 山田,DC=c\r\n${bob}\r\n`, 'utf16le').swap16()],
  ])('may begin with the byte order mark of %s', async (_name, bytes) => {
    for (const size of [1, 5, 1000]) {
      expect(textsOf(await read(bytes, size))).toEqual(['CN=Jürgen 山田,DC=c', bob]);
    }
  });

  test('in an encoding of old is told line by line; only the name itself must be UTF-8', async () => {
    const problem = 'The line is not UTF-8 text: save the file as UTF-8.';
    const old = (text: string): Uint8Array => Buffer.from(text, 'latin1');

    expect(await read(old(`CN=Jürgen,DC=c\n${anna}\n`))).toEqual([
      { line: 1, text: 'CN=J\ufffdrgen,DC=c', problem },
      { line: 2, text: anna },
    ]);
    expect(await read(old('name,dn\nJürgen,"CN=a,DC=c"\nJ,"CN=ü,DC=c"\n'))).toEqual([
      { line: 2, text: 'CN=a,DC=c', kind: 'dn' },
      { line: 3, text: 'CN=\ufffd,DC=c', problem },
    ]);
  });

  test('may be empty', async () => {
    expect(await read('')).toEqual([]);
    expect(await read('\ufeff')).toEqual([]);
    expect(await read('x')).toEqual([{ line: 1, text: 'x' }]);
  });

  test('may be what Export-Csv writes', async () => {
    const text = `#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n"Name","DistinguishedName","Enabled"\r\n"Anna","${anna}","True"\r\n"Bob, B","${bob}","False"\r\n`;

    expect(await read(text)).toEqual([
      { line: 3, text: anna, kind: 'dn' },
      { line: 4, text: bob, kind: 'dn' },
    ]);
  });

  test('may be DNs without quotation marks under one heading; beside others a comma too many is an error', async () => {
    expect(await read(`DN\n${anna}\n"${bob}"\n`)).toEqual([
      { line: 2, text: anna, kind: 'dn' },
      { line: 3, text: bob, kind: 'dn' },
    ]);
    expect(await read(`DN,Enabled\nCN=a,DC=b,True\n"CN=a,DC=b",True,\n`)).toEqual([
      {
        ...{ line: 2, text: 'CN=a,DC=b,True' },
        problem: 'The record has 3 values and the heading 2: put values with "," in quotation marks.',
      },
      { line: 3, text: 'CN=a,DC=b', kind: 'dn' },
    ]);
  });

  test.each([
    ['UPN', 'upn', 'anna@contoso.com'],
    ['UserPrincipalName', 'upn', 'anna@contoso.com'],
    ['sAMAccountName', 'sam', 'anna'],
    ['Distinguished Name', 'dn', 'CN=a'],
    ['ObjectGUID', 'guid', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
  ])('may have a column %s instead', async (column, kind, text) => {
    expect(await read(`Name,${column}\nAnna,${text}\n`)).toEqual([{ line: 2, text, kind }]);
  });

  test('with several columns is read by the first that is filled, record by record: DN, objectGUID, UPN, sAMAccountName', async () => {
    const text = [
      'sAMAccountName;UPN;objectGUID;DN',
      `a;a@b.c;6f9619ff-8b86-d011-b42d-00c04fc964ff;${anna}`,
      'b;b@b.c;6f9619ff-8b86-d011-b42d-00c04fc964ff;',
      'c;c@b.c;;',
      'd; ;;""',
      'e',
    ];

    expect(await read(text.join('\n'))).toEqual([
      { line: 2, text: anna, kind: 'dn' },
      { line: 3, text: '6f9619ff-8b86-d011-b42d-00c04fc964ff', kind: 'guid' },
      { line: 4, text: 'c@b.c', kind: 'upn' },
      { line: 5, text: 'd', kind: 'sam' },
      { line: 6, text: 'e', kind: 'sam' },
    ]);
  });

  test.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('may be CSV with %s and a column DN', async (_name, delimiter) => {
    const text = [
      ['name', 'DN'],
      ['Anna', `"${anna}"`],
      ['Bob', bob],
    ]
      .map((row) => row.join(delimiter))
      .join('\n');

    expect(textsOf(await read(text))).toEqual([anna, bob]);
  });

  test('keeps line ends and doubled quotation marks of a quoted field', async () => {
    expect(await read('dn,name\n"CN=a ""b""\nc,DC=c",x\n"CN=d,DC=c",y')).toEqual([
      { line: 2, text: 'CN=a "b"\nc,DC=c', kind: 'dn' },
      { line: 4, text: 'CN=d,DC=c', kind: 'dn' },
    ]);
  });

  test('may be NDJSON with the same names as properties; a line that is none is an error of its own', async () => {
    const names = await read(
      `{"dn":"${anna}","outcome":"failed"}\n{"name":"x"}\n{"dn":\n{"DN":null,"sAMAccountName":"\\u00c4nn"}\n[1]\n`,
    );

    expect(names).toEqual([
      { line: 1, text: anna, kind: 'dn' },
      {
        line: 2,
        text: '{"name":"x"}',
        problem: 'The object has no text in a property dn, objectGUID, upn or sam.',
        namesNobody: true,
      },
      { line: 3, text: '{"dn":', problem: 'The line is not a JSON object.' },
      { line: 4, text: 'Änn', kind: 'sam' },
      { line: 5, text: '[1]', problem: 'The line is not a JSON object.' },
    ]);
  });

  test('a record with no column filled names nobody, and the next one is read', async () => {
    const names = await read('name,dn,UPN\nAnna\nBob,"CN=b,DC=c"\nCarl,, \n');

    expect(names).toEqual([
      { line: 2, text: 'Anna', problem: 'The record has no value in the columns dn, UPN.', namesNobody: true },
      { line: 3, text: 'CN=b,DC=c', kind: 'dn' },
      { line: 4, text: 'Carl,, ', problem: 'The record has no value in the columns dn, UPN.', namesNobody: true },
    ]);
    expect(await read('dn,x\n,y')).toMatchObject([{ problem: 'The record has no value in the column dn.' }]);
  });

  test('a quotation mark that is never closed is an error that names its lines', async () => {
    const [only] = await read('dn\n"CN=a,DC=c\nCN=b,DC=c\n');

    expect(only).toMatchObject({ line: 2, problem: expect.stringContaining('Lines 2 to 3') });
  });

  test('a line that is too long is an error, is not kept, and the next one is read', async () => {
    const names = await read(`${anna}\n${'x'.repeat(longestRecord * 3)}\n${bob}\n`, 10_000);

    expect(names.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(names[1]).toMatchObject({ problem: expect.stringContaining('longer than') });
    expect(names[1]?.text.length).toBeLessThan(1_000);
    expect(names[2]).toEqual({ line: 3, text: bob });
  });

  test('the space of an escape at the end of a line stays', async () => {
    expect(textsOf(await read('CN=a,OU=b\\   \nCN=c  \n'))).toEqual(['CN=a,OU=b\\ ', 'CN=c']);
  });

  test('a GUID names an object by its GUID', () => {
    expect(parseReference('<GUID=6F9619FF-8b86-d011-b42d-00c04fc964ff>')).toEqual({
      kind: 'guid',
      text: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    });
    expect(parseReference(anna)).toEqual({ kind: 'dn', text: anna });
  });
});

const oneLine = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((text) => !/[\r\n\ufeff\ud800-\udfff]/.test(text));

describe('any text', () => {
  test('written as quoted CSV comes back, in chunks of any size', async () => {
    const name = fc.tuple(oneLine, oneLine).map(([a, b]) => `CN=${a.trim()}x${b.trim()}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(name, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), async (names, size) => {
        const quoted = names.map((text) => `"${text.replaceAll('"', '""')}",y`);
        expect(textsOf(await read(['DistinguishedName,other', ...quoted].join('\r\n'), size))).toEqual(names);
      }),
      { numRuns: 200 },
    );
  });

  test('fields joined by commas are split again', () => {
    fc.assert(
      fc.property(fc.array(oneLine, { minLength: 1, maxLength: 5 }), (fields) => {
        const record = fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
        expect(splitCsv(record, ',')).toEqual(fields);
      }),
    );
  });

  test('never raises, and every line is answered at most once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 20 }), async (bytes, size) => {
        const lines = (await read(bytes, size)).map(({ line }) => line);
        expect(new Set(lines).size).toBe(lines.length);
      }),
      { numRuns: 300 },
    );
  });

  test.each(badInputs.map((text, index) => [index, text] as const))(
    'of the corpus (%i) is read in linear time',
    async (_index, text) => {
      for (const start of ['', 'dn,x\n"', `dn,x\n${text}\n`]) {
        expect(await growth((count) => read(start + text.repeat(count), 65_536), 2)).toBeLessThan(linear);
      }
    },
  );
});

test('a flood of unclosed records is bounded', async () => {
  const flood = (count: number): number => {
    const reader = new NameReader();
    reader.push('dn,x');
    let problems = 0;
    for (let index = 0; index < count; index += 1) {
      problems += reader.push(index % 2 === 0 ? '"a' : 'b').length;
    }
    return problems;
  };

  expect(flood(50_000)).toBeGreaterThan(0);
  expect(await growth(flood, 20_000)).toBeLessThan(linear);
});
