# How the diagnostics speak: green, red and cyan host text, or objects (facts 2.1, 2.2).

# What Write-Host does, which the bare engine lacks: an information record that the host shows.
function Write-HostText {
    param($Caller, [string] $Text, [string] $Color)
    $message = [System.Management.Automation.HostInformationMessage]::new()
    $message.Message = $Text
    $message.ForegroundColor = [System.ConsoleColor] $Color
    $Caller.WriteInformation($message, [string[]] @('PSHOST'))
}

function New-DiagnosticReport {
    param($Caller, [bool] $NonInteractive)
    @{ Caller = $Caller; NonInteractive = $NonInteractive; Colors = @{ Output = 'Green'; Error = 'Red'; Warning = 'Cyan'; Heading = 'White' } }
}

# One result: host text, or with -NonInteractiveMode an object on the pipeline.
function Write-DiagnosticText {
    param($Report, [string] $Type, [string] $Text, [string] $Name, $Value)
    if (-not $Report.NonInteractive) {
        Write-HostText $Report.Caller $Text $Report.Colors[$Type]
        return
    }
    if ($Type -eq 'Heading') { return }
    $Report.Caller.WriteObject([pscustomobject] @{
        IsAscCustomScriptObject = $true
        PropertyName = $Name
        PropertyValue = $Value
        Message = $Text
        OutputType = $Type
    })
}

# A property without a message, which only -NonInteractiveMode has (facts 2.2).
function Write-DiagnosticProperty {
    param($Report, [string] $Name, $Value)
    if ($Report.NonInteractive) { Write-DiagnosticText $Report 'Output' '' $Name $Value }
}

# A UTC time as the module writes it, whatever the culture of the session: 11/14/2018 3:48:14 PM.
function Format-DiagnosticTime {
    param([datetime] $Time)
    $Time.ToString('M/d/yyyy h:mm:ss tt', [System.Globalization.CultureInfo]::GetCultureInfo('en-US'))
}
