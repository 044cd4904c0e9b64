# Types of the ADSync object model that a script must be able to hold, change and hand back (facts 1.1, 1.2, 1.6 to 1.8).
# PowerShell classes have no namespace, so New-SyncType puts the real type name in front of the object's type names.

enum ConfigurationParameterType { String; EncryptedString; Label; Text; DropDown; CheckBox; Divider; File }
enum ParameterScope {
    ConnectorConnectivity = 0; ConnectorGlobal = 1; ConnectorCapability = 2; ConnectorPartition = 3; ConnectorRunStep = 4
    SynchronizationGlobal = 5; ConnectorSchema = 6
}
enum PasswordHashSyncCycleStatus { None = 0; Successful = 1; Failed = 2; InProgress = 3; Interrupted = 4 }
enum SynchronizationPolicyType { Unspecified = 0; Delta = 1; Initial = 2 }
enum AutoUpgradeConfigurationState { Suspended = 0; Enabled = 1; Disabled = 2 }

class ConfigurationParameter {
    [string] $Name
    [ConfigurationParameterType] $InputType
    [ParameterScope] $Scope
    [string] $Description
    [string] $RegexValidationPattern
    [string] $DefaultValue
    [string] $Value
    [bool] $Extensible
    [int] $PageNumber
    [bool] $Intrinsic
    [string] $DataType = 'String'

    ConfigurationParameter([string] $name, [ConfigurationParameterType] $inputType, [ParameterScope] $scope) {
        $this.Name = $name
        $this.InputType = $inputType
        $this.Scope = $scope
    }
}

# The errors of a connector space object have no text of their own: as text they are the name of their type (facts 1.10).
class CsObjectExportError {
    [int] $RetryCount
    [datetime] $InitialOccurrence
    [datetime] $LatestOccurrence
    [string] $ErrorType
    [string] $ErrorName
    [string] $ErrorCode
    [string] $ErrorLiteral
    [string] $ErrorExtraDetails
}

class CsObjectSynchronizationError {
    [int] $RetryCount
    [datetime] $InitialOccurrence
    [datetime] $LatestOccurrence
    [string] $ErrorType
    [bool] $ExportedChangedNotReimported
    [string] $SynchronizationStep
    [string] $StackTrace
}

# The tag of a rule: an object with a text (facts 1.11).
class ImmutableTag {
    hidden [string] $Text
    ImmutableTag([string] $text) { $this.Text = $text }
    [string] ToString() { return $this.Text }
}

# A keyed collection: ["UserName"].Value, .Contains(name), .Remove(name) which answers a bool, .Add(parameter).
class ParameterKeyedCollection : System.Collections.ObjectModel.KeyedCollection[string, object] {
    [string] GetKeyForItem([object] $item) { return $item.Name }
}

class ConnectorNotFoundException : System.Exception {
    ConnectorNotFoundException([string] $message) : base($message) { }
}

# Puts the type name that the real module has in front of those of an object.
function New-SyncType {
    param([string] $Name, $Object)
    $wrapped = [System.Management.Automation.PSObject]::AsPSObject($Object)
    $wrapped.PSTypeNames.Insert(0, "Microsoft.IdentityManagement.PowerShell.ObjectModel.$Name")
    , $wrapped
}

# A ConfigurationParameter from its record in the state; also what New-Object answers for this type.
function New-SyncParameter {
    param([string] $Name, [string] $InputType, [string] $Scope, $Value)
    $parameter = [ConfigurationParameter]::new($Name, $InputType, $Scope)
    if ($null -ne $Value) { $parameter.Value = [string] $Value }
    New-SyncType 'ConfigurationParameter' $parameter
}
