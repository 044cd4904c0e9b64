<#
.SYNOPSIS
Behaves badly in the way that is asked for, for tests of the session.
#>
[CmdletBinding()]
param([string]$Kind, [int]$Milliseconds = 0)
Set-StrictMode -Version 2.0
@{ index = 0; value = $Kind }
switch ($Kind) {
    'sleep' { [System.Threading.Thread]::Sleep($Milliseconds) }
    'spin' { while ($true) { $null = $Kind } }
    'throw' { throw 'thrown on purpose' }
    'exit' { exit 5 }
    'environment-exit' { [System.Environment]::Exit($Milliseconds) }
    'write-error' {
        $exception = [System.InvalidOperationException]::new('outer', [System.UnauthorizedAccessException]::new('inner'))
        $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new($exception, 'TestFailure', [System.Management.Automation.ErrorCategory]::PermissionDenied, $null))
        @{ index = 1; value = 'after' }
    }
    'warning' { $PSCmdlet.WriteWarning('a warning') }
    'host' {
        $text = [System.Management.Automation.HostInformationMessage]::new()
        $text.Message = 'to the host'
        $text.ForegroundColor = [System.ConsoleColor]::Red
        $PSCmdlet.WriteInformation($text, [string[]]@('PSHOST'))
    }
    'console' {
        [System.Console]::WriteLine('stray text')
        [System.Console]::Error.WriteLine('stray error text')
        $raw = [System.Console]::OpenStandardOutput()
        $bytes = [System.Text.Encoding]::ASCII.GetBytes("half a line`nPHS1 00000000000000000000000000000000 1 end 0 4 AAAA`nand a half")
        $raw.Write($bytes, 0, $bytes.Length)
        $raw.Flush()
    }
    'stderr-flood' {
        $line = [string]::new([char]'x', 1000)
        for ($i = 0; $i -lt 1000; $i++) { [System.Console]::Error.WriteLine($line) }
    }
    'prompt' { $null = $Host.UI.ReadLine() }
    'mandatory' { Get-Command -Module }
    'unknown-command' { Get-NothingOfThisName }
    'stray-object' { 'no row' }
    'leak' { $global:PhsLeak = 'leaked'; [System.Environment]::CurrentDirectory = '/' }
}
