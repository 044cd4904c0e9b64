import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireEngine } from '../../support/engine.js';

/** A command, a method call or a function of a script, and where it stands in the syntax tree. */
export interface TreeFact {
  readonly kind: string;
  readonly owner: string;
  readonly begin: number;
  readonly end: number;
  /** `try 1234`, `catch 1234`, `finally 1234` (where the statement begins) or `-`. */
  readonly part: string;
  readonly name: string;
  readonly text: string;
}

/** The facts of several files, in the order asked for, from the engine's own parser. */
export function readTrees(paths: readonly string[]): readonly (readonly TreeFact[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'phs-tree-'));
  try {
    writeFileSync(join(folder, 'list'), paths.join('\n'));
    const script = join(import.meta.dirname, 'Get-GuardTree.ps1');
    const text = execFileSync(requireEngine(), ['-NoProfile', '-File', script, '-List', join(folder, 'list')], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const rows = text.split('\n').map((line) => line.trimEnd().split('\t'));
    return paths.map((path) =>
      rows
        .filter(([file]) => file === path)
        .map(([, kind = '', owner = '', begin = '', end = '', part = '', name = '', whole = '']) => ({
          ...{ kind, owner, part, name, text: whole },
          begin: Number(begin),
          end: Number(end),
        })),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Rule = (facts: readonly TreeFact[]) => readonly string[];

const setCmdlet = 'Set-ADSyncAADPasswordSyncConfiguration';
const isCall = (fact: TreeFact, name: string): boolean => fact.kind === 'command' && fact.name === name;
const offCalls = (facts: readonly TreeFact[]): TreeFact[] =>
  facts.filter((fact) => isCall(fact, setCmdlet) && /-Enable:? *\$false/.test(fact.text));
const onCalls = (facts: readonly TreeFact[]): TreeFact[] =>
  facts.filter((fact) => isCall(fact, setCmdlet) && /-Enable:? *\$true/.test(fact.text));

/** Where each cmdlet that changes something may stand. */
const homes: Readonly<Record<string, readonly string[]>> = {
  [setCmdlet]: ['Switch-PhsChannel', 'Set-PhsChannelOn'],
  'Add-ADSyncConnector': ['Set-PhsParameter'],
  'New-EventLog': ['Invoke-PhsSetup'],
  'Write-EventLog': ['Invoke-PhsSetup', 'Write-PhsGuardEvent'],
  'Register-ScheduledTask': ['Register-PhsGuardian'],
  'Unregister-ScheduledTask': ['Unregister-PhsGuardian'],
  'Start-ScheduledTask': ['Invoke-PhsClaim', 'Confirm-PhsGuardianReport'],
};

/** Functions that may change how the server synchronizes, and the modes that may reach them, only with the lock in hand. */
const changers = ['Set-PhsParameter', 'Switch-PhsChannel', 'Set-PhsChannelOn'];
const modes = ['Invoke-PhsRun', 'Invoke-PhsGuard', 'Invoke-PhsRecover'];

function between(facts: readonly TreeFact[], from: number, to: number, kind: string): TreeFact[] {
  return facts.filter((fact) => fact.kind === kind && fact.begin >= from && fact.end <= to);
}

/** The functions from which a function is reached, itself included. */
function callersOf(facts: readonly TreeFact[], names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const fact of facts) if (fact.kind === 'command' && found.has(fact.name)) found.add(fact.owner);
  }
  return found;
}

/** What the syntax tree of the script must show (docs/guard-testing.md, "Sabotages of the script"); each rule answers what breaks it. */
export const treeRules = {
  'one-off': (facts) => {
    const [first, ...more] = offCalls(facts);
    const dynamic = facts.filter((fact) => isCall(fact, setCmdlet) && !/-Enable \$(true|false)/.test(fact.text));
    return [
      ...(first === undefined ? ['OFF is called nowhere'] : []),
      ...more.map(({ text }) => `OFF once more: ${text}`),
      ...dynamic.map(({ text }) => `neither on nor off: ${text}`),
      ...(first?.owner === 'Switch-PhsChannel' ? [] : [`OFF is called in ${first?.owner ?? 'nothing'}`]),
    ];
  },
  'off-in-try-with-on-in-finally': (facts) => {
    const off = offCalls(facts)[0];
    const place = off?.part.replace(/^try /, 'finally ') ?? '';
    const ons = facts.filter(({ part, name }) => part === place && name === 'Set-PhsChannelOn');
    const calls = onCalls(facts).filter(({ owner }) => owner === 'Set-PhsChannelOn');
    return [
      ...(off?.part.startsWith('try ') === true ? [] : ['OFF stands in no try']),
      ...(ons.length === 1 ? [] : ['the finally of OFF does not switch on']),
      ...(calls.length === 1 ? [] : ['Set-PhsChannelOn does not call ON']),
    ];
  },
  'nothing-between-event-and-off': (facts) => {
    const off = offCalls(facts)[0];
    const event = facts.find((fact) => isCall(fact, 'Write-PhsGuardEvent') && fact.text.includes("-Kind 'OFF_INTENT'"));
    const slot = facts.find((fact) => isCall(fact, 'New-PhsSlot') && fact.text.includes("-Kind 'OFF_INTENT'"));
    if (off === undefined || event === undefined || slot === undefined)
      return ['OFF, its event or its slot is not there'];
    const ordered =
      slot.end <= event.begin && event.end <= off.begin && event.owner === off.owner && event.part === '-';
    const methods = between(facts, event.end, off.begin, 'method').filter(({ text }) => text !== '$clock.Start()');
    return [
      ...(ordered ? [] : ['slot, event and OFF do not follow each other']),
      ...[...between(facts, event.end, off.begin, 'command'), ...methods].map(({ text }) => `in between: ${text}`),
    ];
  },
  'nothing-between-off-and-on': (facts) => {
    const off = offCalls(facts)[0];
    const on = facts.find(({ name, owner }) => name === 'Set-PhsChannelOn' && owner === off?.owner);
    const inner = onCalls(facts)[0];
    const body = facts.find(({ kind, name }) => kind === 'function' && name === 'Set-PhsChannelOn');
    if (off === undefined || on === undefined || inner === undefined || body === undefined)
      return ['OFF or ON is not there'];
    const first = between(facts, body.begin, inner.begin, 'command').filter(({ name }) => name !== 'Set-StrictMode');
    return [...between(facts, off.end, on.begin, 'command'), ...first].map(({ text }) => `in between: ${text}`);
  },
  'changes-in-their-functions': (facts) =>
    facts
      .filter(({ kind, name, owner }) => kind === 'command' && homes[name]?.includes(owner) === false)
      .map(({ name, owner }) => `${name} stands in ${owner}`),
  'changes-under-lock': (facts) => {
    const reaching = callersOf(facts, changers);
    const roots = facts.filter(({ kind, owner, name }) => kind === 'command' && owner === '-' && reaching.has(name));
    const strange = roots.filter(({ name }) => !modes.includes(name)).map(({ name }) => `${name} changes something`);
    const unlocked = modes.filter((mode) => {
      const lock = facts.find(({ owner, name }) => owner === mode && name === 'Open-PhsLock');
      const changes = facts.filter(
        ({ kind, owner, name }) => kind === 'command' && owner === mode && reaching.has(name),
      );
      return changes.some(({ begin }) => lock === undefined || begin < lock.end);
    });
    return [...strange, ...unlocked.map((mode) => `${mode} changes something before it has the lock`)];
  },
  'slots-are-created-flushed-read-back': (facts) => {
    const own = facts.filter(({ owner }) => owner === 'New-PhsSlot');
    const has = (pattern: RegExp): boolean => own.some(({ text }) => pattern.test(text));
    const refuses = own.some(({ name, text }) => name === 'Stop-PhsGuard' && text.includes("'SLOT_EXISTS'"));
    const readBack = own.filter(({ name, text }) => name === 'Get-PhsSha256' && text.includes('$back.bytes'));
    return [
      ...(has(/FileMode\]::CreateNew/) && !has(/FileMode\]::(Create|OpenOrCreate|Append)\b/)
        ? []
        : ['no exclusive create']),
      ...(refuses ? [] : ['a slot that is there is not refused']),
      ...(has(/\.Flush\(\$true\)/) ? [] : ['no flush to the disk']),
      ...(readBack.length === 1 ? [] : ['not compared with what was written']),
    ];
  },
  'no-output-commands': (facts) =>
    facts
      .filter(({ kind, name }) => kind === 'command' && /^(Write|Out)-/.test(name))
      .filter(
        ({ name }) =>
          !['Write-PhsGuardEvent', 'Write-PhsAlarm', 'Write-PhsBlindAlarm', 'Write-EventLog', 'Out-Null'].includes(
            name,
          ),
      )
      .map(({ text }) => text),
} as const satisfies Readonly<Record<string, Rule>>;

/** Name of a rule about the tree. */
export type TreeRule = keyof typeof treeRules;
