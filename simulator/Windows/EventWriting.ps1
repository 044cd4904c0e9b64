# New-EventLog and Write-EventLog of Windows PowerShell 5.1: errors are written, not thrown, and have no id of their own.

function New-EventWritingError {
    param([string] $Text, [string] $Cmdlet, [string] $Id = '', [string] $Category = 'InvalidOperation')
    $class = 'Microsoft.PowerShell.Commands.{0}Command' -f $Cmdlet.Replace('-', '')
    $record = New-SimulatedError ([System.InvalidOperationException]::new($Text)) $Id $Category $class $null
    if ($Id -eq '') { Set-ErrorId $record $class }
    $record
}

# Names are compared without regard to case, as the registry does.
function Test-EventSource {
    param($State, [string] $Source)
    @(Get-EventSource $State) -contains $Source
}

function New-EventLog {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [Alias('LN')] [string] $LogName,
        [Parameter(Mandatory = $true, Position = 1)] [Alias('SRC')] [string[]] $Source
    )
    foreach ($name in $Source) {
        [void] (Invoke-ChangingCall $PSCmdlet 'event-source' ([ordered] @{ LogName = $LogName; Source = $name }) @{ Source = $name } -WriteFailure {
            param($current, $given)
            if (-not (Test-Elevation $current)) {
                return @{ Failure = (New-EventWritingError 'Access is denied. Please try performing this operation again after running PowerShell with elevated user rights.' 'New-EventLog' 'AccessIsDenied') }
            }
            if (Test-EventSource $current $given.Source) {
                return @{ Failure = (New-EventWritingError "The `"$($given.Source)`" source is already registered on the `"localhost`" computer." 'New-EventLog') }
            }
            @{ Failure = $null; Arguments = @{ source = $given.Source } }
        })
    }
}

function Write-EventLog {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [Alias('LN')] [string] $LogName,
        [Parameter(Mandatory = $true, Position = 1)] [Alias('SRC')] [string] $Source,
        [Parameter(Mandatory = $true, Position = 2)] [Alias('ID', 'EID')] [ValidateRange(0, 65535)] [int] $EventId,
        [Parameter(Position = 3)] [Alias('ET')] [ValidateSet('Error', 'Information', 'FailureAudit', 'SuccessAudit', 'Warning')] [string] $EntryType = 'Information',
        [Parameter(Mandatory = $true, Position = 4)] [Alias('MSG')] [ValidateLength(0, 32766)] [string] $Message,
        [int16] $Category = 1
    )
    $logged = [ordered] @{ LogName = $LogName; Source = $Source; EventId = $EventId; EntryType = $EntryType; Message = $Message }
    $written = @{ instanceId = $EventId; entryType = $EntryType; source = $Source; category = [int] $Category; message = $Message }
    [void] (Invoke-ChangingCall $PSCmdlet 'event' $logged @{ LogName = $LogName; Event = $written } -WriteFailure {
        param($current, $given)
        if (-not (Test-EventSource $current $given.Event.source)) {
            return @{ Failure = (New-EventWritingError "The source name `"$($given.Event.source)`" does not exist on computer `"localhost`"." 'Write-EventLog') }
        }
        if ($given.LogName -ne 'Application') {
            return @{ Failure = (New-EventWritingError "The log name `"$($given.LogName)`" does not exist in the computer `"localhost`"." 'Write-EventLog') }
        }
        @{ Failure = $null; Arguments = $given.Event }
    })
}
