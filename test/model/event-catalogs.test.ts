import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fillRemedy } from '../../src/model/fill-remedy.js';
import { eventsPage } from '../../src/views/events-page.js';
import { entraCodes } from '../../src/model/entra-codes.js';
import {
  eventCatalog,
  eventMeaning,
  eventMeanings,
  passwordHashSyncEventIds,
  problemEventIds,
} from '../../src/model/event-catalog.js';
import { logStatuses } from '../../src/model/log-statuses.js';
import { rpcCodes, rpcCodesOf } from '../../src/model/rpc-codes.js';

const remedies = [
  ...eventCatalog.map(({ remedy }) => remedy),
  ...[...rpcCodes.values()].map(({ remedy }) => remedy),
  ...[...entraCodes.values()].map(({ remedy }) => remedy),
  ...[...logStatuses.values()].map(({ remedy }) => remedy),
];

describe('the catalogue of events', () => {
  test('has every id of the PHS table and those beside it, each once; id 0 twice', () => {
    const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

    expect(passwordHashSyncEventIds).toEqual([0, 115, ...range(601, 623), ...range(650, 668), 6329, 6900]);
    expect(eventCatalog.filter(({ eventId }) => eventId === 0)).toHaveLength(2);
    expect(new Set(eventCatalog.map(({ eventId }) => eventId)).size).toBe(eventCatalog.length - 1);
  });

  test('weighs exactly the ids that report a problem', () => {
    expect(problemEventIds).toEqual([
      0, 115, 603, 604, 605, 607, 610, 611, 612, 615, 616, 620, 621, 652, 655, 662, 664, 665, 666, 667, 6329, 6900,
    ]);
    expect(eventCatalog.filter(({ kind, severity }) => (kind === 'problem') !== (severity !== 'none'))).toEqual([]);
  });

  test('knows the signs of life', () => {
    const signs = eventCatalog.filter(({ signOfLife }) => signOfLife).map(({ eventId }) => eventId);

    expect(signs).toEqual([650, 651, 653, 654, 656, 657, 663]);
  });

  test('tells the two kinds of id 0 apart by the entry type, and knows no id that does not exist', () => {
    expect(eventMeaning(0, 'Error')?.severity).toBe('fail');
    expect(eventMeaning(0, 'Information')?.severity).toBe('warn');
    expect(eventMeaning(611, 'Error')).toBe(eventMeanings(611)[0]);
    expect(eventMeaning(4711, 'Error')).toBeUndefined();
  });

  test('explains every entry in sentences and says what to do', () => {
    for (const { eventId, meaning, name, remedy } of eventCatalog) {
      expect({ eventId, fits: /^[A-Z].*[.)]$/.test(meaning) && name !== '' && /[.]$/.test(remedy.text) }).toEqual({
        eventId,
        fits: true,
      });
    }
  });
});

describe('the codes of replication', () => {
  test('are those of the map, each with a category and a remedy with commands', () => {
    expect([...rpcCodes.keys()]).toEqual([
      5, 1326, 1331, 1722, 1723, 1726, 1727, 1728, 1753, 1818, 1825, 8333, 8420, 8439, 8446, 8451, 8453, 8456, 8465,
      8593,
    ]);
    expect([...rpcCodes.values()].filter(({ remedy }) => remedy.commands.length === 0)).toEqual([]);
    expect(rpcCodesOf('permission').map(({ code }) => code)).toEqual([8453]);
    expect(rpcCodesOf('credentials').map(({ code }) => code)).toEqual([5, 1326, 1331, 1825]);
  });
});

test('the statuses of the password sync log are the ten of the page', () => {
  expect([...logStatuses.keys()]).toEqual([
    'Success',
    'FilteredByTarget',
    'NoTargetConnection',
    'SourceConnectorNotPresent',
    'TargetNotExportedToDirectory',
    'MigratedCheckDetailsForMoreInfo',
    'Error',
    'Unknown',
    'MissingAttribute',
    'RetryRequestedByTarget',
  ]);
  expect([...logStatuses.values()].filter(({ outcome }) => outcome === 'synchronized')).toHaveLength(1);
});

describe('places in remedies', () => {
  const places = /<(account|account domain|connector|domain|domains)>/g;

  test('stand inside single quotes in commands, so that a value cannot become code', () => {
    const outside = remedies
      .flatMap(({ commands }) => commands)
      .filter((command) => places.test(command.replace(/'[^']*'/g, '')));

    expect(outside).toEqual([]);
  });

  test('are filled with quotes doubled in commands, and as they are in text', () => {
    const remedy = { text: 'Look at <account>.', commands: ["Get-ADUser '<account>'", "Get-X '<domain>'"] };

    expect(fillRemedy(remedy, { account: "O'Brien\u2019s" })).toEqual({
      text: "Look at O'Brien\u2019s.",
      commands: ["Get-ADUser 'O''Brien\u2019\u2019s'", "Get-X '<domain>'"],
    });
  });

  test('take a value literally, whatever a replacement pattern means', () => {
    expect(fillRemedy({ text: '<domain>', commands: [] }, { domain: "$&$'" }).text).toBe("$&$'");
  });
});

test('docs/events.md is what the catalogues say (npm run schema)', () => {
  expect(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'events.md'), 'utf8')).toBe(eventsPage());
});
