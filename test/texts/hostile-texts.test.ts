import { describe, expect, test } from '@jest/globals';
import { longTextIn } from '../../src/base/long-text.js';
import { countAtEnd, stripEnd } from '../../src/base/strip-end.js';
import { textLimits } from '../../src/base/text-limits.js';
import { inTurns } from '../../src/base/turns.js';
import { decodeClixml } from '../../src/parsers/clixml.js';
import { parseDn } from '../../src/parsers/dn.js';
import { parseEvent } from '../../src/parsers/event.js';
import { parseEventPlace } from '../../src/parsers/event-message.js';
import { readForestInfo } from '../../src/parsers/forest-info.js';
import { NameReader } from '../../src/parsers/name-lines.js';
import { parseSecurityDescriptor } from '../../src/parsers/security-descriptor.js';
import { getPhsEvent } from '../../src/scripts/get-phs-event.js';
import { checkRows } from '../../src/ps/pages.js';

const length = 100_000;

/** Time of the processor, which does not grow when other programs keep it busy. */
function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

const event = {
  recordId: 1,
  eventId: 650,
  source: 'Directory Synchronization',
  entryType: 'Information',
  generatedAt: '2026-11-29T06:00:00Z',
  message: '',
};
const connectors = [{ identifier: 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d', name: 'contoso.com' }];
const eventIds = [0, 115, 611, 617, 618, 619, 620, 621, 622, 623, 650, 651, 652, 653, 654, 655, 656, 657, 6329, 6900];
const marks = [
  'for domain: ',
  'Error Code: ',
  '<forest-info>',
  'Anchor : a, Dn : ',
  'Details: ',
  'DN=',
  '--->',
  ', Dn :',
];
const pumps = [
  '.',
  ' ',
  '\t',
  '\n',
  '\\',
  '0',
  ';',
  '<',
  '(',
  '"',
  'a',
  ', Dn :',
  '<forest-info>',
  'for domain:',
  '--->',
];
const texts = pumps.flatMap((pump) => ['', ...marks].map((mark) => mark + pump.repeat(length / pump.length)));

describe('hostile texts are read in less than a second each', () => {
  test.each(eventIds)('event %i', (eventId) => {
    const slow = texts.filter(
      (message) => processorMs(() => parseEvent({ ...event, eventId, message }, connectors)) > 1_000,
    );

    expect(slow.map((text) => text.slice(0, 40))).toEqual([]);
  });

  test.each([
    ['security descriptors', parseSecurityDescriptor],
    ['distinguished names', parseDn],
    ['blocks of events', readForestInfo],
    ['lines of names', (text: string) => new NameReader().push(text)],
  ])('%s', (_, read) => {
    const slow = [
      ...texts,
      `D:${' '.repeat(length)}`,
      `O:BA${' '.repeat(length)}`,
      `D:${'(A;;;;;'.repeat(length / 7)}`,
    ].filter((text) => processorMs(() => read(text)) > 1_000);

    expect(slow.map((text) => text.slice(0, 40))).toEqual([]);
  });
});

describe('what is cut off', () => {
  test('is nothing of a real text', () => {
    expect(stripEnd('contoso.com...', '.')).toBe('contoso.com');
    expect(stripEnd('contoso.com', '.')).toBe('contoso.com');
    expect(stripEnd('....', '.')).toBe('');
    expect(countAtEnd('a\\\\', '\\')).toBe(2);
    expect(parseEventPlace('Failed for domain: contoso.com, domain controller x', []).domain).toBe('contoso.com');
    expect(parseEventPlace('Failed for domain: Contoso.com. Details: x', []).domain).toBe('Contoso.com');
    expect(parseSecurityDescriptor('  O:BA G:SY D:AI(A;;CR;;;S-1-5-21-1)')).toMatchObject({ ok: true });
    expect(parseSecurityDescriptor('O:BAG:BAD:(A;;CR;;;S-1-5-21-1) S:(AU;;;;;WD)')).toMatchObject({ ok: true });
  });

  test('is a name after 255 characters, as long as DNS allows', () => {
    expect(parseEventPlace(`Failed for domain: ${'a'.repeat(1_000)}`, []).domain).toHaveLength(255);
  });
});

describe('texts that are longer than allowed', () => {
  test('are refused with their place, also in deep values', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}"abcdef"${']'.repeat(200_000)}`) as unknown;

    expect(longTextIn({ rows: [{ message: 'abc' }, { message: 'abcdef' }] }, 5)).toBe('rows.1.message');
    expect(longTextIn({ rows: [{ message: 'abcde' }] }, 5)).toBeUndefined();
    expect(longTextIn(deep, 6)).toMatch(/^(0\.)+0$/);
    expect(longTextIn([[[['abcdef']]]], 6)).toBeUndefined();
    expect(longTextIn({ rows: new Array(1_000_001).fill(1) }, 6)).toBe('rows.*');
    expect(longTextIn({ rows: new Array(900_000).fill(1) }, 6)).toBeUndefined();
  });

  test('are refused as the text of an event', () => {
    const message = 'x'.repeat(textLimits.eventMessage);

    expect(checkRows(getPhsEvent, [{ ...event, message }])).toHaveLength(1);
    expect(() => checkRows(getPhsEvent, [{ ...event, message: `${message}x` }])).toThrow(/at "message"/);
  });
});

describe('CLIXML', () => {
  const document = (body: string): string =>
    `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${body}</Objs>`;

  test.each([
    ['deep', document(`${'<Obj RefId="0"><LST>'.repeat(100_000)}${'</LST></Obj>'.repeat(100_000)}`)],
    [
      'with entities that grow',
      `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(100)}"><!ENTITY c "&b;&b;&b;">]>${document('<S>&c;</S>')}`,
    ],
  ])('that is %s is refused', (_, text) => {
    expect(() => decodeClixml(text)).toThrow();
  });

  test('that is wide is read', () => {
    expect(decodeClixml(document('<I32>1</I32>'.repeat(200_000)))).toHaveLength(200_000);
  });
});

describe('long work', () => {
  function* steps(state: { done: number; cleaned: boolean }): Generator<undefined, string> {
    try {
      for (; state.done < 1_000; state.done += 1) {
        const until = performance.now() + 5;
        while (performance.now() < until);
        yield;
      }
      return 'whole';
    } finally {
      state.cleaned = true;
    }
  }

  test('ends on a signal that comes meanwhile, and cleans up', async () => {
    const interrupt = new AbortController();
    const state = { done: 0, cleaned: false };
    setTimeout(() => {
      interrupt.abort();
    }, 10);

    await expect(inTurns(steps(state), interrupt.signal)).rejects.toThrow('Interrupted.');
    expect(state).toMatchObject({ cleaned: true });
    expect(state.done).toBeLessThan(1_000);
  });

  test('is done without a signal', async () => {
    await expect(inTurns(steps({ done: 990, cleaned: false }), new AbortController().signal)).resolves.toBe('whole');
  });
});
