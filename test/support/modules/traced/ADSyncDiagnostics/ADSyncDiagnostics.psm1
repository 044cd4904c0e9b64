# Diagnostics of an old build: no -NonInteractiveMode, host text only, a menu that asks until it gets an answer, errors in between.
Import-Module ADSync
$global:AscCustomScriptObjectProperty = 'IsAscCustomScriptObject'
function Global:GetADConnectors { 'leaked' }

function Write-TracedText {
    param($Caller, [string] $Text, $Color, [bool] $NoNewLine)
    $message = [System.Management.Automation.HostInformationMessage]::new()
    $message.Message = $Text
    if ($null -ne $Color) { $message.ForegroundColor = [System.ConsoleColor]$Color }
    $message.NoNewLine = $NoNewLine
    $Caller.WriteInformation($message, [string[]]@('PSHOST'))
}

function Invoke-ADSyncDiagnostics {
    [CmdletBinding()] param([switch] $PasswordSync, [string] $ADConnectorName, [string] $DistinguishedName)
    Write-TracedText $PSCmdlet 'Password Hash Synchronization is ' $null $true
    Write-TracedText $PSCmdlet 'enabled' 'Green' $false
    $PSCmdlet.WriteObject("stray $ADConnectorName")
    $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new('goes on'), 'x', 'ReadError', $null))
    Write-TracedText $PSCmdlet ('{0} rules' -f @(Get-ADSyncRule).Count) 'Cyan' $false
    switch ($DistinguishedName) {
        'host' { Write-TracedText $PSCmdlet "line $($Host.UI.ReadLine())" $null $false }
        'read' { Write-TracedText $PSCmdlet "read $(Read-Host -Prompt 'Switch password hash synchronization off and on?')" $null $false }
        'choice' {
            $choices = [System.Management.Automation.Host.ChoiceDescription[]]@('&Set domain flag on partition', '&No')
            Write-TracedText $PSCmdlet "choice $($Host.UI.PromptForChoice('Domain flag', 'Set it?', $choices, 0))" $null $false
        }
        'caught' { try { $null = $Host.UI.PromptForCredential('Sign in', 'Who?', '', '') } catch { $null = $_ } }
        'secret' { $null = Read-Host 'Password' -AsSecureString }
        'account' { $null = Get-Credential 'CONTOSO\admin' }
        'loop' { while ($true) { try { $answer = Read-Host 'Please make a selection' } catch { throw }; if ($answer -eq 'q') { break } } }
        'menu' { do { $null = $Host.UI.PromptForChoice('Title', 'Which?', @([System.Management.Automation.Host.ChoiceDescription]'&a'), 0) } while ($true) }
        'throw' { throw [System.InvalidOperationException]::new('broken') }
        'forever' { while ($true) { [System.Threading.Thread]::Sleep(20) } }
    }
    Write-TracedText $PSCmdlet 'done' 'Yellow' $false
}
Export-ModuleMember -Function 'Invoke-ADSyncDiagnostics'
