# Error records with the ids that the real cmdlets have.

$script:SerializedIdField = $null
foreach ($field in [System.Management.Automation.ErrorRecord].GetFields([System.Reflection.BindingFlags] 'NonPublic, Instance')) {
    if ($field.Name -match '^_?serializedFullyQualifiedErrorId$') { $script:SerializedIdField = $field }
}

# An error record whose FullyQualifiedErrorId is "<id>,<cmdlet class>". A script function would put its own name after
# the comma; the engine keeps the full id of records that came over the wire in a private field, and so do we.
function New-SimulatedError {
    param([System.Exception] $Exception, [string] $Id, [string] $Category, [string] $CmdletClass, $Target)
    $record = [System.Management.Automation.ErrorRecord]::new($Exception, $Id, $Category, $Target)
    Set-ErrorId $record "$Id,$CmdletClass"
    $record
}

# Gives a record its FullyQualifiedErrorId.
function Set-ErrorId {
    param([System.Management.Automation.ErrorRecord] $Record, [string] $Id)
    if ($null -ne $script:SerializedIdField) { $script:SerializedIdField.SetValue($Record, $Id) }
}

# The record of an ADSync cmdlet: the id starts with the message (facts 4.4), the target is the cmdlet itself.
function New-SyncError {
    param([System.Exception] $Exception, [string] $Category, [string] $Cmdlet)
    $class = 'Microsoft.IdentityManagement.PowerShell.Cmdlet.{0}Cmdlet' -f $Cmdlet.Replace('-', '')
    $record = New-SimulatedError $Exception $Exception.Message $Category $class $null
    $record.CategoryInfo.TargetName = $class
    $record.CategoryInfo.TargetType = $class.Substring($class.LastIndexOf('.') + 1)
    $record
}

# The error of an engine that cannot be reached (facts 4.2 and 4.3), or nothing when it can.
function Get-EngineFailure {
    param($State)
    $engine = [string] $State['engine']
    # The account of a scheduled task can have fewer rights than the operator.
    $account = $State['taskAccount']
    if ($engine -eq 'ok' -and $null -ne $account -and [string] $account['engine'] -notin '', 'ok' -and $null -ne (Get-OwnTask).Name) {
        $engine = [string] $account['engine']
    }
    switch ($engine) {
        'access-denied' {
            $text = 'Retrieving the COM class factory for remote component with CLSID {{835BEE60-8731-4159-8BFF-941301D76D05}} from machine {0} failed due to the following error: 80070005 {0}.'
            return [System.Runtime.InteropServices.COMException]::new(($text -f $State['platform']['machineName']), 0x80070005)
        }
        'service-stopped' {
            return [System.Runtime.InteropServices.COMException]::new('The RPC server is unavailable. (Exception from HRESULT: 0x800706BA)', 0x800706BA)
        }
    }
}

# What every reading ADSync cmdlet does first: answers the state, or nothing when it must not answer, or ends the calling
# cmdlet because the engine cannot be reached.
function Enter-SyncCmdlet {
    param($Caller)
    $state = Enter-ReadingCmdlet $Caller
    if ($null -eq $state) { return }
    $failure = Get-EngineError $state $Caller.MyInvocation.MyCommand.Name
    if ($null -ne $failure) { $Caller.ThrowTerminatingError($failure) }
    $state
}

# The error record of a cmdlet that cannot reach the engine, or nothing.
function Get-EngineError {
    param($State, [string] $Cmdlet)
    $failure = Get-EngineFailure $State
    if ($null -ne $failure) { New-SyncError $failure 'OpenError' $Cmdlet }
}
