import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  char,
  type ClixmlInput,
  customObject,
  dateTime,
  decimal,
  decodeClixml,
  encodeClixml,
  enumValue,
  guid,
  int64,
  orderedDictionary,
  type PlainValue,
  psObject,
  timeSpan,
  toPlain,
  version,
} from '../../src/parsers/clixml.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { expectedPlain, input, text } from './clixml-arbitraries.js';

const COUNT = 1500;

/** PSSerializer reads these two units where they are escaped, but throws where it has to write them. */
function withoutNonCharacters(text: string): string {
  return text.replace(/[\ufffe\uffff]/g, '');
}

/** Data that the engine can also write. */
function engineData(value: ClixmlInput): ClixmlInput {
  if (typeof value === 'string') return withoutNonCharacters(value);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array || value instanceof Date) return value;
  if (isList(value)) return value.map(engineData);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [withoutNonCharacters(key), engineData(member)]))
    : value;
}

function isRecord(value: object): value is Readonly<Record<string, ClixmlInput>> {
  return Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;
}

function isList(value: object): value is readonly ClixmlInput[] {
  return Array.isArray(value);
}

/** Runs one script of the engine on one CLIXML file, and answers what it writes to another. */
async function runInEngine(script: string, clixml: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'phs-clixml-'));
  const file = join(folder, 'run.ps1');
  const source = join(folder, 'in.clixml');
  const result = join(folder, 'out.txt');
  try {
    const head =
      'param($source, $result)\n$value = [Management.Automation.PSSerializer]::Deserialize([IO.File]::ReadAllText($source))\n';
    await writeFile(file, `${head}[IO.File]::WriteAllText($result, (& {\n${script}\n}))`);
    await writeFile(source, clixml);
    await promisify(execFile)(requireEngine(), [
      '-NoLogo',
      '-NoProfile',
      '-NonInteractive',
      '-File',
      file,
      source,
      result,
    ]);
    return await readFile(result, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

function decodeOne(clixml: string): PlainValue {
  const [record] = decodeClixml(clixml);
  if (record === undefined) throw new Error('nothing was decoded');
  return toPlain(record.value);
}

describeWithEngine('CLIXML and the real PSSerializer', () => {
  test('values that we encode and the engine decodes and encodes come back the same', async () => {
    const values = fc.sample(input, { numRuns: COUNT, seed: 20_261_122 }).map(engineData);
    const answer = await runInEngine(
      '[Management.Automation.PSSerializer]::Serialize($value, 60)',
      encodeClixml(values),
    );
    expect(decodeOne(answer)).toEqual(values.map(expectedPlain));
  });

  test('strings that we encode are the same UTF-16 units in the engine', async () => {
    const values = fc.sample(text, { numRuns: COUNT, seed: 20_261_123 });
    const units = "($value | ForEach-Object { ($_.ToCharArray() | ForEach-Object { [int] $_ }) -join ',' }) -join ';'";
    expect(await runInEngine(units, encodeClixml(values))).toBe(
      values.map((value) => Array.from({ length: value.length }, (_, i) => value.charCodeAt(i)).join(',')).join(';'),
    );
  });

  test('strings and names that the engine encodes are the same here', async () => {
    const values = fc.sample(text, { numRuns: COUNT, seed: 20_261_124 }).map(withoutNonCharacters);
    const units = values.map((value) => Array.from({ length: value.length }, (_, i) => value.charCodeAt(i)));
    const script = `$made = [Collections.ArrayList]::new()
      foreach ($list in $value) {
        $string = -join [char[]] $list
        $object = [Management.Automation.PSObject]::new()
        $object.PSObject.Properties.Add([Management.Automation.PSNoteProperty]::new('n' + $string, $string))
        $null = $made.Add($object)
      }
      [Management.Automation.PSSerializer]::Serialize($made, 5)`;
    const answer = decodeOne(await runInEngine(script, encodeClixml(units)));
    expect(answer).toEqual(values.map((value) => ({ [`n${value}`]: value })));
  });

  test('every kind of value has the type that it is meant to have', async () => {
    const instant = new Date('2026-11-22T08:00:00.250Z');
    const rows: [ClixmlInput, string, string][] = [
      [true, 'System.Boolean', 'True'],
      [5, 'System.Int32', '5'],
      [2 ** 40, 'System.Int64', '1099511627776'],
      [0.5, 'System.Double', '0.5'],
      [2n ** 64n - 1n, 'System.UInt64', '18446744073709551615'],
      [int64(5), 'System.Int64', '5'],
      [decimal('1.10'), 'System.Decimal', '1.10'],
      [char('\ud83d'), 'System.Char', '\ud83d'],
      [guid('F5853FA8-a3d8-438c-bf94-723d3fef8934'), 'System.Guid', 'f5853fa8-a3d8-438c-bf94-723d3fef8934'],
      [version('1.1.880.0'), 'System.Version', '1.1.880.0'],
      [timeSpan(1_800_000.5), 'System.TimeSpan', '00:30:00.0005000'],
      [instant, 'System.DateTime', 'Utc 2026-11-22T08:00:00.2500000Z'],
      [dateTime(instant, 'unspecified'), 'System.DateTime', 'Unspecified 2026-11-22T08:00:00.2500000'],
      [Uint8Array.of(1, 2), 'System.Byte[]', '1 2'],
      [[1, 'a'], 'System.Collections.ArrayList', '1 a'],
      [{ a: 1 }, 'System.Collections.Hashtable', 'System.Collections.Hashtable'],
      [
        orderedDictionary([['a', 1]]),
        'System.Collections.Specialized.OrderedDictionary',
        'System.Collections.Specialized.OrderedDictionary',
      ],
      [enumValue('System.ConsoleColor', 'Red', 12), 'Deserialized.System.ConsoleColor', 'Red'],
      [psObject(['My.Type', 'System.Object'], { a: 1 }, 'shown'), 'Deserialized.My.Type', 'shown'],
      [customObject({ a: 1 }), 'Deserialized.System.Management.Automation.PSCustomObject', '@{a=1}'],
    ];
    const script = `$made = [Collections.ArrayList]::new()
      foreach ($item in $value) {
        $type = $item.PSObject.TypeNames[0] -replace '^Deserialized\\.(System\\.Collections\\.|System\\.Object\\[)', 'System.Collections.'
        if ($item -is [Collections.ArrayList]) { $type = 'System.Collections.ArrayList' }
        $shown = if ($item -is [datetime]) { [string] $item.Kind + ' ' + $item.ToString('o') } else { [string] $item }
        $null = $made.Add(@($type, $shown))
      }
      [Management.Automation.PSSerializer]::Serialize($made, 5)`;
    const answer = decodeOne(await runInEngine(script, encodeClixml(rows.map(([value]) => value))));
    expect(answer).toEqual(rows.map(([, type, shown]) => [type, shown]));
  });

  test('a null, an empty and a one-element array, a cycle and an enum of the engine arrive as such', async () => {
    const script = `$self = @{ name = 'self' }
      $self.self = $self
      $made = [ordered] @{ none = $null; empty = @(); one = @(1); color = [ConsoleColor]::Red
        ticks = [datetime]::new(621355968000000001, 'Utc'); span = [timespan]::MinValue; most = [long]::MaxValue
        tenth = [decimal]::Parse('1.10', [Globalization.CultureInfo]::InvariantCulture); self = $self }
      [Management.Automation.PSSerializer]::Serialize($made, 5)`;
    const [record] = decodeClixml(await runInEngine(script, encodeClixml(null)));
    if (record?.value.tag !== 'Obj' || record.value.content?.tag !== 'DCT') throw new Error('not a dictionary');
    const entries = record.value.content.entries.map(({ key, value }) => [toPlain(key), value] as const);
    const plain = entries.filter(([name]) => name !== 'self').map(([name, value]) => [name, toPlain(value)]);
    expect(plain).toEqual([
      ['none', null],
      ['empty', []],
      ['one', [1]],
      ['color', 'Red'],
      ['ticks', '1970-01-01T00:00:00.0000001Z'],
      ['span', '-P10675199DT2H48M5.4775808S'],
      ['most', 9223372036854775807n],
      ['tenth', '1.10'],
    ]);
    const self = entries.find(([name]) => name === 'self')?.[1];
    if (self?.tag !== 'Obj' || self.content?.tag !== 'DCT') throw new Error('not a dictionary');
    expect(self.content.entries.map(({ value }) => value === self)).toContain(true);
  });
});
