# Objects of the connector spaces, the metaverse and Active Directory: read once for each version of objects.clixml and
# found by key, so that 100,000 look-ups do not read the file 100,000 times.

$script:ObjectCache = $null

# Adds a record under a key. Keys are compared without regard to case.
function Add-IndexEntry {
    param($Index, [string] $Key, $Record)
    $list = $null
    if (-not $Index.TryGetValue($Key, [ref] $list)) {
        $list = [System.Collections.Generic.List[object]]::new()
        $Index.Add($Key, $list)
    }
    $list.Add($Record)
}

function New-ObjectIndex {
    , [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
}

# The indexes of the simulated server. A server that was made before there were objects has none.
function Get-ObjectStore {
    $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'objects.clixml')
    $file = [System.IO.FileInfo]::new($path)
    $key = if ($file.Exists) { '{0}|{1}|{2}' -f $path, $file.LastWriteTimeUtc.Ticks, $file.Length } else { $path }
    if ($null -ne $script:ObjectCache -and $script:ObjectCache.Key -eq $key) { return $script:ObjectCache }
    $data = @{}
    if ($file.Exists) { $data = [System.Management.Automation.PSSerializer]::Deserialize((Read-SharedText $path)) }
    $store = @{
        Key = $key; Directory = @(Get-StateList $data 'directory'); ByName = (New-ObjectIndex); ById = (New-ObjectIndex)
        Metaverse = (New-ObjectIndex); ByAttribute = (New-ObjectIndex); Space = @(Get-StateList $data 'connectorSpace')
    }
    foreach ($record in $store.Space) {
        Add-IndexEntry $store.ByName ('{0}|{1}' -f $record['connectorId'], (Get-ComparableName $record['distinguishedName'])) $record
        $store.ById[[string] $record['objectId']] = $record
    }
    foreach ($record in @(Get-StateList $data 'metaverse')) { $store.Metaverse[[string] $record['objectId']] = $record }
    foreach ($record in $store.Directory) {
        $connector = $record['connectorId']
        Add-IndexEntry $store.ByAttribute ('{0}|distinguishedname|{1}' -f $connector, (Get-ComparableName $record['distinguishedName'])) $record
        Add-IndexEntry $store.ByAttribute ('{0}|objectguid|{1}' -f $connector, $record['objectGuid']) $record
        foreach ($name in 'userPrincipalName', 'sAMAccountName') {
            if ($null -ne $record[$name]) { Add-IndexEntry $store.ByAttribute ('{0}|{1}|{2}' -f $connector, $name, $record[$name]) $record }
        }
    }
    $script:ObjectCache = $store
    $store
}

# A DN in the one form in which the indexes hold it: no blanks around separators, every escape undone but told apart from
# a separator. The look-up of a real server compares DNs as the directory does; how it normalises text is unverified.
function Get-ComparableName {
    param([string] $Name)
    $separator = [string] [char] 1
    $isPlain = -not ($Name.Contains('\') -or $Name.Contains(' ,') -or $Name.Contains(', '))
    if ($isPlain) { return $Name.Replace(',', $separator) }
    $parts = Split-DistinguishedName $Name
    if ($null -eq $parts) { return $Name }
    [string]::Join($separator, $parts)
}

# The hexadecimal pair at a place of a text, or -1.
function Get-HexPair {
    param([string] $Text, [int] $Place)
    if ($Place + 1 -ge $Text.Length) { return -1 }
    $value = 0
    if ([int]::TryParse($Text.Substring($Place, 2), 'AllowHexSpecifier', [System.Globalization.CultureInfo]::InvariantCulture, [ref] $value)) { return $value }
    -1
}

# The parts "TYPE=value" of a DN (RFC 4514) with escapes undone, or nothing if the text is not a DN.
function Split-DistinguishedName {
    param([string] $Name)
    $parts = [System.Collections.Generic.List[string]]::new()
    $bytes = [System.IO.MemoryStream]::new()
    $utf8 = [System.Text.UTF8Encoding]::new($false)
    $place = 0
    $blanks = 0
    $typed = $false
    while ($place -le $Name.Length) {
        if ($place -eq $Name.Length -or $Name[$place] -eq ',') {
            $text = $utf8.GetString($bytes.ToArray(), 0, [int] $bytes.Length - $blanks)
            if (-not $typed) { return }
            $parts.Add($text.Substring(0, $text.IndexOf('=')).Trim() + '=' + $text.Substring($text.IndexOf('=') + 1))
            $bytes = [System.IO.MemoryStream]::new()
            $blanks = 0
            $typed = $false
            $place++
            while ($place -lt $Name.Length -and $Name[$place] -eq ' ') { $place++ }
            if ($place -ge $Name.Length) { if ($Name.EndsWith(',')) { return }; break }
            continue
        }
        if ($Name[$place] -eq '\') {
            if ($place + 1 -ge $Name.Length) { return }
            $pair = Get-HexPair $Name ($place + 1)
            $blanks = 0
            if ($pair -ge 0) { $bytes.WriteByte($pair); $place += 3; continue }
            $place++
        } elseif ($Name[$place] -eq ' ') {
            $blanks++
        } else {
            $blanks = 0
            if ($Name[$place] -eq '=' -and $bytes.Length -gt 0) { $typed = $true }
        }
        $length = 1
        if ([char]::IsHighSurrogate($Name[$place]) -and $place + 1 -lt $Name.Length) { $length = 2 }
        $encoded = $utf8.GetBytes($Name.Substring($place, $length))
        $bytes.Write($encoded, 0, $encoded.Length)
        $place += $length
    }
    , $parts
}
