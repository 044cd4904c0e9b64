import { mkdtemp, open, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type ClixmlInput, decodeClixml, encodeClixml, toPlain } from '../../src/parsers/clixml.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import {
  type Call,
  callSchema,
  type Fault,
  faultSchema,
  type ServerState,
  type StateData,
  stateSchema,
  toInput,
} from './server-data.js';
import { withServerLock } from './server-lock.js';

const stateFile = (server: string): string => join(server, 'state.clixml');

/** Makes a simulated server of a scenario in a new temporary directory, or in the named one, and answers the directory. */
export async function createServer(scenario = 'healthy', directory?: string): Promise<string> {
  const server = directory ?? join(await mkdtemp(join(tmpdir(), 'phs-guard-')), 'server');
  await createSimulatedServer(scenario, server, { now: new Date() });
  return server;
}

/** The state as the last change left it: changes that are pending are not applied, whether due or not. */
export async function readState(server: string): Promise<ServerState> {
  const [record] = decodeClixml(await readFile(stateFile(server), 'utf8'));
  return stateSchema.parse(record === undefined ? null : toPlain(record.value));
}

/**
 * Changes the state under the server's lock, also while engines work on it. Dates, GUIDs and the like that the function
 * does not touch keep their type.
 */
export async function stateChange(server: string, change: (state: StateData) => void): Promise<void> {
  await withServerLock(server, async () => {
    const [record] = decodeClixml(await readFile(stateFile(server), 'utf8'));
    const state = dictionary(record === undefined ? null : toInput(record.value));
    change(state);
    state['revision'] = Number(state['revision']) + 1;
    const temporary = `${stateFile(server)}.test.tmp`;
    await writeFile(temporary, encodeClixml(state));
    await rename(temporary, stateFile(server));
  });
}

/** A container of the state that can be changed. */
function dictionary(value: ClixmlInput | undefined): StateData {
  const data: StateData = {};
  for (const [name, entry] of Object.entries(value ?? {})) data[name] = z.custom<ClixmlInput>().parse(entry);
  return data;
}

/** Sets one value of the state: `['platform', 'elevated']` to false, `['channels', 0, 'enabled']` to false. */
export async function setStateValue(
  server: string,
  path: readonly (string | number)[],
  value: ClixmlInput,
): Promise<void> {
  await stateChange(server, (state) => {
    Object.assign(state, dictionary(withValue(state, path, value)));
  });
}

function withValue(
  container: ClixmlInput | undefined,
  [key, ...rest]: readonly (string | number)[],
  value: ClixmlInput,
): ClixmlInput {
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const items = z.array(z.custom<ClixmlInput>()).parse(container);
    return items.map((item, place) => (place === key ? withValue(item, rest, value) : item));
  }
  const data = dictionary(container);
  return { ...data, [key]: withValue(data[key], rest, value) };
}

/** Replaces the faults of the server. @throws {ZodError} for a fault that the simulator does not know. */
export async function setFaults(server: string, faults: readonly Fault[]): Promise<void> {
  const checked = z.array(faultSchema).parse(faults);
  await stateChange(server, (state) => {
    state['faults'] = checked.map((fault) => withoutUndefined(fault));
  });
}

const plainSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function withoutUndefined(fault: Fault): StateData {
  const data: StateData = {};
  for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(fault))) {
    if (value !== undefined) data[name] = plainSchema.or(plainSchema.valueType).parse(value);
  }
  return data;
}

/** The lines of calls.log, oldest first: every call of a changing cmdlet, whether it had an effect or not. */
export async function readCalls(server: string): Promise<readonly Call[]> {
  const text = await readFile(join(server, 'calls.log'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => callSchema.parse(JSON.parse(line)));
}

/** The calls that switched a channel on (`true`) or off (`false`), of one connector or of all. */
export function switchCalls(calls: readonly Call[], enable: boolean, connector?: string): readonly Call[] {
  return calls.filter(
    (call) =>
      call.cmdlet === 'Set-ADSyncAADPasswordSyncConfiguration' &&
      call.arguments['Enable'] === enable &&
      (connector === undefined || call.arguments['SourceConnector'] === connector),
  );
}

/**
 * Whether the channel of a connector is on: as the server would answer now, with the pending changes that are due.
 * Undefined when the connector has no channel.
 */
export async function channelEnabled(server: string, connector: string): Promise<boolean | undefined> {
  const state = await readState(server);
  let enabled = state.channels.find(({ sourceConnector }) => sourceConnector === connector)?.enabled;
  const due = (state.pending ?? [])
    .filter(({ change, dueAt, arguments: { sourceConnector } }) => {
      return change === 'channel' && sourceConnector === connector && Date.parse(dueAt) <= Date.now();
    })
    .sort((left, right) => Date.parse(left.dueAt) - Date.parse(right.dueAt));
  for (const { arguments: given } of due) enabled = given['enabled'] === true;
  return enabled;
}

const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;

/** An event for {@link appendEvent}; what is left out is that of the service's own events, now. */
export interface AppendedEvent {
  readonly eventId: number;
  readonly message: string;
  readonly source?: string;
  readonly entryType?: string;
  readonly at?: Date;
}

/** Appends an event to the log of the server, under its lock; answers its index. */
export async function appendEvent(server: string, event: AppendedEvent): Promise<number> {
  return withServerLock(server, async () => {
    const path = join(server, 'events.tsv');
    const lines = (await readFile(path, 'utf8')).split('\n');
    const index = Number(lines.at(-2)?.split('\t')[0] ?? 0) + 1;
    const ticks = BigInt((event.at ?? new Date()).getTime()) * 10_000n + UNIX_EPOCH_TICKS;
    const message = event.message.replace(/[\\\n\r\t]/g, (mark) => `\\${MARKS[mark] ?? mark}`);
    const fields = [
      index,
      ticks,
      event.eventId,
      event.entryType ?? 'Information',
      event.source ?? 'Directory Synchronization',
    ];
    const handle = await open(path, 'a');
    await handle.appendFile(`${fields.join('\t')}\t0\t${message}\n`);
    await handle.close();
    return index;
  });
}

const MARKS: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't' };

/** Index, event id, source and message of every event, oldest first. */
export async function readEvents(
  server: string,
): Promise<readonly { index: number; eventId: number; source: string; message: string }[]> {
  const text = await readFile(join(server, 'events.tsv'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [index = '', , id = '', , source = '', , message = ''] = line.split('\t');
      return {
        index: Number(index),
        eventId: Number(BigInt(id) & 0xffffn),
        source,
        message: message.replace(/\\(.)/g, (_, mark: string) => ({ n: '\n', r: '\r', t: '\t' })[mark] ?? mark),
      };
    });
}
