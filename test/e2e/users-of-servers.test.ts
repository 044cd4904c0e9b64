import { describe, expect, test } from '@jest/globals';
import { diagnoseOptions } from '../../src/command-line/diagnose-options.js';
import { diagnoseObjects } from '../../src/command-steps/diagnose-objects.js';
import { objectLineSchema, type ObjectResult } from '../../src/model/object-report.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { openSession } from '../../src/session/open-session.js';
import { loadScenario, type Scenario } from '../../src/simulator/scenario.js';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { fakeContext } from '../support/fake-context.js';
import { fakeOpenServer } from '../support/fake-open-server.js';

const scenarios = await Promise.all((await scenarioNames()).map((name) => loadScenario(name)));
/** The users of the scenario "users" are followed in `diagnose-objects.test.ts`. */
const withUsers = scenarios.filter(({ name, expect: { users } }) => users.length > 0 && name !== 'users');
const exitCodes = { pass: 0, warn: 0, fail: 3, unknown: 4 } as const;

async function follow(opened: OpenedSession, { expect: { users } }: Scenario): Promise<ObjectResult[]> {
  const ctx = fakeContext();
  const options = diagnoseOptions.parse({ dn: users.map(({ dn }) => dn), output: 'ndjson' });
  await diagnoseObjects(ctx, options, fakeOpenServer(opened));
  const lines = ctx.out().trimEnd().split('\n');
  return lines
    .map((line) => objectLineSchema.parse(JSON.parse(line)))
    .flatMap((line) => (line.type === 'object' ? [line] : []));
}

function expectUsers(results: readonly ObjectResult[], { expect: { users } }: Scenario): void {
  const found = results.map(({ given, status, cause }) => ({
    dn: given.text,
    exitCode: exitCodes[status],
    firstCause: status === 'fail' ? (cause?.check ?? null) : null,
  }));

  expect(found).toEqual(users.map(({ dn, exitCode, firstCause }) => ({ dn, exitCode, firstCause })));
  for (const [index, { answer }] of users.entries()) {
    expect(results[index]?.answer).toContain(answer ?? '');
  }
}

const rows = withUsers.map((scenario) => [scenario.name, scenario] as const);

describeWithEngine('what a server does to its users, in the real engine', () => {
  test.each(rows)('%s', async (simulate, scenario) => {
    const request = { simulate, powershell: requireEngine(), onNote: () => undefined };
    const opened = await openSession(request, { env: process.env, clock: () => new Date() });
    try {
      expectUsers(await follow(opened, scenario), scenario);
    } finally {
      await opened.close();
    }
  });
});

describe('what a server does to its users, from its recording', () => {
  test.each(rows)('%s', async (simulate, scenario) => {
    const noPowerShell = { env: {}, clock: () => new Date(), exists: () => false };
    const opened = await openSession({ simulate, onNote: () => undefined }, noPowerShell);
    expectUsers(await follow(opened, scenario), scenario);
    await opened.close();
  });
});

test('some scenarios have users of their own', () => {
  expect(withUsers.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['domain-unreachable', 'netbios-name-with-dot', 'read-only-dc', 'selective-phs']),
  );
});
