<#
.SYNOPSIS
Runs the functions of Get-PhsPlatformGuard.ps1, whose Windows-only part answers in Windows PowerShell alone, in any PowerShell on Windows.
.DESCRIPTION
They are taken from its syntax tree. With a file of cases the access rights are not read: each line is "name<TAB>kind<TAB>SDDL", and the
folder or file in its place has these rights. Writes one line for each answer: "name<TAB>state<TAB>detail".
.PARAMETER Script
Path of Get-PhsPlatformGuard.ps1.
.PARAMETER Folder
A folder with a file "file" and a folder "folder".
.PARAMETER Cases
The file of cases.
#>
[CmdletBinding()]
param([string]$Script, [string]$Folder, [string]$Cases = '')
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$tree = [System.Management.Automation.Language.Parser]::ParseFile($Script, [ref]$null, [ref]$null)
$text = ''
foreach ($statement in $tree.EndBlock.Statements) {
    $isPart = $statement -is [System.Management.Automation.Language.FunctionDefinitionAst]
    if ($isPart -or $statement.Extent.Text -like '$trusted = *') { $text += $statement.Extent.Text + "`n" }
}
if ($Cases -ne '') {
    $read = '(?:Directory|File)Security\]::new\(\$Entry, \$sections\)'
    if ([regex]::Matches($text, $read).Count -ne 2) { throw 'The script reads access rights in another way than this test knows.' }
    $text = [regex]::Replace($text, '\[System\.Security\.AccessControl\.' + $read, '(Get-GivenSecurity $isFolder)')
}
. ([scriptblock]::Create($text))

$sddl = ''
function Get-GivenSecurity {
    param([bool]$IsFolder)
    $security = if ($IsFolder) { [System.Security.AccessControl.DirectorySecurity]::new() } else { [System.Security.AccessControl.FileSecurity]::new() }
    $security.SetSecurityDescriptorSddlForm($sddl)
    $security
}

function Write-Answer {
    param([string]$Name, [scriptblock]$Ask)
    $answer = try { & $Ask } catch { @{ state = 'raised'; detail = $_.Exception.Message } }
    [System.Console]::Out.WriteLine("$Name`t$($answer.state)`t$($answer.detail)")
}

if ($Cases -ne '') {
    foreach ($line in [System.IO.File]::ReadAllLines($Cases)) {
        $name, $kind, $sddl = $line.Split("`t")
        $entry = [System.IO.Path]::Combine($Folder, $(if ($kind -eq 'folder') { 'folder' } else { 'file' }))
        Write-Answer $name { Get-PhsPlatformEntry -Entry $entry -Kind $kind }
    }
    return
}

$fact = Get-PhsPlatformFact
foreach ($name in 'supported', 'journalRoot', 'pinRoot', 'machineId', 'machineName', 'operator', 'elevated', 'host', 'eventSource') {
    [System.Console]::Out.WriteLine("$name`t$($fact[$name])")
}
$file = [System.IO.Path]::Combine($Folder, 'file')
Write-Answer 'a folder' { Get-PhsPlatformEntry -Entry $Folder -Kind 'folder' }
Write-Answer 'a tree' { Get-PhsPlatformTree -Root $Folder }
Write-Answer 'a file for a folder' { Get-PhsPlatformEntry -Entry $file -Kind 'folder' }
Write-Answer 'a folder for a file' { Get-PhsPlatformEntry -Entry $Folder -Kind 'secret' }
Write-Answer 'nothing' { Get-PhsPlatformEntry -Entry ($file + '.none') -Kind 'file' }
Write-Answer 'an account' { Get-PhsPlatformSid -Account 'NT AUTHORITY\SYSTEM' }
Write-Answer 'a SID' { Get-PhsPlatformSid -Account 'S-1-5-32-544' }
Write-Answer 'a task that is not there' { Save-PhsPlatformTask -Task '\phs-tool\none' }
$tasks = [System.IO.Path]::Combine([System.Environment]::SystemDirectory, 'Tasks', 'phs-tool')
$null = [System.IO.Directory]::CreateDirectory($tasks)
[System.IO.File]::WriteAllText([System.IO.Path]::Combine($tasks, 'test-of-the-guard'), 'x')
$key = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey('SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache')
$key.Dispose()
Write-Answer 'a task' { Save-PhsPlatformTask -Task '\phs-tool\test-of-the-guard' }
[System.IO.Directory]::Delete($tasks, $true)
