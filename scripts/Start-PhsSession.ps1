<#
.SYNOPSIS
Answers requests of phs-tool on standard input until its end (protocol PHS1, see DESIGN.md).
.DESCRIPTION
Opens one runspace for the operations, which are loaded from this folder as functions when they are asked for, and says
HELLO. The other side answers with one line OPEN <base64 of CLIXML> {helpers, modulePath, simulatorPath, simulatedServer, remote};
then it says READY. With remote, the operations run in a runspace on another server (Open-PhsRemote.ps1).
Each request is one line of ASCII: REQ <id> <deadlineMs> <base64 of CLIXML>. Requests are data: an operation is looked
up by name in the table of loaded operations and its arguments are bound to its parameters, so that no text of an
operator is ever parsed as PowerShell. Answers are frames on standard output.
A line AHEAD <base64 of CLIXML> ... names requests that will come and do not need ADSync; they may begin at once.
.PARAMETER Nonce
Random text that every frame repeats, so that nothing printed by chance is taken for an answer.
.PARAMETER OperationPath
A second folder of operations, loaded after those of this folder, or nothing.
.PARAMETER NoExit
Only there because the process owner in Node always appends -NoExit -Command -.
.PARAMETER Command
See NoExit.
.EXAMPLE
powershell.exe -NoProfile -NonInteractive -File Start-PhsSession.ps1 -Nonce 0123456789abcdef0123456789abcdef
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$Nonce,
    [string]$OperationPath = '',
    [switch]$NoExit,
    [string]$Command = ''
)

# Nothing below works in a restricted language, not even the frame that would say so.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    "PHS1-REFUSED language-mode $($ExecutionContext.SessionState.LanguageMode)"
    exit 66
}

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Write-PhsFrame {
    <# .SYNOPSIS Sends one frame: LF PHS1 nonce id kind sequence length base64 LF; a large document is packed first. #>
    param([string]$Id, [string]$Kind, [int]$Sequence, [object]$Value, [System.Diagnostics.Stopwatch]$Clock)
    Set-StrictMode -Version 2.0
    try { $text = [System.Management.Automation.PSSerializer]::Serialize($Value, 10) } catch {
        $text = [System.Management.Automation.PSSerializer]::Serialize((ConvertTo-PhsXmlValue -Value $Value), 10)
    }
    $document = [System.Text.Encoding]::UTF8.GetBytes($text)
    if ($document.Length -gt 16384) { $document = Compress-PhsDocument -Document $document }
    $payload = [System.Convert]::ToBase64String($document)
    $frame = [System.Text.Encoding]::ASCII.GetBytes("`nPHS1 $Nonce $Id $Kind $Sequence $($payload.Length) $payload`n")
    # Waiting for a reader that takes its time is no time of the operation.
    if ($null -ne $Clock) { $Clock.Stop() }
    $stdout.Write($frame, 0, $frame.Length)
    $stdout.Flush()
    if ($null -ne $Clock) { $Clock.Start() }
}

function ConvertTo-PhsXmlValue {
    <#
    .SYNOPSIS
    The same value with U+FFFD in place of the two characters that XML does not have and the serializer does not escape: one event
    that a user wrote must not keep an answer from being given.
    #>
    param([object]$Value)
    Set-StrictMode -Version 2.0
    if ($Value -is [string]) { return [regex]::Replace($Value, '[\uFFFE\uFFFF]', [string][char]0xFFFD) }
    if ($Value -is [System.Collections.IDictionary]) {
        $copy = [ordered]@{}
        foreach ($key in @($Value.Keys)) { $copy[(ConvertTo-PhsXmlValue -Value $key)] = ConvertTo-PhsXmlValue -Value $Value[$key] }
        return $copy
    }
    # The comma keeps a list in one piece.
    if ($Value -is [System.Collections.IList] -and $Value -isnot [byte[]]) {
        return , @(foreach ($item in $Value) { , (ConvertTo-PhsXmlValue -Value $item) })
    }
    , $Value
}

function Compress-PhsDocument {
    <# .SYNOPSIS Packs a document with gzip; small ones are not worth the loading of it. #>
    param([byte[]]$Document)
    Set-StrictMode -Version 2.0
    $packed = [System.IO.MemoryStream]::new()
    $gzip = [System.IO.Compression.GZipStream]::new($packed, [System.IO.Compression.CompressionLevel]::Fastest, $true)
    $gzip.Write($Document, 0, $Document.Length)
    $gzip.Dispose()
    , $packed.ToArray()
}

function ConvertTo-PhsPage {
    <# .SYNOPSIS Turns rows into columns: a dictionary of equally long arrays. #>
    param([System.Collections.Generic.List[object]]$Rows, [object[]]$Columns)
    Set-StrictMode -Version 2.0
    $page = @{}
    foreach ($column in $Columns) {
        # The comma keeps a value that is a list in one piece; this form is twice as fast as filling an array by index.
        $page[$column] = @(foreach ($row in $Rows) { , $row[$column] })
    }
    $page
}

function ConvertTo-PhsInformation {
    <# .SYNOPSIS Flattens what a cmdlet wrote to the host; colours are kept because they carry meaning. #>
    param([System.Management.Automation.InformationRecord]$Record)
    Set-StrictMode -Version 2.0
    $data = $Record.MessageData
    if ($data -is [System.Management.Automation.HostInformationMessage]) {
        $color = $null
        if ($null -ne $data.ForegroundColor) { $color = $data.ForegroundColor.ToString() }
        return @{ text = [string]$data.Message; foreground = $color; noNewLine = ($data.NoNewLine -eq $true) }
    }
    # From another server the message comes as a copy of its properties.
    if ($data -is [System.Management.Automation.PSObject] -and $null -ne $data.PSObject.Properties['NoNewLine']) {
        $color = $null
        if ($null -ne $data.ForegroundColor) { $color = [string]$data.ForegroundColor }
        return @{ text = [string]$data.Message; foreground = $color; noNewLine = ([string]$data.NoNewLine -eq 'True') }
    }
    @{ text = [string]$data; foreground = $null; noNewLine = $false }
}

function Get-PhsHostModulePath {
    <# .SYNOPSIS The folders of modules that only an administrator can write to. #>
    Set-StrictMode -Version 2.0
    $folders = [System.Collections.Generic.List[string]]::new()
    $folders.Add([System.IO.Path]::Combine($PSHOME, 'Modules'))
    $machine = [System.Environment]::GetEnvironmentVariable('PSModulePath', [System.EnvironmentVariableTarget]::Machine)
    if (-not [string]::IsNullOrEmpty($machine)) {
        foreach ($folder in $machine.Split([System.IO.Path]::PathSeparator)) {
            $expanded = [System.Environment]::ExpandEnvironmentVariables($folder)
            if ($expanded -ne '' -and -not $folders.Contains($expanded)) { $folders.Add($expanded) }
        }
    }
    [string]::Join([string][System.IO.Path]::PathSeparator, $folders.ToArray())
}

function Open-PhsRunspace {
    <# .SYNOPSIS Opens the runspace of the operations and notes where each operation is to be found. #>
    Set-StrictMode -Version 2.0
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $files = [System.Collections.Generic.List[string]]::new()
    $files.AddRange([System.IO.Directory]::GetFiles($PSScriptRoot, '*.ps1'))
    if ($OperationPath -ne '') { $files.AddRange([System.IO.Directory]::GetFiles($OperationPath, '*.ps1')) }
    foreach ($file in $files) {
        $name = [System.IO.Path]::GetFileNameWithoutExtension($file)
        if ($name -ne 'Start-PhsSession') { $operations[$name] = $file }
    }
    $none = [System.Management.Automation.ScopedItemOptions]::None
    $state.Variables.Add(
        [System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('ProgressPreference', 'SilentlyContinue', '', $none)
    )
    $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('ConfirmPreference', 'None', '', $none))
    $opened = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
    # COM objects behind the ADSync cmdlets want a single-threaded apartment; only Windows has them.
    try { $opened.ApartmentState = [System.Threading.ApartmentState]::STA } catch { $null = $_ }
    $opened.ThreadOptions = [System.Management.Automation.Runspaces.PSThreadOptions]::ReuseThread
    $opened.Open()
    # Opening a runspace adds the user's own folder again, so the path is set afterwards.
    $env:PSModulePath = Get-PhsHostModulePath
    $opened
}

function Import-PhsOperation {
    <# .SYNOPSIS Loads operations as functions of the runspace, each once: reading all of them would slow down every start. #>
    param([string[]]$Name)
    Set-StrictMode -Version 2.0
    $bodies = @{}
    foreach ($one in $Name) {
        $file = $operations[$one]
        if ($file -isnot [string]) { continue }
        $operations[$one] = $true
        $bodies[$one] = [System.IO.File]::ReadAllText($file)
    }
    if ($bodies.Count -eq 0) { return }
    if ($remote.Open) {
        # An endpoint without full language has its own functions, and takes no others.
        if (-not $remote.Full) { return }
        $null = (New-PhsShell -Name 'Initialize-PhsRemote' -Arguments @{ Functions = $bodies }).Invoke()
        return
    }
    $items = $runspace.SessionStateProxy.InvokeProvider.Item
    foreach ($one in $bodies.Keys) {
        # A simulated server answers some operations itself: what its modules brought stays.
        if (-not $items.Exists("function:$one")) {
            $items.Set("function:$one", [System.Management.Automation.ScriptBlock]::Create($bodies[$one]))
        }
    }
}

function Connect-PhsServer {
    <# .SYNOPSIS Puts a runspace on another server in the place of the one for the operations. #>
    param([System.Collections.IDictionary]$Settings)
    Set-StrictMode -Version 2.0
    $functions = @{
        'Initialize-PhsRemote' = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($PSScriptRoot, 'Initialize-PhsRemote.ps1'))
        'Get-PhsSessionInfo'   = ${function:Get-PhsSessionInfo}.ToString()
    }
    $open = (Get-Command -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Open-PhsRemote.ps1'))).ScriptBlock
    # What ssh says of a failure goes to the console and nowhere else.
    [System.Console]::SetOut($remote.Said)
    $found = & $open -Remote $Settings['remote'] -Functions $functions -ModulePath ([string]$Settings['modulePath'])
    $script:runspace = $found['runspace']
    $remote.Info = $found['info']
    $remote.Full = $found['full']
    $remote.Open = $true
    [System.Console]::SetOut([System.IO.TextWriter]::Null)
}

function Test-PhsLost {
    <# .SYNOPSIS True when the connection to the other server is gone. #>
    Set-StrictMode -Version 2.0
    $remote.Open -and $runspace.RunspaceStateInfo.State -ne [System.Management.Automation.Runspaces.RunspaceState]::Opened
}

function Close-PhsServer {
    <# .SYNOPSIS Ends the session on the other server, so that no process stays there. #>
    Set-StrictMode -Version 2.0
    if ($remote.Open) { try { $runspace.Close() } catch { $null = $_ } }
}

function Initialize-PhsServer {
    <# .SYNOPSIS Takes what the other side says: the helpers of operations, modules that go first, a simulated server. #>
    param([System.Collections.IDictionary]$Settings)
    Set-StrictMode -Version 2.0
    if ($Settings['remote'] -is [System.Collections.IDictionary]) {
        Connect-PhsServer -Settings $Settings
        Import-PhsOperation -Name $Settings['helpers']
        return
    }
    Import-PhsOperation -Name $Settings['helpers']
    $modules = [string]$Settings['modulePath']
    if ($modules -ne '') { $env:PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath }
    $simulator = [string]$Settings['simulatorPath']
    if ($simulator -eq '') { return }
    $constant = [System.Management.Automation.ScopedItemOptions]::Constant
    $runspace.SessionStateProxy.PSVariable.Set(
        [System.Management.Automation.PSVariable]::new('PhsSimulatedServer', [string]$Settings['simulatedServer'], $constant)
    )
    $import = [System.IO.Path]::Combine($simulator, 'Import-PhsSimulator.ps1')
    $null = (New-PhsShell -Name $import -Arguments @{ SimulatorPath = $simulator; ModulePath = $modules }).Invoke()
}

function Read-PhsDocument {
    <# .SYNOPSIS The value in the base64 of a CLIXML document. #>
    param([string]$Payload)
    Set-StrictMode -Version 2.0
    [System.Management.Automation.PSSerializer]::Deserialize(
        [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Payload))
    )
}

function Read-PhsLine {
    <# .SYNOPSIS Returns the next line of standard input, or $null at its end. The read that is under way is kept in $inbox. #>
    Set-StrictMode -Version 2.0
    while ($true) {
        $end = [System.Array]::IndexOf($inbox.Bytes, [byte]10, $inbox.Start, $inbox.Count)
        if ($end -ge 0) {
            $length = $end - $inbox.Start
            $inbox.Line.Write($inbox.Bytes, $inbox.Start, $length)
            $inbox.Start += $length + 1
            $inbox.Count -= $length + 1
            $text = [System.Text.Encoding]::ASCII.GetString($inbox.Line.ToArray())
            $inbox.Line.SetLength(0)
            return $text.TrimEnd("`r")
        }
        $inbox.Line.Write($inbox.Bytes, $inbox.Start, $inbox.Count)
        $inbox.Start = 0
        $inbox.Count = 0
        Start-PhsRead
        $inbox.Count = $inbox.Task.GetAwaiter().GetResult()
        $inbox.Task = $null
        if ($inbox.Count -eq 0) { return $null }
    }
}

function Start-PhsRead {
    <# .SYNOPSIS Begins to read standard input, so that its end is noticed while an operation runs. #>
    Set-StrictMode -Version 2.0
    if ($null -eq $inbox.Task -and $inbox.Count -eq 0) {
        $inbox.Task = $stdin.ReadAsync($inbox.Bytes, 0, $inbox.Bytes.Length)
    }
}

function Test-PhsDisconnected {
    <# .SYNOPSIS True when the other side has closed standard input. #>
    Set-StrictMode -Version 2.0
    $null -ne $inbox.Task -and $inbox.Task.IsCompleted -and ($inbox.Task.IsFaulted -or $inbox.Task.Result -eq 0)
}

function Send-PhsRow {
    <# .SYNOPSIS Takes what the operation has written so far and sends full pages; the rest only when Final is set. #>
    param([hashtable]$Run, [bool]$Final)
    Set-StrictMode -Version 2.0
    foreach ($item in $Run.Output.ReadAll()) {
        $row = $item
        if ($item -is [System.Management.Automation.PSObject]) { $row = $item.PSObject.BaseObject }
        if ($row -is [System.Collections.IDictionary]) { $Run.Rows.Add($row) } else { $Run.Stray++; continue }
        # Only events have long texts; a page of them stays small enough to be read at once.
        $text = $row['message']
        if ($text -is [string]) { $Run.Characters += $text.Length }
        if ($Run.Rows.Count -ge $Run.PageSize -or $Run.Characters -ge 4000000) { Send-PhsPage -Run $Run }
    }
    if ($Final -and $Run.Rows.Count -gt 0) { Send-PhsPage -Run $Run }
}

function Send-PhsPage {
    <# .SYNOPSIS Sends the rows at hand as one frame. #>
    param([hashtable]$Run)
    Set-StrictMode -Version 2.0
    $page = ConvertTo-PhsPage -Rows $Run.Rows -Columns $Run.Columns
    Write-PhsFrame -Id $Run.Id -Kind 'part' -Sequence $Run.Sequence -Value $page -Clock $Run.Clock
    $Run.Sequence++
    $Run.Rows.Clear()
    $Run.Characters = 0
}

function Wait-PhsOperation {
    <# .SYNOPSIS Drains the output until the operation ends, its deadline passes or the other side is gone. #>
    param([hashtable]$Run, [System.Management.Automation.PowerShell]$Shell, [System.IAsyncResult]$Invocation, [long]$DeadlineMs)
    Set-StrictMode -Version 2.0
    while (-not $Invocation.AsyncWaitHandle.WaitOne(25)) {
        Send-PhsRow -Run $Run -Final $false
        $gone = (Test-PhsDisconnected) -and -not $Run.Mutates
        if ($gone -or $Run.Clock.ElapsedMilliseconds -gt $DeadlineMs) {
            $patience = 4000
            if ($gone) { $patience = 500 }
            $stop = $Shell.BeginStop($null, $null)
            $Run.Stuck = -not $stop.AsyncWaitHandle.WaitOne($patience)
            if ($gone) { Close-PhsServer; [System.Environment]::Exit(0) }
            return 'timeout'
        }
    }
    'completed'
}

function Get-PhsStream {
    <# .SYNOPSIS Errors, warnings and information of an operation as flat data, at most 1,000 of each. #>
    param([System.Management.Automation.PowerShell]$Shell, [System.Collections.Generic.List[object]]$Errors)
    Set-StrictMode -Version 2.0
    # ReadAll takes what is there. To enumerate a stream would wait for the end of a pipeline that does not stop.
    foreach ($record in $Shell.Streams.Error.ReadAll()) {
        if ($Errors.Count -lt 1000) { $Errors.Add((ConvertTo-PhsFlatError -Record $record)) }
    }
    $warnings = [System.Collections.Generic.List[object]]::new()
    foreach ($record in $Shell.Streams.Warning.ReadAll()) {
        if ($warnings.Count -lt 1000) { $warnings.Add([string]$record.Message) }
    }
    $information = [System.Collections.Generic.List[object]]::new()
    foreach ($record in $Shell.Streams.Information.ReadAll()) {
        if ($information.Count -lt 10000) { $information.Add((ConvertTo-PhsInformation -Record $record)) }
    }
    @{ errors = $Errors.ToArray(); warnings = $warnings.ToArray(); information = $information.ToArray() }
}

function New-PhsShell {
    <# .SYNOPSIS A pipeline of one operation with its arguments bound as data. #>
    param([string]$Name, [System.Collections.IDictionary]$Arguments)
    Set-StrictMode -Version 2.0
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddCommand($Name)
    foreach ($key in $Arguments.Keys) { $null = $shell.AddParameter([string]$key, $Arguments[$key]) }
    $shell
}

function Write-PhsEnd {
    <# .SYNOPSIS Sends the end frame of a request that never began. #>
    param([string]$Id, [string]$State, [object[]]$Errors)
    Set-StrictMode -Version 2.0
    Write-PhsFrame -Id $Id -Kind 'end' -Sequence 0 -Value @{
        state = $State; errors = $Errors; warnings = @(); information = @(); durationMs = 0; stray = 0; stuck = $false
    }
}

function Start-PhsAhead {
    <# .SYNOPSIS Begins with requests that will come and do not need ADSync, in a runspace of their own (Read-PhsAhead.ps1). Once. #>
    param([string[]]$Payloads)
    Set-StrictMode -Version 2.0
    if ($remote.Open -or $null -ne $ahead.Shell) { return }
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $scope = [System.Management.Automation.ScopedItemOptions]::None
    $state.Variables.Add(
        [System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('ProgressPreference', 'SilentlyContinue', '', $scope)
    )
    $requests = @(foreach ($payload in $Payloads) { Read-PhsDocument -Payload $payload })
    # This form opens its runspace in a thread of its own, so that nobody waits for it.
    $shell = [System.Management.Automation.PowerShell]::Create($state)
    $null = $shell.AddCommand([System.IO.Path]::Combine($PSScriptRoot, 'Read-PhsAhead.ps1'))
    $null = $shell.AddParameter('Folder', $PSScriptRoot).AddParameter('Request', $requests)
    $null = $shell.AddParameter('Helper', [string[]]@('ConvertTo-PhsUtcTime', 'Read-PhsLog'))
    foreach ($payload in $Payloads) { $ahead.Payloads.Enqueue($payload) }
    $none = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $none.Complete()
    $ahead.Invocation = $shell.BeginInvoke($none, $ahead.Output)
    $ahead.Shell = $shell
}

function Receive-PhsAhead {
    <#
    .SYNOPSIS
    Moves the rows of a request that was begun ahead to its output. Answers how it ended, or $null: it has to be run in its turn.
    #>
    param([hashtable]$Run, [string]$Payload, [long]$DeadlineMs)
    Set-StrictMode -Version 2.0
    if ($ahead.Payloads.Count -eq 0 -or $ahead.Payloads.ToArray()[0] -cne $Payload) { return $null }
    $null = $ahead.Payloads.Dequeue()
    Start-PhsRead
    $rows = [System.Collections.Generic.List[psobject]]::new()
    while ($true) {
        # Whatever was written before the end is there once the end was seen.
        $isOver = $ahead.Invocation.AsyncWaitHandle.WaitOne(0)
        foreach ($item in $ahead.Output.ReadAll()) { $ahead.Seen.Enqueue($item) }
        while ($ahead.Seen.Count -gt 0) {
            $item = $ahead.Seen.Dequeue()
            if ($item -isnot [string]) { $rows.Add($item); continue }
            if ($item -cne 'ok' -or $ahead.Shell.Streams.Error.Count -gt 0) { return $null }
            foreach ($row in $rows) { $Run.Output.Add($row) }
            return 'completed'
        }
        if ($isOver) { return $null }
        if (Test-PhsDisconnected) { [System.Environment]::Exit(0) }
        if ($Run.Clock.ElapsedMilliseconds -gt $DeadlineMs) {
            $ahead.Payloads.Clear()
            $null = $ahead.Shell.BeginStop($null, $null)
            return 'timeout'
        }
        $null = $ahead.Invocation.AsyncWaitHandle.WaitOne(10)
    }
}

function New-PhsRun {
    <# .SYNOPSIS What one request needs while it runs: its pages, its columns and its clock. #>
    param([string]$Id, [System.Collections.IDictionary]$Request)
    Set-StrictMode -Version 2.0
    @{
        Id = $Id; Sequence = 0; Stray = 0; Characters = 0; Stuck = $false
        Mutates = [bool]$Request['mutates']; PageSize = [int]$Request['pageSize']
        Columns = @($Request['columns']); Rows = [System.Collections.Generic.List[object]]::new()
        Output = [System.Management.Automation.PSDataCollection[psobject]]::new(); Clock = [System.Diagnostics.Stopwatch]::StartNew()
    }
}

function Write-PhsRunEnd {
    <# .SYNOPSIS Sends the rows that are left and the end frame of a request that ran; Streams is what it wrote beside its output. #>
    param([hashtable]$Run, [string]$State, [hashtable]$Streams)
    Set-StrictMode -Version 2.0
    Send-PhsRow -Run $Run -Final $true
    $Streams['state'] = $State
    $Streams['durationMs'] = [double]$Run.Clock.Elapsed.TotalMilliseconds
    $Streams['stray'] = $Run.Stray
    $Streams['stuck'] = $Run.Stuck
    Write-PhsFrame -Id $Run.Id -Kind 'end' -Sequence $Run.Sequence -Value $Streams
}

function Invoke-PhsRequest {
    <# .SYNOPSIS Runs one request and sends its pages and its end frame. #>
    param([string]$Id, [long]$DeadlineMs, [string]$Payload)
    Set-StrictMode -Version 2.0
    $request = Read-PhsDocument -Payload $Payload
    $run = New-PhsRun -Id $Id -Request $request
    if (-not $operations.ContainsKey([string]$request['operation'])) {
        Write-PhsEnd -Id $Id -State 'unknown-operation' -Errors @()
        return
    }
    $state = Receive-PhsAhead -Run $run -Payload $Payload -DeadlineMs $DeadlineMs
    if ($null -ne $state) {
        Write-PhsRunEnd -Run $run -State $state -Streams @{ errors = @(); warnings = @(); information = @() }
        return
    }
    try {
        Import-PhsOperation -Name $request['operation']
        $shell = New-PhsShell -Name $request['operation'] -Arguments $request['arguments']
        $none = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $none.Complete()
        Start-PhsRead
        $invocation = $shell.BeginInvoke($none, $run.Output)
    } catch {
        if (-not (Test-PhsLost)) { throw }
        Write-PhsEnd -Id $Id -State 'lost' -Errors @(ConvertTo-PhsFlatError -Record (Get-PhsCause -Record $_))
        return
    }
    $errors = [System.Collections.Generic.List[object]]::new()
    $state = Wait-PhsOperation -Run $run -Shell $shell -Invocation $invocation -DeadlineMs $DeadlineMs
    if ($state -eq 'completed') {
        try { $null = $shell.EndInvoke($invocation) } catch {
            $state = 'failed'
            $errors.Add((ConvertTo-PhsFlatError -Record (Get-PhsCause -Record $_)))
        }
    }
    if (Test-PhsLost) { $state = 'lost' }
    Write-PhsRunEnd -Run $run -State $state -Streams (Get-PhsStream -Shell $shell -Errors $errors)
    if (-not $run.Stuck) { $shell.Dispose() }
}

function ConvertTo-PhsFlatError {
    <# .SYNOPSIS Flattens an error record as the operations do; the script is looked up when the first error comes. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    if ($null -eq $inbox.Flatten) {
        $inbox.Flatten = (Get-Command -Name ([System.IO.Path]::Combine($PSScriptRoot, 'ConvertTo-PhsFailure.ps1'))).ScriptBlock
    }
    $flatten = $inbox.Flatten
    & $flatten $Record
}

function Get-PhsCause {
    <# .SYNOPSIS The error record of the operation itself, without the wrapping that the method call adds. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    $inner = $Record.Exception.InnerException
    if ($inner -isnot [System.Management.Automation.RuntimeException] -or $null -eq $inner.ErrorRecord) { return $Record }
    # The record of an exception refers to it by a placeholder, which would hide its type.
    [System.Management.Automation.ErrorRecord]::new($inner.ErrorRecord, $inner)
}

function Get-PhsTransportCode {
    <# .SYNOPSIS The code of WinRM in an error of remoting: its texts are translated; empty for every other error. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    $exception = $Record.Exception
    while ($null -ne $exception) {
        if ($exception -is [System.Management.Automation.Remoting.PSRemotingTransportException]) { return [string]$exception.ErrorCode }
        $exception = $exception.InnerException
    }
    ''
}

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
