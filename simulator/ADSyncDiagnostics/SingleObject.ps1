# The diagnostics of one user. The sentences about where the object is are those of the object diagnostics (facts 2.3);
# those about rules, the last attempt and temporary passwords are not public: only what they are about is known (facts 2.4).

# What a look-up answers, or nothing when the cmdlet throws.
function Find-SyncObject {
    param([scriptblock] $LookUp)
    try { & $LookUp } catch { $null = $_ }
}

# One of two sentences, with the type that goes with it.
function Write-DiagnosticChoice {
    param($Report, [bool] $Holds, [string] $Good, [string] $Bad, [string] $Name)
    if ($Holds) { Write-DiagnosticText $Report 'Output' $Good $Name $true } else { Write-DiagnosticText $Report 'Error' $Bad $Name $false }
}

# Whether an object was exported and not imported since; a member of its error (facts 1.10).
function Test-NotReimported {
    param($Object)
    $null -ne $Object.SynchronizationError -and $Object.SynchronizationError.ExportedChangedNotReimported
}

# The rules with EnablePasswordSync in the lineage of an object.
function Get-AppliedPasswordRule {
    param($Object)
    $applied = @($Object.Lineage | ForEach-Object { $_.SyncRuleInternalId })
    Get-ADSyncRule | Where-Object { $_.EnablePasswordSync -and $applied -contains $_.InternalId } | ForEach-Object { $_.Name }
}

function Write-PasswordRule {
    param($Report, $Object, [string] $Direction, [string] $Place)
    $names = @(Get-AppliedPasswordRule $Object)
    $good = 'Password Hash Synchronization {0} rule(s): {1}' -f $Direction, [string]::Join(', ', $names)
    $bad = 'There is no Password Hash Synchronization rule for {0} connector space object' -f $Place
    Write-DiagnosticChoice $Report ($names.Count -gt 0) $good $bad ('{0}PasswordRule' -f $Direction)
}

# The result of the last attempt, which is kept for seven days.
function Write-LastAttempt {
    param($Report, $Object)
    $entries = $null
    try { $entries = @(Get-ADSyncCSObjectLog -Identifier $Object.ObjectId -Count 1) } catch {
        Write-DiagnosticText $Report 'Error' ('The results of password synchronization could not be read: {0}' -f $_.Exception.Message) 'LastAttempt' $null
        return
    }
    if ($entries.Count -eq 0) {
        Write-DiagnosticText $Report 'Warning' 'The object does not have any password change history' 'LastAttempt' $null
        return
    }
    $time = Format-DiagnosticTime $entries[0].TimeStamp
    if ($entries[0].Status -eq 'Success') {
        Write-DiagnosticText $Report 'Output' "Password hash of the object is synchronized, at: $time UTC" 'LastAttempt' 'Success'
        return
    }
    $text = 'The last attempt to synchronize the password of the object was at {0} UTC, with the result: {1}' -f $time, $entries[0].Status
    Write-DiagnosticText $Report 'Error' $text 'LastAttempt' $entries[0].Status
}

# A temporary password is not synchronized unless the feature is on.
function Write-TemporaryPassword {
    param($Report, $Connector, $Object)
    $entry = Find-SyncObject { Search-ADSyncDirectoryObjects -AdConnectorId $Connector.Identifier -LdapFilter ('(distinguishedName={0})' -f ($Object.DistinguishedName -replace '\\', '\5c' -replace '\(', '\28' -replace '\)', '\29' -replace '\*', '\2a')) }
    if ($null -eq $entry -or $entry.pwdLastSet -ne 0) { return }
    # Builds that must be told the connector are older than the feature.
    if ((Get-Command -Name 'Get-ADSyncAADCompanyFeature').Parameters.ContainsKey('ConnectorName')) { return }
    if (-not (Get-ADSyncAADCompanyFeature).ForcePasswordChangeOnLogOn) {
        Write-DiagnosticText $Report 'Error' 'The user has a temporary password: temporary passwords are not synchronized' 'TemporaryPassword' $true
    }
}

# From the metaverse on; the object in the connector space is there.
function Test-ConnectedObject {
    param($Report, $Connector, $Object, [string] $Name)
    if ($Object.HasSyncError) { Write-DiagnosticText $Report 'Error' ('Object "{0}" has a synchronization error' -f $Name) 'SynchronizationError' $true }
    Write-PasswordRule $Report $Object 'inbound' 'source AD'
    $metaverse = Find-SyncObject { Get-ADSyncMVObject -Identifier $Object.ConnectedMVObjectId }
    Write-DiagnosticChoice $Report ($null -ne $metaverse) ('Object "{0}" is found in Metaverse' -f $Name) ('Object "{0}" is not found in Metaverse' -f $Name) 'Metaverse'
    if ($null -eq $metaverse) { return }
    $link = $metaverse.Lineage | Where-Object { $_.ConnectorId -eq [guid] 'b891884f-051e-4a83-95af-2544101c9083' }
    $target = $null
    if ($null -ne $link) { $target = Find-SyncObject { Get-ADSyncCSObject -Identifier $link.ConnectedCsObjectId } }
    Write-DiagnosticChoice $Report ($null -ne $target) ('Object "{0}" is found in AAD Connector Space' -f $Name) ('Object "{0}" is not found in AAD Connector Space' -f $Name) 'AADConnectorSpace'
    if ($null -eq $target) { return }
    if ($target.HasExportError) { Write-DiagnosticText $Report 'Error' ('Object "{0}" has export error(s)' -f $Name) 'ExportError' $target.ExportError.ErrorName }
    $exported = $target.Attributes.Contains('cloudAnchor') -or (Test-NotReimported $target)
    Write-DiagnosticChoice $Report $exported 'The object is exported to Azure AD' 'The object is NOT exported to Azure AD' 'Exported'
    Write-PasswordRule $Report $target 'outbound' 'target AAD'
    Write-LastAttempt $Report $Object
    Write-TemporaryPassword $Report $Connector $Object
}

function Test-SingleObject {
    param($Report, [string] $Name, [string] $DistinguishedName)
    foreach ($connector in @(Select-ADConnector $Report $Name)) {
        if ($null -eq $connector) { continue }
        Test-Channel $Report $connector
        $object = Find-SyncObject { Get-ADSyncCSObject -ConnectorName $connector.Name -DistinguishedName $DistinguishedName -SkipDNValidation }
        $found = 'Object "{0}" is found in AD Connector Space - "{1}"' -f $DistinguishedName, $connector.Name
        $lost = 'Object "{0}" is not found in AD Connector Space - "{1}"' -f $DistinguishedName, $connector.Name
        Write-DiagnosticChoice $Report ($null -ne $object) $found $lost 'ADConnectorSpace'
        if ($null -ne $object) { Test-ConnectedObject $Report $connector $object $DistinguishedName }
    }
}
