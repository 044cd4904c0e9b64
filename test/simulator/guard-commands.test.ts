import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithEngine, useOwnEngines } from '../support/engine.js';
import { createServer, readCalls, readEvents, readState, setStateValue } from '../support/simulated-server.js';
import { rowsFromEngine } from './run-script.js';

// What a task finds in its environment is looked at.
useOwnEngines();

const SCRIPT = `param([string] $Word)
# PowerShell sets these itself, -ExecutionPolicy the last one, pwsh its own folder in PATH too.
$own = 'PSModulePath', 'PATH', 'PSExecutionPolicyPreference'
$variables = @([System.Environment]::GetEnvironmentVariables().Keys | Where-Object { $own -cnotcontains $_ })
[System.Console]::Out.WriteLine(@($Word, @($variables).Count, [System.IO.Directory]::GetFileSystemEntries('.').Length, [Console]::In.Read()) -join '|')
[System.Threading.Thread]::Sleep(700)
exit 3
`;

/** One engine asks everything; the tests look at its answers by name. */
function questions(script: string): string {
  return `New-EventLog -LogName Application -Source phs-tool
Write-EventLog -LogName Application -Source phs-tool -EventId 4105 -EntryType Warning -Message "off\`r\`nphs-guard/1 a\\nb\`tc"
$found = Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = @(4100, 4105) }
$entry = Get-EventLog -LogName Application -Source phs-tool -After ([datetime]::Now.AddMinutes(-1))
@{ name = 'event'; record = $found.RecordId; provider = $found.ProviderName; level = $found.Level; message = $found.Message; same = $entry.Message -ceq $found.Message; wholeSeconds = $entry.TimeGenerated.Ticks % 10000000 }
@{ name = 'source again'; failure = Get-Failure { New-EventLog -LogName Application -Source PHS-Tool -ErrorAction Stop } }
@{ name = 'unknown source'; failure = Get-Failure { Write-EventLog -LogName Application -Source nobody -EventId 1 -EntryType Error -Message x -ErrorAction Stop } }
@{ name = 'no folder'; failure = Get-Failure { Get-ScheduledTask -TaskPath '\\phs-tool\\' -ErrorAction Stop } }
$facts = Get-PhsPlatformGuard -Action Facts
$words = '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File "${script}" -Word "a \\"b\\" c\\\\"'
$trigger = @((New-ScheduledTaskTrigger -AtStartup), (New-ScheduledTaskTrigger -Once -At ([datetime]::Now) -RepetitionInterval ([timespan]::FromMinutes(1))))
$settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([timespan]::FromMinutes(10)) -StartWhenAvailable -MultipleInstances IgnoreNew -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
$task = New-ScheduledTask -Action (New-ScheduledTaskAction -Execute $facts.host -Argument $words) -Trigger $trigger -Settings $settings -Description d -Principal (New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\\SYSTEM' -LogonType ServiceAccount -RunLevel Highest)
$made = Register-ScheduledTask -TaskPath '\\phs-tool' -TaskName 'Guard-1-0' -InputObject $task
@{ name = 'registered'; path = $made.TaskPath; task = $made.TaskName; state = [string] $made.State; user = $made.Principal.UserId; arguments = $made.Actions[0].Arguments -ceq $words; triggers = $made.Triggers.Count }
@{ name = 'registered again'; failure = Get-Failure { Register-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-1-0' -InputObject $task -ErrorAction Stop } }
Start-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-1-0'
Start-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-1-0'
@{ name = 'started'; state = [string] (Get-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-1-0').State }
@{ name = 'no task'; failure = Get-Failure { Get-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-2-0' -ErrorAction Stop } }
@{ name = 'start of none'; failure = Get-Failure { Start-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-2-0' -ErrorAction Stop } }
$giveUp = [datetime]::UtcNow.AddSeconds(30)
while ([string] (Get-ScheduledTask -TaskPath '\\phs-tool\\').State -eq 'Running' -and [datetime]::UtcNow -lt $giveUp) { [System.Threading.Thread]::Sleep(50) }
@{ name = 'ended'; state = [string] (Get-ScheduledTask -TaskPath '\\phs-tool\\').State }
@{ name = 'disabled'; state = [string] (Disable-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-1-0').State; failure = Get-Failure { Start-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-1-0' -ErrorAction Stop } }
Unregister-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-1-0' -Confirm:$false
@{ name = 'removed'; failure = Get-Failure { Unregister-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-1-0' -Confirm:$false -ErrorAction Stop } }
@{ name = 'facts'; journal = $facts.journalRoot; pin = $facts.pinRoot; operator = $facts.operator; groups = $facts.groups; elevated = $facts.elevated; machine = $facts.machineId }
@{ name = 'absent'; state = (Get-PhsPlatformGuard -Action Inspect -Path $facts.journalRoot).state }
@{ name = 'made'; state = (Get-PhsPlatformGuard -Action Protect -Path $facts.journalRoot).state }
@{ name = 'made again'; state = (Get-PhsPlatformGuard -Action Protect -Path $facts.journalRoot).state }
foreach ($folder in 'open', 'link', 'file') { @{ name = $folder; state = (Get-PhsPlatformGuard -Action Inspect -Path ([System.IO.Path]::Combine($Server, $folder))).state } }`;
}

describeWithEngine('the commands of the guard on a simulated server', () => {
  let folder: string;
  let server: string;
  const answers = new Map<unknown, Record<string, unknown>>();
  const failure = (name: string): unknown => answers.get(name)?.['failure'];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs guard commands '));
    server = await createServer('healthy', join(folder, 'server'));
    const script = join(folder, 'task.ps1');
    await writeFile(script, SCRIPT);
    await mkdir(join(server, 'open'));
    await chmod(join(server, 'open'), 0o777);
    await symlink(folder, join(server, 'link'));
    await writeFile(join(server, 'file'), '');
    for (const row of await rowsFromEngine(server, questions(script))) answers.set(row['name'], row);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('an event is in the log at once, with its line breaks, for both readers and every other process', async () => {
    const last = (await readEvents(server)).findLast(({ source }) => source === 'phs-tool');
    const message = 'off\r\nphs-guard/1 a\\nb\tc';
    expect(last).toMatchObject({ eventId: 4105, message });
    expect(answers.get('event')).toMatchObject({
      record: last?.index,
      provider: 'phs-tool',
      level: 3,
      message,
      same: true,
      wholeSeconds: 0,
    });
    expect((await readEvents(server)).map(({ index }) => index)).toEqual(
      (await readEvents(server)).map((_, place) => place + 1),
    );
  });

  test('a source is registered once, and only registered ones can write', () => {
    expect(failure('source again')).toMatchObject({
      message: 'The "PHS-Tool" source is already registered on the "localhost" computer.',
      id: 'Microsoft.PowerShell.Commands.NewEventLogCommand',
      category: 'InvalidOperation',
    });
    expect(failure('unknown source')).toMatchObject({
      id: 'Microsoft.PowerShell.Commands.WriteEventLogCommand',
      category: 'InvalidOperation',
    });
  });

  test('a task comes back as it was registered; the same name is refused; what is not there has the errors of CIM', () => {
    expect(answers.get('registered')).toMatchObject({
      path: '\\phs-tool\\',
      task: 'Guard-1-0',
      state: 'Ready',
      user: 'SYSTEM',
      arguments: true,
      triggers: 2,
    });
    expect(failure('registered again')).toMatchObject({
      id: 'HRESULT 0x800700b7,Register-ScheduledTask',
      category: 'ResourceExists',
    });
    expect(failure('no folder')).toMatchObject({
      id: 'CmdletizationQuery_NotFound_TaskPath,Get-ScheduledTask',
      category: 'ObjectNotFound',
      reason: 'CimJobException',
    });
    expect(failure('no task')).toMatchObject({ id: 'CmdletizationQuery_NotFound,Get-ScheduledTask' });
    expect(failure('start of none')).toMatchObject({ id: 'HRESULT 0x80070002,Start-ScheduledTask' });
    expect(failure('removed')).toMatchObject({ id: 'CmdletizationQuery_NotFound,Unregister-ScheduledTask' });
    expect(answers.get('disabled')).toMatchObject({
      state: 'Disabled',
      failure: { id: 'HRESULT 0x80041326,Start-ScheduledTask' },
    });
  });

  test('a started task runs once at a time, with its arguments as Windows splits them, no environment, an empty folder and no input', async () => {
    expect(answers.get('started')).toMatchObject({ state: 'Running' });
    expect(answers.get('ended')).toMatchObject({ state: 'Ready' });
    const tasks = join(server, 'tasks');
    expect((await readdir(tasks)).filter((file) => file.endsWith('.run'))).toEqual(['phs-tool_Guard-1-0.1.run']);
    expect(await readFile(join(tasks, 'phs-tool_Guard-1-0.1.log'), 'utf8')).toBe('a "b" c\\|0|0|-1\n');
    expect(await readFile(join(tasks, 'phs-tool_Guard-1-0.1.exit'), 'utf8')).toBe('3\n');
  });

  test('every change is counted, in order, also the refused ones', async () => {
    expect((await readCalls(server)).map(({ cmdlet }) => cmdlet)).toEqual([
      'New-EventLog',
      'Write-EventLog',
      'New-EventLog',
      'Write-EventLog',
      'Register-ScheduledTask',
      'Register-ScheduledTask',
      'Start-ScheduledTask',
      'Start-ScheduledTask',
      'Start-ScheduledTask',
      'Disable-ScheduledTask',
      'Start-ScheduledTask',
      'Unregister-ScheduledTask',
      'Unregister-ScheduledTask',
    ]);
    expect((await readState(server)).tasks).toEqual([]);
  });

  test('the folders of the guard are judged by owner, access and kind', () => {
    expect(answers.get('facts')).toMatchObject({
      journal: join(server, 'ProgramData', 'phs-tool', 'guard'),
      pin: join(server, 'Program Files', 'phs-tool', 'guard'),
      operator: 'CONTOSO\\sync-admin',
      groups: ['ADSyncAdmins', 'Administrators'],
      elevated: true,
      machine: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const states = ['absent', 'made', 'open', 'link', 'file'].map((name) => answers.get(name)?.['state']);
    expect(states).toEqual(['absent', 'protected', 'wrong-access', 'reparse-point', 'not-a-directory']);
    expect(answers.get('made again')?.['state']).toBe('protected');
  });

  test('who is not elevated can neither make a source, nor a task, nor a protected folder', async () => {
    await setStateValue(server, ['platform', 'elevated'], false);
    const rows = await rowsFromEngine(
      server,
      `$task = New-ScheduledTask -Action (New-ScheduledTaskAction -Execute x)
Get-Failure { New-EventLog -LogName Application -Source other -ErrorAction Stop }
Get-Failure { Register-ScheduledTask -TaskPath '\\phs-tool\\' -TaskName 'Guard-3-0' -InputObject $task -ErrorAction Stop }
Get-Failure { Get-PhsPlatformGuard -Action Protect -Path ([System.IO.Path]::Combine($Server, 'new')) }`,
    );
    expect(rows.map((row) => row['id'])).toEqual([
      'AccessIsDenied,Microsoft.PowerShell.Commands.NewEventLogCommand',
      'HRESULT 0x80070005,Register-ScheduledTask',
      'AccessDenied,Get-PhsPlatformGuard',
    ]);
  });
});
