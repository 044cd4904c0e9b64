# The export of the configuration (facts 1.12): a file for each connector and rule, and one for the global settings.

# Writes one file of the export: UTF-8, as the published examples are; the body is written by the script block.
function Write-ExportFile {
    param([string] $Folder, [string] $Name, [scriptblock] $Body)
    [void] [System.IO.Directory]::CreateDirectory($Folder)
    $settings = [System.Xml.XmlWriterSettings]::new()
    $settings.Indent = $true
    $settings.OmitXmlDeclaration = $true
    $settings.Encoding = [System.Text.UTF8Encoding]::new($false)
    # Names of scenarios can hold characters that XML cannot; the engine would not let them in either.
    $settings.CheckCharacters = $false
    $writer = [System.Xml.XmlWriter]::Create([System.IO.Path]::Combine($Folder, $Name), $settings)
    try { & $Body $writer } finally { $writer.Dispose() }
}

function ConvertTo-ExportGuid {
    param($Value)
    ([guid] $Value).ToString('B').ToUpperInvariant()
}

function ConvertTo-ExportTime {
    param($Value)
    if ($null -eq $Value) { return '' }
    ([datetime] $Value).ToString('yyyy-MM-dd HH:mm:ss.fff', [System.Globalization.CultureInfo]::InvariantCulture)
}

# Parameters with the spelling of the files; of an encrypted one only its name.
function Write-ExportParameter {
    param($Writer, $Records, [string] $Use)
    foreach ($record in @($Records)) {
        if ($null -eq $record) { continue }
        $encrypted = $record['inputType'] -eq 'EncryptedString'
        $Writer.WriteStartElement('parameter')
        $Writer.WriteAttributeString('name', [string] $record['name'])
        $Writer.WriteAttributeString('type', $(if ($encrypted) { 'encrypted-string' } else { 'string' }))
        $Writer.WriteAttributeString('use', $Use)
        $Writer.WriteAttributeString('dataType', 'String')
        if ($encrypted) { $Writer.WriteAttributeString('encrypted', '1') }
        $Writer.WriteString([string] $record['value'])
        $Writer.WriteEndElement()
    }
}

function Get-ParameterText {
    param($Records, [string] $Name)
    foreach ($record in @($Records)) { if ($null -ne $record -and $record['name'] -eq $Name) { return [string] $record['value'] } }
    ''
}

function Write-ExportPartition {
    param($Writer, $Record, [bool] $IsAd)
    $Writer.WriteStartElement('partition')
    $Writer.WriteElementString('id', ([guid] $Record['identifier']).ToString('B'))
    $Writer.WriteElementString('name', [string] $Record['dn'])
    $Writer.WriteElementString('version', [string] $Record['version'])
    $Writer.WriteElementString('selected', $(if ($Record['selected']) { '1' } else { '0' }))
    $Writer.WriteElementString('display-name', [string] $Record['name'])
    $Writer.WriteStartElement('filter')
    $Writer.WriteStartElement('containers')
    foreach ($list in @(@('exclusions', 'exclusion', 'excludedContainers'), @('inclusions', 'inclusion', 'includedContainers'))) {
        $Writer.WriteStartElement($list[0])
        foreach ($container in @(Get-StateList $Record $list[2])) { $Writer.WriteElementString($list[1], [string] $container) }
        $Writer.WriteEndElement()
    }
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
    if ($IsAd) {
        $Writer.WriteStartElement('custom-data')
        $Writer.WriteStartElement('adma-partition-data')
        $Writer.WriteElementString('dn', [string] $Record['dn'])
        $Writer.WriteElementString('name', [string] $Record['name'])
        $Writer.WriteElementString('is-domain', $(if ($Record['isDomain']) { '1' } else { '0' }))
        $last = Get-ParameterText $Record['parameters'] 'last-dc'
        if ($last -ne '') { $Writer.WriteElementString('last-dc', $last) }
        $Writer.WriteElementString('dc-failover', (Get-ParameterText $Record['parameters'] 'dc-failover'))
        $preferred = @(Get-StateList $Record 'preferredDCs')
        if ($preferred.Count -gt 0) {
            $Writer.WriteStartElement('preferred-dcs')
            foreach ($controller in $preferred) { $Writer.WriteElementString('preferred-dc', [string] $controller) }
            $Writer.WriteEndElement()
        }
        $Writer.WriteEndElement()
        $Writer.WriteEndElement()
    }
    $Writer.WriteStartElement('parameter-values')
    Write-ExportParameter $Writer $Record['parameters'] 'partition'
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
}

function Write-ExportConnector {
    param($Writer, $Record, $State)
    $isAd = $Record['connectorTypeName'] -eq 'AD'
    $Writer.WriteStartElement('ma-data')
    $Writer.WriteElementString('format-version', '1')
    $Writer.WriteElementString('id', (ConvertTo-ExportGuid $Record['identifier']))
    $Writer.WriteElementString('name', [string] $Record['name'])
    $Writer.WriteElementString('category', [string] $Record['connectorTypeName'])
    $Writer.WriteElementString('subtype', [string] $Record['subtype'])
    $Writer.WriteElementString('creation-time', (ConvertTo-ExportTime $Record['creationTime']))
    $Writer.WriteElementString('last-modification-time', (ConvertTo-ExportTime $Record['lastModificationTime']))
    $Writer.WriteElementString('version', [string] $Record['version'])
    $Writer.WriteElementString('password-sync-allowed', '0')
    $Writer.WriteStartElement('private-configuration')
    $Writer.WriteStartElement($(if ($isAd) { 'adma-configuration' } else { 'MAConfig' }))
    if ($isAd) {
        foreach ($name in 'forest-name', 'forest-login-domain', 'forest-login-user') {
            $Writer.WriteElementString($name, (Get-ParameterText $Record['connectivityParameters'] $name))
        }
        $channel = Get-StateList $State 'channels' | Where-Object { $_['sourceConnector'] -ceq $Record['name'] }
        if ($null -ne $channel) {
            $target = Get-StateList $State 'connectors' | Where-Object { $_['name'] -ceq $channel['targetConnector'] }
            $Writer.WriteStartElement('password-hash-sync-config')
            $Writer.WriteElementString('enabled', $(if ($channel['enabled']) { '1' } else { '0' }))
            if ($null -ne $target) { $Writer.WriteElementString('target', (ConvertTo-ExportGuid $target['identifier'])) }
            $Writer.WriteEndElement()
        }
    }
    $Writer.WriteStartElement('parameter-values')
    Write-ExportParameter $Writer $Record['connectivityParameters'] 'connectivity'
    Write-ExportParameter $Writer $Record['globalParameters'] 'global'
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
    $Writer.WriteStartElement('ma-partition-data')
    foreach ($partition in @(Get-StateList $Record 'partitions')) { Write-ExportPartition $Writer $partition $isAd }
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
}

function Write-ExportRule {
    param($Writer, $Record)
    $Writer.WriteStartElement('synchronizationRule')
    $Writer.WriteElementString('id', ([guid] $Record['identifier']).ToString('B'))
    $Writer.WriteElementString('internal-id', ([guid] $Record['internalId']).ToString('B'))
    $Writer.WriteElementString('version', [string] $Record['version'])
    $Writer.WriteElementString('name', [string] $Record['name'])
    $Writer.WriteElementString('immutable-tag', [string] $Record['immutableTag'])
    $Writer.WriteElementString('direction', [string] $Record['direction'])
    # These two are spelled differently in the files themselves.
    $Writer.WriteElementString('disabled', $(if ($Record['disabled']) { 'True' } else { 'False' }))
    $Writer.WriteElementString('connector', ([guid] $Record['connector']).ToString('B'))
    $Writer.WriteElementString('sourceObjectType', [string] $Record['sourceObjectType'])
    $Writer.WriteElementString('targetObjectType', [string] $Record['targetObjectType'])
    $Writer.WriteElementString('linkType', [string] $Record['linkType'])
    $Writer.WriteElementString('precedence', [string] $Record['precedence'])
    $Writer.WriteElementString('EnablePasswordSync', $(if ($Record['enablePasswordSync']) { 'true' } else { 'false' }))
    $Writer.WriteEndElement()
}

function Write-ExportSettings {
    param($Writer, $State)
    $Writer.WriteStartElement('saved-mv-configuration')
    $Writer.WriteAttributeString('server', [string] $State['platform']['machineName'])
    $Writer.WriteAttributeString('export-date', (ConvertTo-ExportTime ([datetime]::UtcNow)))
    $Writer.WriteStartElement('mv-data')
    $Writer.WriteElementString('format-version', '1')
    $Writer.WriteElementString('version', [string] $State['settingsVersion'])
    $Writer.WriteStartElement('parameter-values')
    Write-ExportParameter $Writer $State['globalParameters'] 'SynchronizationGlobal'
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
}

function Get-ADSyncServerConfiguration {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $Path)
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    foreach ($record in @(Get-StateList $state 'connectors')) {
        Write-ExportFile ([System.IO.Path]::Combine($Path, 'Connectors')) ('Connector_{0}.xml' -f ([guid] $record['identifier']).ToString('B')) {
            param($writer) Write-ExportConnector $writer $record $state
        }
    }
    foreach ($record in @(Get-StateList $state 'rules')) {
        Write-ExportFile ([System.IO.Path]::Combine($Path, 'SynchronizationRules')) ('SynchronizationRule_{0}.xml' -f ([guid] $record['identifier']).ToString('B')) {
            param($writer) Write-ExportRule $writer $record
        }
    }
    Write-ExportFile ([System.IO.Path]::Combine($Path, 'GlobalSettings')) 'MV.xml' { param($writer) Write-ExportSettings $writer $state }
}
