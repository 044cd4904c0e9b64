import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { readingProblem, readSystemCode } from '../base/file-problem.js';
import { CancelledError, EnvironmentError } from '../base/errors.js';
import { inTurns } from '../base/turns.js';
import { known, unknown, type Fact, type UnknownReason } from '../model/fact.js';
import { factNames, unreadFacts } from '../model/fact-names.js';
import type { Channel, Facts } from '../model/facts.js';
import { parseXmlInSteps, XmlRefusedError, type XmlElement } from '../parsers/safe-xml.js';
import {
  readExportedConnector,
  readExportedRule,
  readExportedSettings,
  type ExportedConnector,
  type ExportedSettings,
} from '../parsers/server-configuration.js';
import { reason } from '../model/classify-failure.js';

/** Bounds of an export. */
export interface ExportLimits {
  readonly maxFileBytes: number;
  readonly maxBytes: number;
  readonly maxFiles: number;
}

/** Far over what servers write: the largest known connector has two million characters. */
export const defaultExportLimits: ExportLimits = {
  maxFileBytes: 64 * 2 ** 20,
  maxBytes: 512 * 2 ** 20,
  maxFiles: 5_000,
};

/** What an export says of itself. */
export interface ExportSource {
  readonly server: string | null;
  readonly exportedAt: string | null;
}

/** Encodings by the first bytes: a byte order mark, or the first `<` of a file without one. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const little = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c);
  const encoding = little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlRefusedError(`it is not ${encoding.toUpperCase()} text`);
  }
}

/** The files of one export, each read within the bounds and never through a link. */
class ExportFolder {
  private bytesRead = 0;
  private filesRead = 0;

  constructor(
    private readonly root: string,
    private readonly limits: ExportLimits,
    readonly signal: AbortSignal | undefined,
  ) {}

  /** Names in the folder with this name, in any case; undefined when there is no such folder. */
  async list(folder: string): Promise<{ readonly path: string; readonly names: readonly string[] } | undefined> {
    const name = (await readdir(this.root)).find((each) => each.toLowerCase() === folder.toLowerCase());
    if (name === undefined) {
      return undefined;
    }
    const path = join(this.root, name);
    const found = await lstat(path);
    if (!found.isDirectory()) {
      throw new XmlRefusedError('it is a link, or not a folder');
    }
    return { path, names: (await readdir(path)).sort() };
  }

  async read(path: string): Promise<string> {
    const real = await realpath(path);
    if (!(await lstat(path)).isFile() || !real.startsWith(`${this.root}${sep}`)) {
      throw new XmlRefusedError('it is a link, or not a file');
    }
    // If the system has it, the flag also refuses a link that was put there since.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      this.filesRead += 1;
      this.bytesRead += size;
      const { maxFileBytes, maxBytes, maxFiles } = this.limits;
      if (size > maxFileBytes || this.bytesRead > maxBytes || this.filesRead > maxFiles) {
        throw new XmlRefusedError('it is too large, or there are too many files');
      }
      return decode(await file.readFile());
    } finally {
      await file.close();
    }
  }
}

function failureText(error: unknown): string {
  if (error instanceof XmlRefusedError) {
    return error.message;
  }
  const code = readSystemCode(error) ?? 'unknown';
  return `it could not be read (${code})`;
}

/** Every file of a folder that has such a name. One that cannot be read makes all of them unknown: what is in it is not absent. */
async function readAll<Value>(
  folderOfExport: ExportFolder,
  folder: string,
  pattern: RegExp,
  read: (root: XmlElement) => Value,
): Promise<Fact<readonly Value[]>> {
  let current = folder;
  try {
    const listed = await folderOfExport.list(folder);
    const names = listed?.names.filter((name) => pattern.test(name)) ?? [];
    if (listed === undefined || names.length === 0) {
      return unknown(reason('not-found', `The configuration export has no files in ${folder}.`));
    }
    const values: Value[] = [];
    for (const name of names) {
      current = `${folder}/${name}`;
      const text = await folderOfExport.read(join(listed.path, name));
      values.push(read(await inTurns(parseXmlInSteps(text), folderOfExport.signal)));
    }
    return known(values);
  } catch (error) {
    if (error instanceof CancelledError) {
      throw error;
    }
    return unknown(reason('failed', `The configuration export's ${current} was refused: ${failureText(error)}.`));
  }
}

function notExported(what: string): UnknownReason {
  return reason('not-exported', `A configuration export does not hold ${what}.`);
}

function buildChannels(exported: readonly ExportedConnector[]): readonly Channel[] {
  return exported
    .filter(({ connector }) => connector.connectorTypeName.toLowerCase() === 'ad')
    .map(({ connector: { name }, channel }) => {
      if (channel === undefined) {
        const message = `The configuration export holds no password synchronization channel of "${name}".`;
        return { connectorName: name, configuration: unknown(reason('not-found', message)) };
      }
      const target = exported.find(({ connector }) => connector.identifier === channel.targetId)?.connector.name;
      const targetConnector = target ?? channel.targetId;
      return { connectorName: name, configuration: known({ enabled: channel.enabled, targetConnector }) };
    });
}

function mapFact<From, To>(fact: Fact<From>, map: (value: From) => To): Fact<To> {
  return fact.known ? known(map(fact.value)) : fact;
}

async function openFolder(directory: string, limits: ExportLimits, signal?: AbortSignal): Promise<ExportFolder> {
  const path = resolve(directory);
  try {
    const root = await realpath(path);
    await readdir(root);
    return new ExportFolder(root, limits, signal);
  } catch (cause) {
    const { reason: why } = readingProblem(cause, path);
    const isMissing = readSystemCode(cause) === 'ENOENT';
    const message = isMissing ? `There is no folder ${path}.` : `The folder ${path} could not be read: ${why}.`;
    throw new EnvironmentError('E_FILE', message, {
      hint: 'Name the folder that Get-ADSyncServerConfiguration -Path wrote.',
      cause,
    });
  }
}

function requireAnything(directory: string, facts: readonly Fact<unknown>[]): void {
  if (facts.every((fact) => !fact.known && fact.reason.code === 'not-found')) {
    throw new EnvironmentError('E_FILE', `${resolve(directory)} is not what Get-ADSyncServerConfiguration writes.`, {
      hint: 'Name the folder that was given to Get-ADSyncServerConfiguration -Path; it holds Connectors, SynchronizationRules and GlobalSettings.',
    });
  }
}

/**
 * Reads what `Get-ADSyncServerConfiguration -Path` wrote (facts 1.12) into the facts of a server; what such an
 * export does not hold is unknown, `not-exported`. Rejects with an EnvironmentError (E_FILE) for a folder that cannot be
 * read or is not an export, and with a CancelledError when the signal fires.
 */
export async function readServerConfiguration(
  directory: string,
  now: Date,
  { limits = defaultExportLimits, signal }: { readonly limits?: ExportLimits; readonly signal?: AbortSignal } = {},
): Promise<{ readonly facts: Facts; readonly source: ExportSource }> {
  const folder = await openFolder(directory, limits, signal);
  const connectors = await readAll(folder, 'Connectors', /^Connector_.*\.xml$/i, readExportedConnector);
  const rules = await readAll(folder, 'SynchronizationRules', /^SynchronizationRule_.*\.xml$/i, readExportedRule);
  const settings: Fact<readonly ExportedSettings[]> = await readAll(
    folder,
    'GlobalSettings',
    /^MV\.xml$/i,
    readExportedSettings,
  );
  requireAnything(directory, [connectors, rules, settings]);
  const first = settings.known ? settings.value[0] : undefined;
  const unread = unreadFacts(factNames, notExported);
  const facts: Facts = {
    ...unread,
    collectedAt: now.toISOString(),
    windowStartsAt: now.toISOString(),
    connectors: mapFact(connectors, (all) => all.map(({ connector }) => connector)),
    globalSetting: first === undefined ? (settings.known ? unread.globalSetting : settings) : known(first.setting),
    channels: mapFact(connectors, buildChannels),
    rules,
  };
  return { facts, source: { server: first?.server ?? null, exportedAt: first?.exportedAt ?? null } };
}
