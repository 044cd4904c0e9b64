import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { forceFullSyncParameter } from '../../src/model/full-sync-parameter.js';
import { eventOnlyKinds, factsLine } from '../../src/guard/guard-events.js';
import { refusalReasons } from '../../src/guard/refusals.js';
import {
  endKinds,
  kindsAllowedIn,
  largestRecord,
  recordSchemas,
  recordVersion,
  slotNames,
  type RecordKind,
} from '../../src/guard/slots.js';
import { eventRowLimits } from '../../src/model/guard-event-bounds.js';
import { serverEventsCap } from '../../src/guard/preflight-conditions.js';
import { isEntraConnector } from '../../src/model/connector-kind.js';
import { inspectPhsGuard, invokePhsGuardedSync } from '../../src/scripts/invoke-phs-guarded-sync.js';
import { entraConnector } from '../support/facts.js';
import { limits as modelLimits } from './model/protocol.js';

const script = readFileSync(join(packageRoot(), 'scripts', 'Invoke-PhsGuardedSync.ps1'), 'utf8');
const recordKinds = Object.keys(recordSchemas) as RecordKind[];
const sorted = (values: Iterable<string>): readonly string[] => [...new Set(values)].sort();

/** The only text that a pattern finds in the script: its first group. */
function inScript(pattern: RegExp): string {
  const found = [...script.matchAll(new RegExp(pattern, 'gm'))].map(([, text]) => text);
  expect([String(pattern), new Set(found).size]).toEqual([String(pattern), 1]);
  return found[0] ?? '';
}

/** All texts that a pattern finds in the script: its first group. */
function allInScript(pattern: RegExp): readonly string[] {
  return sorted([...script.matchAll(new RegExp(pattern, 'g'))].map(([, text]) => text ?? ''));
}

const literals = (list: string): readonly string[] => [...list.matchAll(/'([^']*)'/g)].map(([, text]) => text ?? '');
const eventIds = new Map(
  [...inScript(/^\$eventIds = @\{([^}]*)\}/).matchAll(/([A-Z_]+) = (\d+)/g)].map(([, kind, id]) => [kind, Number(id)]),
);

/** The TypeScript files of the product, each as its text. */
function sources(): readonly string[] {
  const folder = join(packageRoot(), 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

describe('what the guarded script and the tool both know', () => {
  test('are the names of the slots, in the same order', () => {
    expect(literals(inScript(/^\$slotNames = @\(([^)]*)\)/))).toEqual([...slotNames]);
  });

  test('are the kinds of records that may be in a slot', () => {
    const written = [...script.matchAll(/-Slot '(\d\d-[a-z]+)' -Kind '([A-Z_]+)'/g)];

    expect(written.length).toBeGreaterThan(5);
    for (const [call, slot = '', kind = ''] of written) {
      expect([call, kindsAllowedIn(slot)]).toEqual([call, expect.arrayContaining([kind])]);
    }
  });

  test('are the ways in which a run ends', () => {
    expect(allInScript(/Complete-PhsRun -State \$State -Kind '([A-Z_]+)'/)).toEqual(sorted(endKinds));
  });

  test('are the kinds of events: one for each kind of record but ticks, and those that no record has', () => {
    expect(sorted([...eventIds.keys()].map(String))).toEqual(
      sorted([...recordKinds.filter((kind) => kind !== 'TICK'), ...eventOnlyKinds]),
    );
    expect(new Set(eventIds.values()).size).toBe(eventIds.size);
  });

  test('are the ids of the events that the plan and the commands name', () => {
    const named = sources().flatMap((text) => [...text.matchAll(/(\d\d-[a-z]+) and event (41\d\d)/g)]);

    expect(named.length).toBeGreaterThan(1);
    for (const [sentence, slot = '', id] of named) {
      const ids = kindsAllowedIn(slot).map((kind) => eventIds.get(kind));
      expect([sentence, ids]).toEqual([sentence, expect.arrayContaining([Number(id)])]);
    }
    const all = sources().flatMap((text) => [...text.matchAll(/event (41\d\d)/g)].map(([, id]) => Number(id)));
    expect(all.filter((id) => ![...eventIds.values()].includes(id))).toEqual([]);
  });

  test('are the reasons for which it refuses, each with advice for the operator', () => {
    const roles = allInScript(/Confirm-PhsDirectory -Role '([a-z]+)'/);
    const named = allInScript(/-RefusedFor '([A-Z_]+)'/);
    const made = allInScript(/-RefusedFor "([^"]+)"/);

    expect(made).toEqual(['$($Role.ToUpperInvariant())_DIRECTORY']);
    expect(sorted([...named, ...roles.map((role) => `${role.toUpperCase()}_DIRECTORY`)])).toEqual(
      sorted(refusalReasons),
    );
  });

  test('are the modes', () => {
    const modes = [
      ...inspectPhsGuard.arguments.shape.mode.values,
      ...invokePhsGuardedSync.arguments.shape.mode.options,
    ];

    expect(sorted(literals(inScript(/\[ValidateSet\(([^)]*)\)\]\[string\]\$Mode/)))).toEqual(sorted(modes));
  });

  test('are the form of the line of facts in an event', () => {
    const literal = inScript(/^ +\$form =\n((?: +'[^'\n]*'(?: \+)?\n)+)/);

    expect(literals(literal).join('')).toBe(factsLine.source.replaceAll('\\/', '/'));
  });

  test('are the version, the largest record and the highest number of a run', () => {
    const highest = inScript(/^\$lastEpoch = (\d+)/);
    const line = (epoch: string): string =>
      `phs-guard/1 GO pair ${'0'.repeat(64)} epoch ${epoch} run - record ${'0'.repeat(64)}`;

    expect(inScript(/'phs-guard (\d+)', "kind/)).toBe(String(recordVersion));
    expect(inScript(/(?:\$file|\$bytes)\.Length -gt (\d{4,})\)/)).toBe(String(largestRecord));
    expect(factsLine.test(line(highest))).toBe(true);
    expect(factsLine.test(line(String(Number(highest) + 1)))).toBe(false);
  });

  test('are how many calm looks of the guardian end a run, as the sentences, the documentation and the model have it', () => {
    const [short, long] = [inScript(/^\$shortSoak = (\d+)/), inScript(/^\$longSoak = (\d+)/)];
    const page = readFileSync(join(packageRoot(), 'docs', 'guard.md'), 'utf8');
    const words: Readonly<Record<string, string>> = { 3: 'three', 45: 'forty-five' };
    const spans = sources().flatMap((text) => [...text.matchAll(/after (\S+) to (\S+) minutes/g)]);

    expect(/It takes (\d+) if/.exec(page)?.[1]).toBe(short);
    expect(/It takes (\d+) otherwise/.exec(page)?.[1]).toBe(long);
    expect(spans.length).toBeGreaterThan(1);
    expect(sorted(spans.map(([span]) => span))).toEqual([
      `after ${words[short] ?? ''} to ${words[long] ?? ''} minutes`,
    ]);
    expect(modelLimits.soak).toBe(Number(short));
    expect(modelLimits.longSoak).toBeGreaterThan(modelLimits.soak);
  });

  test('are how many events that cannot be verified are looked at', () => {
    const most = Number(inScript(/^\$mostDoubts = (\d+)/));

    expect([eventRowLimits.permissions, eventRowLimits.others]).toEqual([most, most]);
    expect(String(eventRowLimits.permissionsOfPair)).toBe(inScript(/^\$mostOfPair = (\d+)/));
  });

  test('are how many events of the server are read', () => {
    expect(inScript(/\$shown -ge (\d+) -or/)).toBe(String(serverEventsCap));
  });

  test("are Microsoft's parameter and the identifier of the Entra connector", () => {
    const isEntra = (text: string): boolean => isEntraConnector(entraConnector({ identifier: text, subtype: '' }));
    const identifier = inScript(/^\$entraConnectorId = '([^']*)'/);

    expect(inScript(/^\$forceParameter = '([^']*)'/)).toBe(forceFullSyncParameter);
    expect(isEntra(identifier)).toBe(true);
    expect(isEntra(identifier.replace('b', 'c'))).toBe(false);
  });
});
