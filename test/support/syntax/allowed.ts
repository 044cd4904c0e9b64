/** Parameters that every cmdlet has and that product scripts may use. */
const common: readonly string[] = ['ErrorAction', 'ErrorVariable', 'WarningAction', 'Confirm'];

function command(...parameters: readonly string[]): ReadonlySet<string> {
  return new Set([...parameters, ...common].map((name) => name.toLowerCase()));
}

const scheduledTaskCommands = ['Get', 'Register', 'Unregister', 'Start', 'Stop', 'Enable', 'Disable'];

/**
 * Commands that product scripts may call beside their own functions, in lower case, with the parameters that may be
 * used: those that Windows PowerShell 5.1 has and that the simulator or the engine supplies elsewhere. Everything else
 * is refused, aliases included.
 */
export const allowedCommands: ReadonlyMap<string, ReadonlySet<string>> = new Map<string, ReadonlySet<string>>(
  Object.entries({
    // Microsoft.PowerShell.Core
    'Export-ModuleMember': command('Function'),
    'ForEach-Object': command('Process'),
    'Get-Command': command('Name', 'CommandType', 'Module'),
    'Get-Module': command('Name', 'ListAvailable'),
    'Import-Module': command('Name', 'Global', 'PassThru', 'DisableNameChecking', 'Function'),
    'Out-Null': command(),
    'Set-StrictMode': command('Version'),
    'Where-Object': command('FilterScript'),
    // ADSync (facts 1)
    'Add-ADSyncConnector': command('Connector'),
    'Get-ADSyncAADCompanyFeature': command('ConnectorName'),
    'Get-ADSyncAADPasswordSyncConfiguration': command('SourceConnector'),
    'Get-ADSyncAutoUpgrade': command('Detail'),
    'Get-ADSyncConnector': command('Name', 'Identifier'),
    'Get-ADSyncConnectorRunStatus': command('ConnectorName'),
    'Get-ADSyncCSObject': command(
      'Identifier',
      'ConnectorName',
      'DistinguishedName',
      'SkipDNValidation',
      'StartIndex',
      'MaxResultCount',
    ),
    'Get-ADSyncCSObjectLog': command('Identifier', 'Count'),
    'Get-ADSyncDomainReachabilityStatus': command('ConnectorName'),
    'Get-ADSyncEntraConnectorCredential': command(),
    'Get-ADSyncGlobalSettings': command(),
    'Get-ADSyncGlobalSettingsParameter': command(),
    'Get-ADSyncMVObject': command('Identifier'),
    'Get-ADSyncPartitionPasswordSyncState': command(),
    'Get-ADSyncRule': command('Identifier'),
    'Get-ADSyncRunProfileResult': command('ConnectorId', 'NumberRequested', 'RunStepDetails'),
    'Get-ADSyncScheduler': command(),
    'Invoke-ADSyncDiagnostics': command('PasswordSync', 'ADConnectorName', 'DistinguishedName', 'NonInteractiveMode'),
    'Invoke-ADSyncCSObjectPasswordHashSync': command('ConnectorName', 'DistinguishedName'),
    'Search-ADSyncDirectoryObjects': command('AdConnectorId', 'LdapFilter', 'SearchScope', 'SizeLimit'),
    'Set-ADSyncAADPasswordSyncConfiguration': command('SourceConnector', 'TargetConnector', 'Enable'),
    // Windows only
    'Get-EventLog': command('LogName', 'After', 'Before', 'InstanceId', 'Newest', 'Source'),
    'Get-Service': command('Name'),
    'Get-WinEvent': command('LogName', 'FilterHashtable', 'FilterXPath', 'FilterXml', 'Oldest', 'MaxEvents'),
    'New-EventLog': command('LogName', 'Source'),
    'New-Object': command('TypeName', 'ArgumentList'),
    'Write-EventLog': command('LogName', 'Source', 'EventId', 'EntryType', 'Message'),
    'Get-ScheduledTaskInfo': command('TaskName', 'TaskPath'),
    'New-ScheduledTask': command('Action', 'Trigger', 'Principal', 'Settings', 'Description'),
    'New-ScheduledTaskAction': command('Execute', 'Argument', 'WorkingDirectory'),
    'New-ScheduledTaskPrincipal': command('UserId', 'LogonType', 'RunLevel'),
    'New-ScheduledTaskSettingsSet': command(
      'ExecutionTimeLimit',
      'StartWhenAvailable',
      'MultipleInstances',
      'AllowStartIfOnBatteries',
      'DontStopIfGoingOnBatteries',
    ),
    'New-ScheduledTaskTrigger': command('Once', 'At', 'AtStartup', 'RepetitionInterval'),
    ...Object.fromEntries(
      scheduledTaskCommands.map((verb) => [`${verb}-ScheduledTask`, command('TaskName', 'TaskPath', 'InputObject')]),
    ),
  }).map(([name, parameters]) => [name.toLowerCase(), parameters]),
);

/** The one type that New-Object may make. */
export const newObjectType = 'Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter';

/**
 * Names of instance methods that product scripts may call, in lower case: each exists, with the arguments used, in .NET
 * Framework 4.7.2 and in .NET 10. Where the type of the value is known a table of both judges the call as well; for all
 * others this list is what there is, so a new name belongs here after it was looked up in the documentation of both.
 */
export const allowedInstanceMethods: ReadonlySet<string> = new Set(
  [
    // Collections and text
    ...['Add', 'AddRange', 'Clear', 'Contains', 'ContainsKey', 'Remove', 'ToArray', 'Insert', 'Enqueue', 'Dequeue'],
    'GetRange',
    ...[
      'EndsWith',
      'IndexOf',
      'LastIndexOf',
      'Replace',
      'Split',
      'StartsWith',
      'Substring',
      'Trim',
      'TrimEnd',
      'TrimStart',
    ],
    ...['ToLowerInvariant', 'ToUpperInvariant', 'ToString', 'GetType', 'GetBytes', 'GetString'],
    ...['GetConstructors', 'GetParameters'],
    // Times
    ...['AddHours', 'AddMilliseconds', 'AddMinutes', 'AddSeconds', 'ToFileTimeUtc', 'ToLocalTime', 'ToUniversalTime'],
    // Streams, tasks and waiting
    ...[
      'Close',
      'Dispose',
      'Exists',
      'Flush',
      'GetAwaiter',
      'GetResult',
      'ReadAsync',
      'Set',
      'SetLength',
      'WaitOne',
      'Write',
      'WriteLine',
    ],
    // Processes, hashes and raw bytes
    ...['ComputeHash', 'GetBaseException', 'CopyTo', 'Kill', 'Sort', 'Start', 'Stop', 'WaitForExit'],
    // PowerShell
    ...['AddCommand', 'AddParameter', 'BeginInvoke', 'BeginStop', 'Complete', 'EndInvoke', 'Invoke', 'Open', 'ReadAll'],
    ...['MergeMyResults'],
    ...['ThrowTerminatingError', 'WriteError', 'WriteInformation', 'WriteObject', 'WriteWarning'],
    // Windows (Get-PhsPlatform* only; the types are checked)
    ...['FindAll', 'FindOne', 'GetSddlForm', 'GetValue', 'IsInRole', 'OpenSubKey', 'Translate'],
    ...['GetAccessRules', 'GetOwner', 'SetSecurityDescriptorSddlForm'],
  ].map((name) => name.toLowerCase()),
);

/** Names of types, or their beginnings, that work on Windows alone. */
export const windowsOnlyTypes: readonly string[] = [
  'Microsoft.Win32.',
  'System.Diagnostics.Eventing.',
  'System.Diagnostics.EventLog',
  'System.DirectoryServices.',
  'System.Management.Management',
  'System.Security.Principal.NTAccount',
  'System.Security.Principal.SecurityIdentifier',
  'System.Security.Principal.Windows',
  'System.ServiceProcess.',
];

/** Types of .NET alone that a file uses where it is not on Windows, so that Windows PowerShell never comes there. */
export const elsewhereTypes: Readonly<Record<string, readonly string[]>> = {
  PlatformGuard: ['System.IO.FileStreamOptions', 'System.IO.UnixFileMode'],
};

/** Variables whose content a file may invoke with `&`: the bootstrap flattens errors with the helper's own script block,
 * and what runs ahead calls operations by their names. */
export const invokedVariables: Readonly<Record<string, readonly string[]>> = {
  'Start-PhsSession': ['$flatten', '$open'],
  'Read-PhsAhead': ['$operation'],
};
