import type { SyncRule } from '../model/diagnosis-facts.js';
import type { Connector, Facts } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { addChanges, tellLatest } from './changes/add-changes.js';
import { valueOf, type Check, type CheckContext, type Draft } from './check.js';
import { entraConnectors, selectedAdConnectors } from './connectors.js';
import { evidence } from './evidence.js';

/** Names in the default configuration; the page calls the second one "Out to Microsoft Entra ID - User Join" (facts 1.11). */
const defaultNames = { inbound: 'In from AD - User AccountEnabled', outbound: 'Out to AAD - User Join' } as const;

type Direction = keyof typeof defaultNames;

function selectRules(
  connectors: readonly Connector[],
  direction: Direction,
  rules: readonly SyncRule[],
): readonly SyncRule[] {
  const ids = new Set(connectors.map(({ identifier }) => identifier.toLowerCase()));
  return rules.filter((rule) => ids.has(rule.connectorId.toLowerCase()) && rule.direction.toLowerCase() === direction);
}

function isDefault({ name }: SyncRule, direction: Direction): boolean {
  return name.toLowerCase() === defaultNames[direction].toLowerCase();
}

function shownRules(rules: readonly SyncRule[]): readonly ReturnType<typeof evidence>[] {
  return rules.map(({ name, direction, disabled, enablePasswordSync, precedence }) =>
    evidence(
      'rules',
      name,
      `${direction}, ${disabled ? 'disabled' : 'enabled'}, EnablePasswordSync ${enablePasswordSync ? 'on' : 'off'}${precedence === null ? '' : `, precedence ${precedence}`}`,
    ),
  );
}

function remedyFor(direction: Direction): Remedy {
  return {
    text: `Open the Synchronization Rules Editor (direction ${direction === 'inbound' ? 'Inbound' : 'Outbound'}) and enable the rule "${defaultNames[direction]}", or set "Enable Password Sync" on your own rule that takes its place; then run a full synchronization. Running the wizard again restores missing default rules.`,
    commands: [
      'Get-ADSyncRule | Where-Object { $_.EnablePasswordSync } | Select-Object Name, Direction, Disabled, Precedence',
      'Start-ADSyncSyncCycle -PolicyType Initial',
    ],
  };
}

function complaint(rules: readonly SyncRule[], direction: Direction): string {
  const off = rules.find((rule) => isDefault(rule, direction));
  if (rules.some(({ enablePasswordSync }) => enablePasswordSync)) {
    return 'every rule that would do it is disabled';
  }
  return off === undefined
    ? `"${defaultNames[direction]}" is not there, and no other rule does it`
    : `"${off.name}" is there, but without EnablePasswordSync`;
}

function judge(of: string, all: readonly SyncRule[], direction: Direction): Draft {
  const relevant = all.filter((rule) => rule.enablePasswordSync || isDefault(rule, direction));
  const working = relevant.filter(({ enablePasswordSync, disabled }) => enablePasswordSync && !disabled);
  const none = evidence('rules', `Rules of ${of} with EnablePasswordSync`, 0);
  const shown = relevant.length === 0 ? [none] : shownRules(relevant);
  if (working.length === 0) {
    return {
      status: 'fail',
      message: `No enabled ${direction} rule of ${of} synchronizes passwords: ${complaint(relevant, direction)}.`,
      evidence: shown,
      remedy: remedyFor(direction),
    };
  }
  const names = working.map(({ name }) => `"${name}"`).join(', ');
  return { status: 'pass', message: `Passwords are synchronized ${direction} by ${names}.`, evidence: shown };
}

function run(facts: Facts, context: CheckContext): readonly Draft[] {
  const rules = valueOf(facts.rules);
  const inbound = selectedAdConnectors(facts, context).map((connector) => ({
    ...judge(`"${connector.name}"`, selectRules([connector], 'inbound', rules), 'inbound'),
    subject: connector.name,
  }));
  const entra = entraConnectors(facts);
  const outbound = judge('the Entra connector', selectRules(entra, 'outbound', rules), 'outbound');
  const shown: Draft =
    'status' in outbound && outbound.status === 'fail' ? { ...outbound, explainedBy: ['PHS201'] } : outbound;
  return inbound.length === 0 ? [] : [...inbound, shown];
}

/** One inbound rule for each forest and one outbound rule for Entra must carry passwords; custom rules count (facts 1.11). */
export const phs207PasswordRules: Check = addChanges(
  {
    id: 'PHS207',
    title: 'Enabled rules synchronize passwords in both directions',
    category: 'configuration',
    passwords: { failed: 'stops' },
    needs: ['connectors', 'rules'],
    uses: [],
    dependsOn: [],
    perConnector: true,
    run,
  },
  tellLatest('rule'),
);
