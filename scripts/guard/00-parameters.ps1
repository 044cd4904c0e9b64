<#
.SYNOPSIS
Triggers Microsoft's full password sync of one connector, once, and never leaves password hash synchronization off.
.DESCRIPTION
One file holds the whole protocol (DESIGN.md, "The guard"; docs/guard.md), so that it can be read before it is trusted. Modes:
Inspect reads all evidence; Setup makes the protected directories, the event source and a pinned copy of this file;
Claim takes the run and arms the guardian; Run is the only code that stores the parameter and switches off;
Guard is what the scheduled task runs every minute; Recover does by hand what the guardian does, towards "on" only;
Supersede opens a further run after a support case.
Every slot of the journal is a file that is created once and never changed. Rows: {kind, fields}.
.PARAMETER Mode
See the description.
.PARAMETER AdConnectorId
GUID of the AD connector.
.PARAMETER PairId
SHA-256 that names the pair of connectors.
.PARAMETER Epoch
Number of the run of the pair, from 1.
.PARAMETER RunId
GUID of the run; for Supersede that of the run that is superseded; for Recover that of a run that a person vouches for.
.PARAMETER PlanHash
SHA-256 of the plan that was shown; a plan that has changed is refused.
.PARAMETER ToolVersion
Version of phs-tool, for the journal.
.PARAMETER ScriptFolder
Folder of the files to pin.
.PARAMETER GuardianAccount
Account of the scheduled task: empty for SYSTEM, or a group managed service account.
.PARAMETER Reason
Why, in the operator's words.
.PARAMETER Evidence
What Supersede sets aside: a run, a parameter that was left over, or events that cannot be verified.
.PARAMETER ReadAgainAfterMs
Pause between the two reads of "enabled".
.PARAMETER ArmTimeoutMs
How long to wait for the guardian's first report.
.PARAMETER TurnOnLimitMs
How long one attempt to switch on again may go on trying.
.PARAMETER AdSyncPath
Path of the ADSync module, for the guardian.
.PARAMETER ModulePath
Folder of modules that go first, for the guardian.
.PARAMETER SimulatorPath
Folder of the simulator, for the guardian of a simulated server.
.PARAMETER SimulatedServer
Directory of the simulated server, for its guardian.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [ValidateSet('Inspect', 'Setup', 'Claim', 'Run', 'Guard', 'Recover', 'Supersede')][string]$Mode,
    [string]$AdConnectorId = '',
    [string]$PairId = '',
    [int]$Epoch = 0,
    [string]$RunId = '',
    [string]$PlanHash = '',
    [string]$ToolVersion = '',
    [string]$ScriptFolder = '',
    [string]$GuardianAccount = '',
    [string]$Reason = '',
    [string]$Evidence = '',
    [int]$ReadAgainAfterMs = 5000,
    [int]$ArmTimeoutMs = 90000,
    [int]$TurnOnLimitMs = 240000,
    [string]$AdSyncPath = '',
    [string]$ModulePath = '',
    [string]$SimulatorPath = '',
    [string]$SimulatedServer = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$forceParameter = 'Microsoft.Synchronize.ForceFullPasswordSync'
$entraConnectorId = 'b891884f-051e-4a83-95af-2544101c9083'
$slotNames = @('00-supersede', '10-claim', '20-armed', '30-go', '40-param', '50-off', '70-on', '80-again', '90-end')
$pinnedFiles = @('Invoke-PhsGuardedSync.ps1', 'Get-PhsPlatformGuard.ps1')
$taskPath = '\phs-tool\'
$keyFile = 'event-key'
# Numbers of runs: what is larger was not written by this tool.
$lastEpoch = 9999
# How many calm looks end a run: few if the journal shows that the switch took effect and was undone, else many.
$shortSoak = 3
$longSoak = 45
# Any user can write events in any number: so many rows of each sort that nothing is lost by, and of one pair.
$mostDoubts = 100
$mostOfPair = 20
$eventIds = @{
    CLAIM = 4100; ARMED = 4101; GO = 4102; CLOSED = 4103; PARAM_SET = 4104; OFF_INTENT = 4105; TURNED_ON = 4106; ON_SEEN = 4107
    VERIFIED = 4108; REPAIRED = 4109; ABANDONED = 4110; AGAIN = 4111; PARAM_ONLY = 4150; UNKNOWN_OUTCOME = 4151; SUPERSEDE = 4180
    ALARM_OFF = 4190; ALARM_STRANGER = 4191
}

