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

