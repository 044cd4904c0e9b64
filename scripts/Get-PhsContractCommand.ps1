<#
.SYNOPSIS
Answers which parameters commands have, and of which types: a row for each command. Nothing is called.
.PARAMETER Name
Names of the commands.
#>
[CmdletBinding()]
param([Parameter(Mandatory = $true)][string[]]$Name)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
# A constrained endpoint loads no module by the name of a command.
$PSModuleAutoLoadingPreference = 'All'

foreach ($wanted in $Name) {
    $row = @{ name = $wanted; found = $false; commandType = $null; module = $null; moduleVersion = $null; parameters = @() }
    foreach ($command in @(Get-Command -Name $wanted -ErrorAction SilentlyContinue)) {
        if ($null -eq $command -or $row['found']) { continue }
        $row['found'] = $true
        $row['commandType'] = $command.CommandType.ToString()
        $row['module'] = [string]$command.ModuleName
        if ($null -ne $command.Version) { $row['moduleVersion'] = $command.Version.ToString() }
        $parameters = [System.Collections.Generic.List[object]]::new()
        if ($null -ne $command.Parameters) {
            foreach ($key in @($command.Parameters.Keys)) {
                $parameter = $command.Parameters[$key]
                $sets = [System.Collections.Generic.List[object]]::new()
                foreach ($set in @($parameter.ParameterSets.Keys)) {
                    $sets.Add(@{ name = [string]$set; mandatory = $parameter.ParameterSets[$set].IsMandatory })
                }
                $parameters.Add(@{ name = [string]$key; type = [string]$parameter.ParameterType; sets = $sets.ToArray() })
            }
        }
        $row['parameters'] = $parameters.ToArray()
    }
    $row
}
