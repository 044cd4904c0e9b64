import type { SyncRule } from '../model/diagnosis-facts.js';
import type { Connector, GlobalSetting, Partition } from '../model/facts.js';
import { XmlRefusedError, type XmlElement } from './safe-xml.js';

/** One connector of an export, and its PHS channel if it has one (facts 1.12). */
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
function readText(element: XmlElement | undefined, ...path: readonly string[]): string | null {
  const text = element?.at(...path)?.text ?? '';
  return text === '' ? null : text;
}

/** A GUID in lower case without braces; undefined for anything else. */
function parseGuid(text: string | null): string | undefined {
  return /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(text ?? '')?.[1]?.toLowerCase();
}

/** `1`, `true`, `True`: the files are not of one mind. */
function parseBoolean(text: string | null): boolean | null {
  const lower = text?.toLowerCase();
  return lower === '1' || lower === 'true' ? true : lower === '0' || lower === 'false' ? false : null;
}

/** `2016-05-03 14:28:11.513`, in UTC (facts 1.1). */
function parseInstant(text: string | null): string | null {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)Z?$/.exec(text ?? '') ?? [];
  return date === undefined || time === undefined ? null : `${date}T${time}Z`;
}

/** Parameters by name in lower case. What is encrypted is left where it is, whatever it is called. */
function readParameters(holders: readonly XmlElement[]): ReadonlyMap<string, string> {
  const parameters = holders.flatMap((holder) =>
    holder.all('parameter-values').flatMap((values) => values.all('parameter')),
  );
  return new Map(
    parameters
      .filter(
        (each) =>
          !/encrypt/i.test(each.attribute('type') ?? '') && parseBoolean(each.attribute('encrypted') ?? null) !== true,
      )
      .map((each) => [each.attribute('name')?.toLowerCase() ?? '', each.text]),
  );
}

function readPartition(partition: XmlElement, isAd: boolean): Partition {
  const data = partition.at('custom-data', 'adma-partition-data');
  const containers = partition.at('filter', 'containers');
  const readTexts = (list: string, item: string): string[] =>
    (containers?.at(list)?.all(item) ?? []).map(({ text }) => text);
  const dn = readText(data, 'dn') ?? readText(partition, 'name') ?? '';
  return {
    identifier: parseGuid(readText(partition, 'id')) ?? '',
    dn,
    name: readText(data, 'name') ?? readText(partition, 'display-name') ?? dn,
    selected: parseBoolean(readText(partition, 'selected')),
    isDomain: isAd ? parseBoolean(readText(data, 'is-domain')) : false,
    preferredDomainControllers: (data?.at('preferred-dcs')?.all('preferred-dc') ?? []).map(({ text }) => text),
    lastDomainController: readText(data, 'last-dc') ?? readParameters([partition]).get('last-dc') ?? null,
    dcFailover: parseBoolean(readText(data, 'dc-failover') ?? readParameters([partition]).get('dc-failover') ?? null),
    netBiosName: readParameter(readParameters([partition]), 'Domain.Netbios'),
    includedContainers: readTexts('inclusions', 'inclusion'),
    excludedContainers: readTexts('exclusions', 'exclusion'),
  };
}

function readChannel(configuration: XmlElement | undefined): ExportedConnector['channel'] {
  const channel = configuration?.at('password-hash-sync-config');
  const enabled = parseBoolean(readText(channel, 'enabled'));
  return enabled === null ? undefined : { enabled, targetId: parseGuid(readText(channel, 'target')) ?? null };
}

/** The value, null when it is absent or empty. */
function readParameter(parameters: ReadonlyMap<string, string>, name: string): string | null {
  const value = parameters.get(name.toLowerCase()) ?? '';
  return value === '' ? null : value;
}

/**
 * Reads one `Connector_{…}.xml`. Passwords, encrypted configurations, cookies and the schema are not looked at. Raises
 * an XmlRefusedError for what is not a connector.
 */
export function readExportedConnector(root: XmlElement): ExportedConnector {
  const data = root.name === 'ma-data' ? root : root.name === 'saved-ma-configuration' ? root.at('ma-data') : undefined;
  const identifier = parseGuid(readText(data, 'id'));
  const [name, category] = [readText(data, 'name'), readText(data, 'category')];
  if (data === undefined || identifier === undefined || name === null || category === null) {
    return refuse('it is not the export of a connector');
  }
  const isAd = category.toLowerCase() === 'ad';
  const own = data.at('private-configuration');
  const adma = own?.at('adma-configuration');
  const parameters = readParameters(own === undefined ? [data] : [data, own, ...own.children]);
  const connector: Connector = {
    name,
    identifier,
    connectorTypeName: category,
    subtype: readText(data, 'subtype') ?? '',
    lastModifiedAt: parseInstant(readText(data, 'last-modification-time')),
    accountDomain: readParameter(parameters, 'forest-login-domain') ?? readText(adma, 'forest-login-domain'),
    accountName:
      readParameter(parameters, 'forest-login-user') ??
      readText(adma, 'forest-login-user') ??
      readParameter(parameters, 'UserName'),
    forestName:
      readParameter(parameters, 'forest-name') ??
      readText(adma, 'forest-name') ??
      readParameter(parameters, 'Forest.FQDN'),
    forceFullPasswordSync: parameters.get('microsoft.synchronize.forcefullpasswordsync') ?? null,
    partitions: (data.at('ma-partition-data')?.all('partition') ?? []).map((each) => readPartition(each, isAd)),
  };
  return { connector, channel: isAd ? readChannel(adma) : undefined };
}

/** Reads one `SynchronizationRule_{…}.xml`. Raises an XmlRefusedError for what is not a rule. */
export function readExportedRule(root: XmlElement): SyncRule {
  const [identifier, connectorId] = [parseGuid(readText(root, 'id')), parseGuid(readText(root, 'connector'))];
  const [name, direction] = [readText(root, 'name'), readText(root, 'direction')];
  const isWhole = root.name.toLowerCase() === 'synchronizationrule' && name !== null && direction !== null;
  if (!isWhole || identifier === undefined || connectorId === undefined) {
    return refuse('it is not the export of a synchronization rule');
  }
  const precedence = Number(readText(root, 'precedence') ?? Number.NaN);
  return {
    identifier,
    internalId: parseGuid(readText(root, 'internal-id')) ?? null,
    name,
    direction,
    connectorId,
    disabled: parseBoolean(readText(root, 'disabled')) === true,
    enablePasswordSync: parseBoolean(readText(root, 'EnablePasswordSync')) === true,
    precedence: Number.isSafeInteger(precedence) ? precedence : null,
    isStandardRule: null,
    immutableTag: readText(root, 'immutable-tag'),
    sourceObjectType: readText(root, 'sourceObjectType'),
    targetObjectType: readText(root, 'targetObjectType'),
  };
}

/** Reads `MV.xml`. Raises an XmlRefusedError for what does not hold the global settings. */
export function readExportedSettings(root: XmlElement): ExportedSettings {
  const data = root.name === 'mv-data' ? root : root.name === 'saved-mv-configuration' ? root.at('mv-data') : undefined;
  if (data === undefined) {
    return refuse('it is not the export of the global settings');
  }
  const parameters = readParameters([data]);
  return {
    setting: {
      stagingMode: readParameter(parameters, 'Microsoft.Synchronize.StagingMode'),
      serverConfigurationVersion: readParameter(parameters, 'Microsoft.Synchronize.ServerConfigurationVersion'),
      schedulerSuspended: readParameter(parameters, 'Microsoft.Synchronize.SchedulerSuspended'),
    },
    server: root.attribute('server') ?? null,
    exportedAt: parseInstant(root.attribute('export-date') ?? null),
  };
}
