// Compiled types in the namespace of the real object model, with members and values as it has them (facts 1.1 to 1.13): enums, times of unspecified kind,
// typed lists, a keyed collection, and errors whose text is the name of their type. Compiled by ADSync.psm1 with Add-Type.
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace Microsoft.IdentityManagement.PowerShell.ObjectModel
{
    public enum ConfigurationParameterType { String, EncryptedString, Label, Text, DropDown, CheckBox, Divider, File }
    public enum ParameterScope { ConnectorConnectivity, ConnectorGlobal, ConnectorCapability, ConnectorPartition, ConnectorRunStep, SynchronizationGlobal, ConnectorSchema }
    public enum PasswordHashSyncCycleStatus { None, Successful, Failed, InProgress, Interrupted }
    public enum PasswordSyncResultType { Unknown, TargetNotExportedToDirectory, Success, NoCodeReportedByTarget }
    public enum SyncRuleDirection { Inbound, Outbound }

    public class ConfigurationParameter
    {
        public static int SecretReads;
        private readonly string held;
        public ConfigurationParameter(string name, ConfigurationParameterType type, ParameterScope scope, string description, string pattern, string initial)
        {
            Name = name; InputType = type; Scope = scope; Description = description; RegexValidationPattern = pattern; held = initial;
        }
        public string Name { get; private set; }
        public ConfigurationParameterType InputType { get; private set; }
        public ParameterScope Scope { get; private set; }
        public string Description { get; private set; }
        public string RegexValidationPattern { get; private set; }
        public string Value { get { if (InputType == ConfigurationParameterType.EncryptedString) SecretReads++; return held; } }
    }

    public class ParameterKeyedCollection : KeyedCollection<string, ConfigurationParameter>
    {
        public ParameterKeyedCollection() : base(StringComparer.OrdinalIgnoreCase) { }
        protected override string GetKeyForItem(ConfigurationParameter item) { return item.Name; }
    }

    public class ConnectorPartitionScope
    {
        public List<string> ContainerInclusionList = new List<string>();
        public List<string> ContainerExclusionList = new List<string>();
    }

    public class ConnectorPartition
    {
        public Guid Identifier { get; set; }
        public string DN { get; set; }
        public string Name { get; set; }
        public bool Selected { get; set; }
        public bool IsDomain { get; set; }
        public List<string> PreferredDCs { get; set; }
        public ParameterKeyedCollection Parameters { get; set; }
        public ConnectorPartitionScope ConnectorPartitionScope { get; set; }
    }

    public class Connector
    {
        public string Name { get; set; }
        public Guid Identifier { get; set; }
        public string ConnectorTypeName { get; set; }
        public string Subtype { get; set; }
        public DateTime LastModificationTime { get; set; }
        public List<ConnectorPartition> Partitions { get; set; }
        public ParameterKeyedCollection ConnectivityParameters { get; set; }
        public ParameterKeyedCollection GlobalParameters { get; set; }
    }

    public class PartitionPasswordSyncState
    {
        public Guid ConnectorId { get; set; }
        public string DN { get; set; }
        public DateTime PasswordSyncLastSuccessfulCycleStartTimestamp { get; set; }
        public DateTime PasswordSyncLastSuccessfulCycleEndTimestamp { get; set; }
        public DateTime PasswordSyncLastCycleStartTimestamp { get; set; }
        public DateTime PasswordSyncLastCycleEndTimestamp { get; set; }
        public PasswordHashSyncCycleStatus PasswordSyncLastCycleStatus { get; set; }
    }

    public class CsObjectExportError
    {
        public int RetryCount { get; set; }
        public string ErrorType { get; set; }
        public string ErrorName { get; set; }
        public string ErrorCode { get; set; }
        public string ErrorLiteral { get; set; }
        public string ErrorExtraDetails { get; set; }
    }

    public class CsObjectSynchronizationError
    {
        public string ErrorType { get; set; }
        public bool ExportedChangedNotReimported { get; set; }
        public string SynchronizationStep { get; set; }
        public string StackTrace { get; set; }
    }

    public class CsObjectLink
    {
        public Guid SyncRuleInternalId { get; set; }
        public string SyncRuleName { get; set; }
        public string Operation { get; set; }
    }

    public class CsObject
    {
        public Guid ObjectId { get; set; }
        public Guid ConnectorId { get; set; }
        public string ConnectorName { get; set; }
        public string DistinguishedName { get; set; }
        public string ObjectType { get; set; }
        public bool IsConnector { get; set; }
        public bool IsTransient { get; set; }
        public bool HasSyncError { get; set; }
        public bool HasExportError { get; set; }
        public CsObjectExportError ExportError { get; set; }
        public CsObjectSynchronizationError SynchronizationError { get; set; }
        public Guid ConnectedMVObjectId { get; set; }
        public List<CsObjectLink> Lineage { get; set; }
    }

    public class CsObjectLogEntry
    {
        public string Anchor { get; set; }
        public string Type { get; set; }
        public string Status { get; set; }
        public string Details { get; set; }
        public DateTime TimeStamp { get; set; }
    }

    public class ImmutableTag
    {
        private readonly string text;
        public ImmutableTag(string text) { this.text = text; }
        public override string ToString() { return text; }
    }

    public class SynchronizationRule
    {
        public Guid Identifier { get; set; }
        public Guid InternalId { get; set; }
        public string Name { get; set; }
        public ImmutableTag ImmutableTag { get; set; }
        public Guid Connector { get; set; }
        public SyncRuleDirection Direction { get; set; }
        public bool Disabled { get; set; }
        public bool EnablePasswordSync { get; set; }
        public int Precedence { get; set; }
    }

    public class ValidatedDomain
    {
        public string FullName { get; set; }
        public bool IsReachable { get; set; }
        public string ExceptionMessage { get; set; }
    }
}
