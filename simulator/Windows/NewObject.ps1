# New-Object for the one type of the ADSync object model that scripts make (facts 1.2). All else goes to the real
# cmdlet, and if an engine has none, to .NET.

function New-Object {
    [CmdletBinding(DefaultParameterSetName = 'Net')]
    param(
        [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'Net')] [string] $TypeName,
        [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'Com')] [string] $ComObject,
        [Parameter(Position = 1, ParameterSetName = 'Net')] [Alias('Args')] [object[]] $ArgumentList,
        [System.Collections.IDictionary] $Property
    )
    if ($TypeName -ne 'Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter') {
        $real = Get-Command -Name 'New-Object' -CommandType Cmdlet -ErrorAction Ignore
        if ($null -ne $real) { return & $real @PSBoundParameters }
        $created = [System.Activator]::CreateInstance(([type] $TypeName), $ArgumentList)
    } elseif ($ArgumentList.Count -ne 6) {
        $exception = [System.Management.Automation.MethodException]::new("A constructor was not found. Cannot find an appropriate constructor for type $TypeName.")
        $class = 'Microsoft.PowerShell.Commands.NewObjectCommand'
        $PSCmdlet.ThrowTerminatingError((New-SimulatedError $exception 'CannotFindAppropriateCtor' 'ObjectNotFound' $class $TypeName))
    } else {
        # Loaded here because defining the classes takes longer than importing the rest of this module.
        . ([System.IO.Path]::Combine($PSScriptRoot, '..', 'Common', 'Types.ps1'))
        $created = New-SyncParameter $ArgumentList[0] $ArgumentList[1] $ArgumentList[2] $null
        $created.Description, $created.RegexValidationPattern, $created.DefaultValue = $ArgumentList[3..5]
    }
    if ($null -ne $Property) { foreach ($name in @($Property.Keys)) { $created.$name = $Property[$name] } }
    , $created
}
