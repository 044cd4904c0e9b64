import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSimulatedServer, TIME_ZONE_FILE } from '../../src/simulator/create-server.js';
import { formatEventFile, type SimulatedEvent } from '../../src/simulator/events.js';
import { describeWithEngine } from '../support/engine.js';
import { rowsFromEngine } from './run-script.js';

const MS_PER_MINUTE = 60_000;
const now = new Date(Math.floor(Date.now() / 1000) * 1000);
const SOURCE = 'Directory Synchronization';

function event(
  minutesAgo: number,
  instanceId: number,
  source: string,
  more: Partial<SimulatedEvent> = {},
): SimulatedEvent {
  const at = new Date(now.getTime() - minutesAgo * MS_PER_MINUTE);
  return { at, instanceId, source, entryType: 'Information', category: 0, message: `${source} ${instanceId}`, ...more };
}

/** Indexes 1 to 8, oldest first. */
const LOG = [
  event(600, 654, SOURCE, { message: 'old heartbeat' }),
  event(500, 326, 'ESENT'),
  event(400, 1_073_758_208, 'Microsoft-Windows-Security-SPP'),
  event(200, 611, SOURCE, { entryType: 'Error', message: 'line one\nline two\r\n\ta \\n b' }),
  event(100, 654, 'BackupAgent', { entryType: 'Warning' }),
  event(60, 651, SOURCE),
  event(30, 651, SOURCE, { message: 'second batch' }),
  event(1, 1000, 'Application Error', { entryType: 'Error', category: 100 }),
];

/** Every question is asked in one engine; answers by name. */
const QUESTIONS: Record<string, string> = {
  all: '',
  newest: '-Newest 3',
  none: '-Newest 0',
  'by id': '-InstanceId 654',
  'by ids': '-InstanceId 611, 651',
  'by a wildcard in another case': "-Source 'directory SYNC*'",
  'by several sources': `-Source ESENT, '${SOURCE}' -InstanceId 326, 611`,
  'by entry type': '-EntryType error, warning',
  'by message': "-Message '*BATCH'",
  'by index': '-Index 2, 7',
  after: "-Source 'Directory Synchronization' -After ([datetime]::Now.AddMinutes(-70))",
  before: "-Source 'Directory Synchronization' -Before ([datetime]::Now.AddMinutes(-300))",
  between: '-After ([datetime]::Now.AddMinutes(-250)) -Before ([datetime]::Now.AddMinutes(-50))',
  'after later than before': '-After ([datetime]::Now.AddMinutes(-50)) -Before ([datetime]::Now.AddMinutes(-450))',
  'no such id': '-InstanceId 999',
  'no such id, with a date': '-InstanceId 999 -After ([datetime]::Now.AddMinutes(-70))',
  'an old heartbeat only': `-InstanceId 654 -Source '${SOURCE}' -After ([datetime]::Now.AddHours(-3))`,
  'a heartbeat that never was':
    "-InstanceId 653 -Source 'Directory Synchronization' -After ([datetime]::Now.AddHours(-3))",
  'a user': '-UserName nobody -After ([datetime]::Now.AddHours(-3))',
  'exactly after': "-Source 'Directory Synchronization' -After $exact",
  'just after': "-Source 'Directory Synchronization' -After $exact.AddSeconds(-1)",
};

describeWithEngine('Get-EventLog of a simulated server', () => {
  let folder: string;
  const answers = new Map<unknown, Record<string, unknown>>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-event-log-'));
    await createSimulatedServer('localised-windows', join(folder, 'server'), { now });
    await writeFile(join(folder, 'server', 'events.tsv'), formatEventFile(LOG));
    const asked = Object.entries(QUESTIONS).map(
      ([name, text]) =>
        `$errors = $null; $found = @(Get-EventLog -LogName Application ${text} -ErrorAction SilentlyContinue -ErrorVariable errors)
@{ name = '${name}'; indexes = @($found | ForEach-Object { $_.Index }); errors = @($errors | ForEach-Object { $_.FullyQualifiedErrorId }) }`,
    );
    const exact = '$exact = (Get-EventLog -LogName Application -Index 7).TimeGenerated';
    for (const row of await rowsFromEngine(join(folder, 'server'), [exact, ...asked].join('\n')))
      answers.set(row['name'], row);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const noMatches = ['GetEventLogNoEntriesFound,Microsoft.PowerShell.Commands.GetEventLogCommand'];

  test.each<[string, number[]]>([
    ['all', [8, 7, 6, 5, 4, 3, 2, 1]],
    ['newest', [8, 7, 6]],
    ['none', []],
    ['by id', [5, 1]],
    ['by ids', [7, 6, 4]],
    ['by a wildcard in another case', [7, 6, 4, 1]],
    ['by several sources', [4, 2]],
    ['by entry type', [8, 5, 4]],
    ['by message', [7]],
    ['by index', [7, 2]],
    ['after', [7, 6]],
    ['before', [1]],
    ['between', [6, 5, 4]],
    ['after later than before', [8, 7, 2, 1]],
    ['exactly after', []],
    ['just after', [7]],
  ])('%s: newest first, without an error', (name, indexes) => {
    expect(answers.get(name)).toEqual({ name, indexes, errors: [] });
  });

  test('no match is an error as long as no entry reached the dates', () => {
    for (const name of ['no such id', 'no such id, with a date', 'a heartbeat that never was', 'a user']) {
      expect(answers.get(name)).toEqual({ name, indexes: [], errors: noMatches });
    }
  });

  test('an old entry that fits all but the dates makes the empty answer silent', () => {
    expect(answers.get('an old heartbeat only')).toEqual({ name: 'an old heartbeat only', indexes: [], errors: [] });
  });

  test('the error record has the type, the category and the text of a localised Windows; a missing log ends the cmdlet', async () => {
    const rows = await rowsFromEngine(
      join(folder, 'server'),
      `Get-EventLog -LogName Application -InstanceId 999 -ErrorVariable errors -ErrorAction SilentlyContinue
@{ message = $errors[0].Exception.Message; type = $errors[0].Exception.GetType().Name; category = $errors[0].CategoryInfo.ToString() }
Get-Failure { Get-EventLog -LogName Nonsense }`,
    );
    expect(rows[0]).toEqual({
      message: '\u4e00\u81f4\u3059\u308b\u9805\u76ee\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093',
      type: 'ArgumentException',
      category: 'ObjectNotFound: (:) [Get-EventLog], ArgumentException',
    });
    expect(rows[1]).toMatchObject({
      id: 'EventLogNotFound,Microsoft.PowerShell.Commands.GetEventLogCommand',
      reason: 'InvalidOperationException',
    });
  });

  test('an entry has the names, kinds and texts of the real one', async () => {
    const rows = await rowsFromEngine(
      join(folder, 'server'),
      `$entry = Get-EventLog -LogName Application -Index 4
$spp = Get-EventLog -LogName Application -Index 3
@{ types = @($entry.PSTypeNames)[0..2]; kind = [string] $entry.TimeGenerated.Kind; utc = $entry.TimeGenerated.ToUniversalTime()
   message = $entry.Message; id = $entry.EventID; type = [string] $entry.EntryType; category = $entry.Category; instance = $entry.InstanceId.GetType().Name
   sppId = $spp.EventID; sppInstance = $spp.InstanceId }`,
    );
    expect(rows[0]).toEqual({
      types: [
        `System.Diagnostics.EventLogEntry#Application/${SOURCE}/611`,
        `System.Diagnostics.EventLogEntry#Application/${SOURCE}`,
        'System.Diagnostics.EventLogEntry',
      ],
      kind: 'Local',
      utc: LOG[3]?.at.toISOString().replace('.000Z', 'Z'),
      message: 'line one\nline two\r\n\ta \\n b',
      id: 611,
      type: 'Error',
      category: '(0)',
      instance: 'Int64',
      sppId: 16384,
      sppInstance: 1_073_758_208,
    });
  });

  test('Get-WinEvent begins at either end, filters by hashtable and says when nothing was found', async () => {
    const rows = await rowsFromEngine(
      join(folder, 'server'),
      `$since = [datetime]::Now.AddMinutes(-250)
@{ oldest = (Get-WinEvent -LogName Application -Oldest -MaxEvents 1).RecordId; newest = (Get-WinEvent -LogName Application -MaxEvents 1).RecordId
   filtered = @(Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = '${SOURCE}'; StartTime = $since } | ForEach-Object { $_.RecordId })
   byId = @(Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = 654, 16384 } | ForEach-Object { $_.RecordId }) }
Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = 999 } -ErrorVariable errors -ErrorAction SilentlyContinue
@{ id = $errors[0].FullyQualifiedErrorId }
Get-Failure { Get-WinEvent -LogName Nonsense }`,
    );
    expect(rows[0]).toEqual({ oldest: 1, newest: 8, filtered: [7, 6, 4], byId: [5, 3, 1] });
    expect(rows[1]).toEqual({ id: 'NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand' });
    expect(rows[2]).toMatchObject({ id: 'NoMatchingLogsFound,Microsoft.PowerShell.Commands.GetWinEventCommand' });
  });

  test('an empty log: an error without filters too, and for Get-WinEvent', async () => {
    const server = join(folder, 'empty');
    await createSimulatedServer('healthy', server, { now });
    await writeFile(join(server, 'events.tsv'), '');
    const rows = await rowsFromEngine(
      server,
      `Get-EventLog -LogName Application -After ([datetime]::Now.AddHours(-3)) -ErrorVariable a -ErrorAction SilentlyContinue
Get-WinEvent -LogName Application -Oldest -MaxEvents 1 -ErrorVariable b -ErrorAction SilentlyContinue
@{ errors = @($a[0].FullyQualifiedErrorId, $b[0].FullyQualifiedErrorId); message = $a[0].Exception.Message }`,
    );
    expect(rows[0]).toEqual({
      errors: [...noMatches, 'NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand'],
      message: 'No matches found',
    });
  });

  test('after the clock was set back local times run twice through the same hour, and come back to the right instant', async () => {
    const server = join(folder, 'clock');
    await createSimulatedServer('dst-change', server, { now });
    await writeFile(join(server, 'events.tsv'), formatEventFile([event(90, 654, SOURCE), event(30, 654, SOURCE)]));
    const rows = await rowsFromEngine(
      server,
      `foreach ($entry in Get-EventLog -LogName Application) { @{ local = $entry.TimeGenerated.ToString('HH:mm'); utc = $entry.TimeGenerated.ToUniversalTime() } }`,
      { timeZone: join(server, TIME_ZONE_FILE) },
    );
    const [later, earlier] = rows;
    expect(later?.['local']).toBe(earlier?.['local']);
    expect([later?.['utc'], earlier?.['utc']]).toEqual(
      [30, 90].map((ago) => new Date(now.getTime() - ago * MS_PER_MINUTE).toISOString().replace('.000Z', 'Z')),
    );
  });
});
