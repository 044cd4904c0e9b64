# ---- Text, hashes, tolerant reading

function Get-PhsSha256 {
    <# .SYNOPSIS SHA-256 as lower-case hexadecimal; by the provider that a FIPS policy allows. #>
    param([byte[]]$Bytes)
    Set-StrictMode -Version 2.0
    $algorithm = [System.Security.Cryptography.SHA256CryptoServiceProvider]::new()
    try {
        [System.BitConverter]::ToString($algorithm.ComputeHash($Bytes)).Replace('-', '').ToLowerInvariant()
    } finally {
        $algorithm.Dispose()
    }
}

function ConvertTo-PhsBase64 {
    <# .SYNOPSIS Free text as base64 of UTF-8; a dash for null. #>
    param([object]$Text)
    Set-StrictMode -Version 2.0
    if ($null -eq $Text) { return '-' }
    [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes([string]$Text))
}

function ConvertTo-PhsPlainText {
    <# .SYNOPSIS The text that ConvertTo-PhsBase64 packed. #>
    param([string]$Text)
    Set-StrictMode -Version 2.0
    if ($Text -eq '-') { return $null }
    [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Text))
}

function Get-PhsMember {
    <# .SYNOPSIS A property that may not be there; a collection is answered as it is. #>
    param([object]$From, [string]$Name)
    Set-StrictMode -Version 2.0
    if ($null -eq $From) { return $null }
    $property = $From.PSObject.Properties[$Name]
    if ($null -eq $property -or $null -eq $property.Value) { return $null }
    if ($property.Value -is [System.Collections.ICollection]) { return , $property.Value }
    $property.Value
}

function Test-PhsFlag {
    <# .SYNOPSIS yes, no or unknown of a flag that may be text (facts 1.9). #>
    param([object]$Value)
    Set-StrictMode -Version 2.0
    switch (([string]$Value).Trim()) {
        'True' { 'yes' }
        '1' { 'yes' }
        'False' { 'no' }
        '0' { 'no' }
        default { 'unknown' }
    }
}

