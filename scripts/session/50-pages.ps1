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

