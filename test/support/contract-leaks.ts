import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseContract } from '../../src/contract/certainty.js';
import { findSecret } from '../../src/redact/secrets.js';
import { CANARY_SECRETS } from '../../src/simulator/connector-state.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { runCliLive } from './cli.js';
import { createServer } from './simulated-server.js';

/** Ways in which a name, an identifier or a value can show; an address of a type has neither. */
const forms: readonly (readonly [string, RegExp])[] = [
  ['a GUID', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i],
  ['a DN', /\b(?:CN|OU|DC)=/i],
  ['an account', /[\w.-]{2,}@[\w-]{2,}\.|\bS-1-5-/],
  ['a host or domain', /\b[\w-]+\.(?:com|example|local|net|org|test|invalid)\b/i],
];

/** What of a scenario's server stands in its contract and must not, and how long the contract is. */
export async function contractLeaks(
  scenario: string,
): Promise<{ readonly leaks: readonly string[]; readonly length: number }> {
  const server = await createServer(scenario);
  try {
    const { stdout, stderr } = await runCliLive(['contract', '--simulate', server, '--output', 'ndjson']);
    const lines = stdout === '' ? [] : parseContract(stdout);
    const names = (await forestNames(scenario)).filter((name) => stdout.toLowerCase().includes(name));
    return {
      length: stdout.length,
      leaks: [
        ...(lines.length === 0 ? [`no contract: ${stderr}`] : []),
        ...forms.filter(([, form]) => form.test(stdout)).map(([name]) => name),
        ...CANARY_SECRETS.filter((secret) => stdout.includes(secret)),
        ...lines.flatMap((line) => findSecret(line)?.kind ?? []),
        ...names,
      ],
    };
  } finally {
    await rm(dirname(server), { recursive: true, force: true });
  }
}

/** Names of the forests of a scenario, in lower case. */
async function forestNames(scenario: string): Promise<readonly string[]> {
  const { forests } = await loadScenario(scenario);
  return forests.map(({ name }) => name.toLowerCase()).filter((name) => name.length > 3);
}
