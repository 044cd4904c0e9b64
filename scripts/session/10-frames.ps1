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

