function Get-PhsSessionInfo {
    <# .SYNOPSIS What this session is. #>
    Set-StrictMode -Version 2.0
    $edition = 'Desktop'
    if ($PSVersionTable.ContainsKey('PSEdition')) { $edition = [string]$PSVersionTable['PSEdition'] }
    @{
        psVersion = $PSVersionTable['PSVersion'].ToString(); edition = $edition
        languageMode = $ExecutionContext.SessionState.LanguageMode.ToString()
        processId = [System.Diagnostics.Process]::GetCurrentProcess().Id
        is64Bit = [System.Environment]::Is64BitProcess; clrVersion = [System.Environment]::Version.ToString()
        osVersion = [System.Environment]::OSVersion.VersionString
        culture = [System.Globalization.CultureInfo]::CurrentUICulture.Name; timeZone = [System.TimeZoneInfo]::Local.Id
    }
}

$stdin = [System.Console]::OpenStandardInput()
$stdout = [System.Console]::OpenStandardOutput()
[System.Console]::SetOut([System.IO.TextWriter]::Null)
[System.Console]::SetIn([System.IO.TextReader]::Null)
$inbox = @{ Bytes = [byte[]]::new(65536); Start = 0; Count = 0; Line = [System.IO.MemoryStream]::new(); Task = $null; Flatten = $null }
$operations = @{}
$remote = @{ Open = $false; Full = $false; Info = $null; Said = [System.IO.StringWriter]::new() }
$ahead = @{
    Shell = $null; Invocation = $null; Payloads = [System.Collections.Generic.Queue[string]]::new()
    Output = [System.Management.Automation.PSDataCollection[psobject]]::new(); Seen = [System.Collections.Generic.Queue[psobject]]::new()
}
try {
    $runspace = Open-PhsRunspace
    Write-PhsFrame -Id '0' -Kind 'hello' -Sequence 0 -Value (Get-PhsSessionInfo)
    while ($null -ne ($line = Read-PhsLine)) {
        $words = $line.Split([char]' ')
        if ($words.Length -eq 4 -and $words[0] -ceq 'REQ') {
            Invoke-PhsRequest -Id $words[1] -DeadlineMs ([long]$words[2]) -Payload $words[3]
        } elseif ($words.Length -gt 1 -and $words[0] -ceq 'AHEAD') {
            Start-PhsAhead -Payloads $words[1..($words.Length - 1)]
        } elseif ($words.Length -eq 2 -and $words[0] -ceq 'OPEN') {
            $failure = $null
            $code = ''
            try { Initialize-PhsServer -Settings (Read-PhsDocument -Payload $words[1]) } catch {
                $failure = ConvertTo-PhsFlatError -Record (Get-PhsCause -Record $_)
                $code = Get-PhsTransportCode -Record $_
            }
            Write-PhsFrame -Id '0' -Kind 'ready' -Sequence 0 -Value @{
                failure = $failure; transportCode = $code; said = $remote.Said.ToString(); remote = $remote.Info
            }
        }
    }
} catch {
    [System.Console]::Error.WriteLine([string]$_)
    [System.Console]::Error.WriteLine([string]$_.ScriptStackTrace)
    [System.Environment]::Exit(70)
} finally {
    Close-PhsServer
    [System.Environment]::Exit(0)
}
