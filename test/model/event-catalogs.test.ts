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
import type { EventIdentity } from '../../src/model/event-meaning.js';
import { logStatuses } from '../../src/model/log-statuses.js';
import { rpcCodes } from '../../src/model/rpc-codes.js';

const remedies = [
  ...eventCatalog.map(({ remedy }) => remedy),
  ...[...rpcCodes.values()].map(({ remedy }) => remedy),
  ...[...entraCodes.values()].map(({ remedy }) => remedy),
  ...[...logStatuses.values()].map(({ remedy }) => remedy),
];

const root = join(import.meta.dirname, '..', '..');
const chapterOfEvents =
  readFileSync(join(root, 'docs', 'facts.md'), 'utf8')
    .split(/^(?=## )/m)
    .find((text) => text.startsWith('## 3. ')) ?? '';

/** The ids in the first and the third column of the table of facts 3.1: `601`, `617/618`. */
function eventIdsOfTable(chapter: string): readonly number[] {
  return [...chapter.matchAll(/^\| (\d{3}[/\d]*) +\|[^|]*\| (\d{3}[/\d]*)? *\|/gm)].flatMap(
    ([, left = '', right = '']) =>
      `${left}/${right}`
        .split('/')
        .filter((id) => id !== '')
        .map(Number),
  );
}

/** A record of an id, from the usual source unless the test says otherwise. */
function record(eventId: number, more: Partial<EventIdentity> = {}): EventIdentity {
  return { eventId, source: 'Directory Synchronization', entryType: 'Information', message: '', ...more };
}

describe('the catalogue of events', () => {
  test('has every id of the table of facts 3.1, and no id of PHS that chapter 3 does not name', () => {
    const listed = eventIdsOfTable(chapterOfEvents);

    expect(listed.length).toBeGreaterThan(40);
    expect(listed.filter((id) => !passwordHashSyncEventIds.includes(id))).toEqual([]);
    expect(passwordHashSyncEventIds.filter((id) => !new RegExp(`\\b${id}\\b`).test(chapterOfEvents))).toEqual([]);
    expect(chapterOfEvents).not.toMatch(/\b669\b/);
  });

  test('has each meaning once; id 0 twice', () => {
    expect(eventCatalog.filter(({ eventId }) => eventId === 0)).toHaveLength(2);
    const distinctions = eventCatalog.map(({ eventId, source, entryType, wording }) =>
      JSON.stringify([eventId, source, entryType, wording?.description]),
    );
    expect(distinctions.filter((text, index) => distinctions.indexOf(text) !== index)).toEqual([]);
  });

  test('weighs exactly the ids that the page of PHS303 lists', () => {
    const page = readFileSync(join(root, 'docs', 'checks', 'PHS303.md'), 'utf8');
    const listed = /^The events ([^]*?), by connector;/m.exec(page)?.[1]?.match(/\b\d{1,4}\b/g) ?? [];

    expect(problemEventIds).toEqual(listed.map(Number));
    expect(problemEventIds).toEqual(expect.arrayContaining([0, 611, 652, 6900]));
    expect(eventCatalog.filter(({ kind, severity }) => (kind === 'problem') !== (severity !== 'none'))).toEqual([]);
  });

  test('knows the signs of life', () => {
    const signs = eventCatalog.filter(({ signOfLife }) => signOfLife).map(({ eventId }) => eventId);

    expect(signs).toEqual([650, 651, 653, 654, 656, 657, 663]);
  });

  test('tells the two kinds of id 0 apart by the entry type, and knows no id that does not exist', () => {
    expect(eventMeaning(record(0, { entryType: 'Error' }))?.severity).toBe('fail');
    expect(eventMeaning(record(0, { entryType: 'Information' }))?.severity).toBe('warn');
    expect(eventMeaning(record(611, { entryType: 'Error' }))).toBe(eventMeanings(611)[0]);
    expect(eventMeaning(record(4711))).toBeUndefined();
  });

  test('tells the meanings of one id apart by the source of the record', () => {
    expect(eventMeaning(record(2001, { source: 'ADSync' }))?.name).toBe('service started');
    expect(eventMeaning(record(2001, { source: 'FIMSynchronizationService' }))?.name).toBe('service started');
    expect(eventMeaning(record(2001))?.name).toBe("telemetry of Microsoft's diagnostics");
    expect(eventMeaning(record(2212))?.name).toBe("telemetry of Microsoft's diagnostics");
    expect(eventMeaning(record(2001, { source: 'SomeProgram' }))).toBeUndefined();
    expect(eventMeaning(record(611, { source: 'ADSync' }))).toBeUndefined();
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

describe('events that are not what their number suggests', () => {
  test.each([
    [6329, 'ADSync', 'password writeback'],
    [33001, 'PasswordResetService', 'password writeback'],
    [33008, 'PasswordResetService', 'password writeback'],
    [33009, 'PasswordResetService', 'password writeback'],
    [33999, 'PasswordResetService', 'password writeback'],
    [32002, 'PasswordResetService', 'password writeback'],
    [31044, 'PasswordResetService', 'password writeback'],
  ])('%i of %s is %s, and takes no part in a verdict', (eventId, source, name) => {
    expect(eventMeaning(record(eventId, { source }))).toMatchObject({
      name,
      passwordHashSync: false,
      severity: 'none',
    });
    expect(passwordHashSyncEventIds).not.toContain(eventId);
  });

  test('620 is filtering, which is normal', () => {
    expect(eventMeaning(record(620))).toMatchObject({ kind: 'full-sync', severity: 'none' });
  });

  test('6920 and 6944 say that nothing runs, advise a restart and no full sync', () => {
    for (const eventId of [6920, 6944]) {
      const meaning = eventMeaning(record(eventId, { source: 'ADSync' }));
      expect(meaning).toMatchObject({ kind: 'problem', severity: 'fail', passwordHashSync: true });
      expect(meaning?.remedy.text).toMatch(/restart the ADSync service.*full sync.* does not help/);
      expect(meaning?.remedy.commands).toContain('Restart-Service ADSync');
    }
  });

  test('667 says what the edited file does to upgrades, and according to whom', () => {
    expect(eventMeaning(record(667))?.remedy.text).toMatch(
      /according to reports of February and July 2026.*2\.6\.1\.0 .*binding redirect.*2\.6\.3\.0 skips.*2\.6\.84\.0 and later keep/,
    );
  });

  test('660 and 661 say since when there is no self-healing, and according to whom', () => {
    for (const eventId of [660, 661]) {
      expect(eventMeaning(record(eventId))?.meaning).toMatch(/From build 2\.6\.84\.0 on .*according to .*2026-07-17/);
    }
  });
});

describe('the codes of replication', () => {
  test('are those of the map, each with a category and a remedy with commands', () => {
    expect([...rpcCodes.keys()]).toEqual([
      5, 6, 14, 1127, 1130, 1326, 1327, 1330, 1331, 1396, 1450, 1722, 1723, 1726, 1727, 1728, 1753, 1818, 1825, 1909,
      8333, 8420, 8439, 8446, 8451, 8453, 8456, 8465, 8593,
    ]);
    expect([...rpcCodes.values()].filter(({ remedy }) => remedy.commands.length === 0)).toEqual([]);
    const codesOf = (wanted: string): readonly number[] =>
      [...rpcCodes.values()].flatMap(({ code, category }) => (category === wanted ? [code] : []));
    expect(codesOf('permission')).toEqual([8453]);
    expect(codesOf('credentials')).toEqual([1326, 1327, 1330, 1331, 1825, 1909]);
    expect(codesOf('policy')).toEqual([5]);
    expect(codesOf('resources')).toEqual([14, 1127, 1130, 1450]);
  });
});

test('the codes of the provisioning service are those of the service, each with a meaning and a remedy', () => {
  expect([...entraCodes.keys()]).toEqual([6, 7, 15, 35, 38, 67, 68, 81, 90, 92, 98, 99, 106, 110, 115]);
  expect([...entraCodes.values()].filter(({ isTransient }) => isTransient).map(({ code }) => code)).toEqual([68, 81]);
  for (const { name, meaning, remedy } of entraCodes.values()) {
    expect([name, meaning, remedy.text]).toEqual([
      expect.stringMatching(/^[A-Z]\w+$/),
      expect.stringMatching(/^[A-Z].*\.$/),
      expect.stringMatching(/\.$/),
    ]);
  }
});

test('the statuses of the password sync log are the ten of the page and the one that only the module has', () => {
  expect([...logStatuses.keys()]).toEqual([
    'Success',
    'FilteredByTarget',
    'NoTargetConnection',
    'SourceConnectorNotPresent',
    'TargetNotExportedToDirectory',
    'MigratedCheckDetailsForMoreInfo',
    'Error',
    'Unknown',
    'NoCodeReportedByTarget',
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
