# Types of the ADSync object model that a script must be able to hold, change and hand back (facts 1.1, 1.2, 1.6 to 1.8).
# PowerShell classes have no namespace, so New-SyncType puts the real type name in front of the object's type names.

enum ConfigurationParameterType { String = 0; EncryptedString = 1; Integer = 2; Boolean = 3 }
enum ParameterScope { ConnectorConnectivity = 0; ConnectorGlobal = 1; ConnectorPartition = 2; SynchronizationGlobal = 3 }
enum PasswordSyncCycleStatus { None = 0; Successful = 1; InProgress = 2; Failed = 3 }
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
