import type { SyncRule } from '../model/diagnosis-facts.js';
import type { Connector, GlobalSetting, Partition } from '../model/facts.js';
import { parseXml, XmlRefusedError, type XmlElement, type XmlLimits } from './safe-xml.js';

/** One connector of an export, and its PHS channel where it has one (facts 1.12). */
export interface ExportedConnector {
  readonly connector: Connector;
  /** Target: GUID of the Entra connector in lower case. Undefined: the export holds no channel for it. */
  readonly channel: { readonly enabled: boolean; readonly targetId: string | null } | undefined;
}

/** The global settings of an export, and where and when it was made as far as the file says. */
export interface ExportedSettings {
  readonly setting: GlobalSetting;
  readonly server: string | null;
  /** Instant; the file says it without a zone, taken as UTC as its other times are (unverified). */
  readonly exportedAt: string | null;
}

function refuse(what: string): never {
  throw new XmlRefusedError(what);
}

/** Text of the element at a path; null when it is absent or empty. */
function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | null {
  const text = element?.at(...path)?.text ?? '';
  return text === '' ? null : text;
}

/** A GUID in lower case without braces; undefined for anything else. */
function guidOf(text: string | null): string | undefined {
  return /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(text ?? '')?.[1]?.toLowerCase();
}

/** `1`, `true`, `True`: the files are not of one mind. */
function booleanOf(text: string | null): boolean | null {
  const lower = text?.toLowerCase();
  return lower === '1' || lower === 'true' ? true : lower === '0' || lower === 'false' ? false : null;
}

/** `2016-05-03 14:28:11.513`, in UTC (facts 1.1). */
function instantOf(text: string | null): string | null {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)Z?$/.exec(text ?? '') ?? [];
  return date === undefined || time === undefined ? null : `${date}T${time}Z`;
}

/** Parameters by name in lower case. What is encrypted is left where it is, whatever it is called. */
function parametersOf(holders: readonly XmlElement[]): ReadonlyMap<string, string> {
  const parameters = holders.flatMap((holder) =>
    holder.all('parameter-values').flatMap((values) => values.all('parameter')),
  );
  return new Map(
    parameters
      .filter(
        (each) =>
          !/encrypt/i.test(each.attribute('type') ?? '') && booleanOf(each.attribute('encrypted') ?? null) !== true,
      )
      .map((each) => [each.attribute('name')?.toLowerCase() ?? '', each.text]),
  );
}

function partitionOf(partition: XmlElement, isAd: boolean): Partition {
  const data = partition.at('custom-data', 'adma-partition-data');
  const containers = partition.at('filter', 'containers');
  const textsOf = (list: string, item: string): string[] =>
    (containers?.at(list)?.all(item) ?? []).map(({ text }) => text);
  const dn = textAt(data, 'dn') ?? textAt(partition, 'name') ?? '';
  return {
    identifier: guidOf(textAt(partition, 'id')) ?? '',
    dn,
    name: textAt(data, 'name') ?? textAt(partition, 'display-name') ?? dn,
    selected: booleanOf(textAt(partition, 'selected')),
    isDomain: isAd ? booleanOf(textAt(data, 'is-domain')) : false,
    preferredDomainControllers: (data?.at('preferred-dcs')?.all('preferred-dc') ?? []).map(({ text }) => text),
    lastDomainController: textAt(data, 'last-dc') ?? parametersOf([partition]).get('last-dc') ?? null,
    dcFailover: booleanOf(textAt(data, 'dc-failover') ?? parametersOf([partition]).get('dc-failover') ?? null),
    netBiosName: valueOf(parametersOf([partition]), 'Domain.Netbios'),
    includedContainers: textsOf('inclusions', 'inclusion'),
    excludedContainers: textsOf('exclusions', 'exclusion'),
  };
}

function channelOf(configuration: XmlElement | undefined): ExportedConnector['channel'] {
  const channel = configuration?.at('password-hash-sync-config');
  const enabled = booleanOf(textAt(channel, 'enabled'));
  return enabled === null ? undefined : { enabled, targetId: guidOf(textAt(channel, 'target')) ?? null };
}

/** The value, null when it is absent or empty. */
function valueOf(parameters: ReadonlyMap<string, string>, name: string): string | null {
  const value = parameters.get(name.toLowerCase()) ?? '';
  return value === '' ? null : value;
}

/**
 * Reads one `Connector_{…}.xml`. Passwords, encrypted configurations, cookies and the schema are not looked at. Raises
 * an XmlRefusedError for what is not a connector.
 */
export function parseExportedConnector(text: string, limits?: XmlLimits): ExportedConnector {
  const root = parseXml(text, limits);
  const data = root.name === 'ma-data' ? root : root.name === 'saved-ma-configuration' ? root.at('ma-data') : undefined;
  const identifier = guidOf(textAt(data, 'id'));
  const [name, category] = [textAt(data, 'name'), textAt(data, 'category')];
  if (data === undefined || identifier === undefined || name === null || category === null) {
    return refuse('it is not the export of a connector');
  }
  const isAd = category.toLowerCase() === 'ad';
  const own = data.at('private-configuration');
  const adma = own?.at('adma-configuration');
  const parameters = parametersOf(own === undefined ? [data] : [data, own, ...own.children]);
  const connector: Connector = {
    name,
    identifier,
    connectorTypeName: category,
    subtype: textAt(data, 'subtype') ?? '',
    lastModifiedAt: instantOf(textAt(data, 'last-modification-time')),
    accountDomain: valueOf(parameters, 'forest-login-domain') ?? textAt(adma, 'forest-login-domain'),
    accountName:
      valueOf(parameters, 'forest-login-user') ?? textAt(adma, 'forest-login-user') ?? valueOf(parameters, 'UserName'),
    forestName: valueOf(parameters, 'forest-name') ?? textAt(adma, 'forest-name') ?? valueOf(parameters, 'Forest.FQDN'),
    forceFullPasswordSync: parameters.get('microsoft.synchronize.forcefullpasswordsync') ?? null,
    partitions: (data.at('ma-partition-data')?.all('partition') ?? []).map((each) => partitionOf(each, isAd)),
  };
  return { connector, channel: isAd ? channelOf(adma) : undefined };
}

/** Reads one `SynchronizationRule_{…}.xml`. Raises an XmlRefusedError for what is not a rule. */
export function parseExportedRule(text: string, limits?: XmlLimits): SyncRule {
  const root = parseXml(text, limits);
  const [identifier, connectorId] = [guidOf(textAt(root, 'id')), guidOf(textAt(root, 'connector'))];
  const [name, direction] = [textAt(root, 'name'), textAt(root, 'direction')];
  const isWhole = root.name.toLowerCase() === 'synchronizationrule' && name !== null && direction !== null;
  if (!isWhole || identifier === undefined || connectorId === undefined) {
    return refuse('it is not the export of a synchronization rule');
  }
  const precedence = Number(textAt(root, 'precedence') ?? Number.NaN);
  return {
    identifier,
    internalId: guidOf(textAt(root, 'internal-id')) ?? null,
    name,
    direction,
    connectorId,
    disabled: booleanOf(textAt(root, 'disabled')) === true,
    enablePasswordSync: booleanOf(textAt(root, 'EnablePasswordSync')) === true,
    precedence: Number.isSafeInteger(precedence) ? precedence : null,
    isStandardRule: null,
    immutableTag: textAt(root, 'immutable-tag'),
    sourceObjectType: textAt(root, 'sourceObjectType'),
    targetObjectType: textAt(root, 'targetObjectType'),
  };
}

/** Reads `MV.xml`. Raises an XmlRefusedError for what does not hold the global settings. */
export function parseExportedSettings(text: string, limits?: XmlLimits): ExportedSettings {
  const root = parseXml(text, limits);
  const data = root.name === 'mv-data' ? root : root.name === 'saved-mv-configuration' ? root.at('mv-data') : undefined;
  if (data === undefined) {
    return refuse('it is not the export of the global settings');
  }
  const parameters = parametersOf([data]);
  return {
    setting: {
      stagingMode: valueOf(parameters, 'Microsoft.Synchronize.StagingMode'),
      serverConfigurationVersion: valueOf(parameters, 'Microsoft.Synchronize.ServerConfigurationVersion'),
      schedulerSuspended: valueOf(parameters, 'Microsoft.Synchronize.SchedulerSuspended'),
    },
    server: root.attribute('server') ?? null,
    exportedAt: instantOf(root.attribute('export-date') ?? null),
  };
}
