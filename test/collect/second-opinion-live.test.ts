import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/checks/catalog.js';
import { collectDiagnosis } from '../../src/collect/collect-diagnosis.js';
import { collectSecondOpinion } from '../../src/collect/collect-second-opinion.js';
import type { Report } from '../../src/model/report.js';
import { openSession } from '../../src/session/open-session.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { requireEngine, describeWithEngine } from '../support/engine.js';
import { opinionLines } from '../support/outcome.js';
import { reportOf } from '../support/reports.js';
import { createServer, readCalls, readState, setStateValue } from '../support/simulated-server.js';

const made: string[] = [];

async function server(scenario: string): Promise<string> {
  const directory = await createServer(scenario);
  made.push(directory);
  return directory;
}

/** The report of `diagnose --second-opinion` on a simulated server, a scenario's or a directory. */
async function reportOn(simulate: string, connectorName?: string): Promise<Report> {
  const request = { simulate, powershell: requireEngine(), onNote: () => undefined };
  const opened = await openSession(request, { env: process.env, clock: () => new Date() });
  try {
    const options = { now: opened.now, sinceMs: 3 * 3_600_000, modulePath: undefined };
    const facts = await collectDiagnosis(opened.session, options);
    const secondOpinion = await collectSecondOpinion(opened.session, { facts, connectorName });
    return reportOf(facts, { command: 'diagnose', checks: catalog, secondOpinion });
  } finally {
    await opened.close();
  }
}

function answered({ secondOpinion }: Report): readonly string[] {
  const entries = secondOpinion?.known === true ? secondOpinion.value : [];
  return entries.filter(({ kind }) => kind === 'answered').map(({ text }) => text);
}

function linesAbout(report: Report, topic: string): readonly string[] {
  return (opinionLines(report) ?? []).filter((line) => line.startsWith(`${topic} `));
}

describe('the scenarios that expect something of the diagnostics', () => {
  test('are one with questions and one without', async () => {
    const names: string[] = [];
    for (const name of await scenarioNames()) {
      if ((await loadScenario(name)).expect.secondOpinion !== undefined) names.push(name);
    }
    expect(names).toEqual(['diagnostics-with-questions', 'diagnostics-without-questions']);
  });
});

describeWithEngine("Microsoft's diagnostics on simulated servers", () => {
  afterEach(async () => {
    for (const directory of made.splice(0)) await rm(dirname(directory), { recursive: true, force: true });
  });

  // A yes to the first would switch the channel off and on.
  test.each([
    [
      'diagnostics-with-questions',
      [
        'Do you want to restart password hash synchronization for AD Connector - contoso.com? [y/n]',
        'Was this helpful? [y/n]',
        'Do you want to diagnose a specific object? [y/n]',
      ],
    ],
    ['diagnostics-without-questions', []],
  ])(
    '%s: they come to what the scenario expects, every question is answered with no, and nothing is changed',
    async (scenario, questions) => {
      const directory = await server(scenario);
      const before = await readState(directory);
      const report = await reportOn(directory);
      expect(answered(report)).toEqual(questions);
      expect(opinionLines(report)).toEqual((await loadScenario(scenario)).expect.secondOpinion?.lines);
      expect(await readCalls(directory)).toEqual([]);
      expect(await readState(directory)).toEqual(before);
    },
  );

  test('the choice to set a domain flag is answered with no, and nothing is stored', async () => {
    const directory = await server('domain-flag-off');
    await setStateValue(directory, ['interactiveDiagnostics'], true);
    const report = await reportOn(directory);
    expect(answered(report)).toContainEqual(expect.stringMatching(/^Set domain flag on partition /));
    expect(linesAbout(report, 'domain-flag')).toEqual([expect.stringMatching(/ problem PHS213 fail$/)]);
    expect(await readCalls(directory)).toEqual([]);
  });

  test('with a connector: objects of the non-interactive mode, one with a property alone, and no question', async () => {
    const { secondOpinion } = await reportOn('healthy', 'contoso.com');
    const entries = secondOpinion?.known === true ? secondOpinion.value : [];
    expect(entries.filter(({ kind }) => kind === 'result').length).toBeGreaterThan(3);
    expect(entries.filter(({ kind }) => kind === 'answered' || kind === 'prompt')).toEqual([]);
    expect(entries[0]).toMatchObject({
      topic: 'heading',
      text: 'ADConnectorName: contoso.com',
      subject: 'contoso.com',
    });
  });

  test('a busy forest and one with a cycle in progress: nothing is called a disagreement', async () => {
    for (const scenario of ['busy', 'cycle-in-progress']) {
      const lines = opinionLines(await reportOn(scenario)) ?? [];
      expect(lines.length).toBeGreaterThan(3);
      expect(lines.filter((line) => line.endsWith('DISAGREES'))).toEqual([]);
    }
  });

  test('a module outside the path is found with its neighbour', async () => {
    expect(linesAbout(await reportOn('module-outside-path', 'contoso.com'), 'channel')).toHaveLength(1);
  });
});
