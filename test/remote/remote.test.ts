import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { Asker } from '../../src/collect/ask.js';
import { openConnectServer } from '../../src/collect/open-connect-server.js';
import { contractLineSchema } from '../../src/contract/document.js';
import { guardShowSchema } from '../../src/guard/guard-document.js';
import { LiveSession } from '../../src/ps/live-session.js';
import { remoteLimits } from '../../src/ps/limits.js';
import { getPhsConnector } from '../../src/scripts/get-phs-connector.js';
import { runCliLive, type CliRun } from '../support/cli.js';
import { behave, echo, liveOptions } from '../support/live.js';
import { freePort, sshText, startSshServer, type SshServer } from '../support/ssh-server.js';

let server: SshServer;
let open: LiveSession[] = [];

beforeAll(async () => {
  server = await startSshServer([{ scenario: 'healthy' }]);
});

afterEach(async () => {
  await Promise.all(open.map((session) => session.close()));
  open = [];
  // Nothing stays on the server: neither a PowerShell nor its connection.
  await untilNoSession();
});

afterAll(async () => {
  await server.close();
});

async function untilNoSession(): Promise<void> {
  while (server.sessions().length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function way(): SshServer['remotes'][number] {
  const [first] = server.remotes;
  if (first === undefined) throw new Error('There is no endpoint.');
  return first;
}

function connect(): LiveSession {
  const settings = { modulePath: '', simulatorPath: '', simulatedServer: '', remote: way() };
  const env = { ...process.env, ...server.env };
  const session = new LiveSession(liveOptions({ server: settings, env, limits: remoteLimits }));
  open.push(session);
  return session;
}

async function phs(line: string, env: Record<string, string> = server.env): Promise<CliRun> {
  return runCliLive([...line.split(' '), '--ssh', sshText(way())], env);
}

/** Breaks the connection that is open, as a network does: nobody says good-bye. */
function cut(): void {
  for (const pid of server.sessions()) process.kill(pid, 'SIGKILL');
}

const report = z.object({
  source: z.object({ kind: z.string(), remote: z.object({ computer: z.string(), by: z.string() }) }),
  summary: z.object({ exitCode: z.number() }),
  server: z.object({ platform: z.object({ known: z.literal(true) }) }),
});

describe('a server at the other end of SSH', () => {
  test('is judged by status as on the server itself, and the result says how it was reached', async () => {
    const { exitCode, stdout, stderr } = await phs('status --output json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining('phs-tool:') });
    expect(report.parse(JSON.parse(stdout)).source).toEqual({
      kind: 'live',
      remote: { computer: '127.0.0.1', by: 'SSH' },
    });
  });

  test('is judged by diagnose, and the text says how it was reached', async () => {
    const { exitCode, stdout } = await phs('diagnose');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('reached as 127.0.0.1 by SSH');
  });

  test('gives its events', async () => {
    const { exitCode, stdout } = await phs('events --output ndjson');
    expect(exitCode).toBe(0);
    expect(stdout.trim().split('\n').length).toBeGreaterThan(5);
  });

  test('is named as the source of what the guard shows, and of a contract without its name', async () => {
    const shown = guardShowSchema.parse(JSON.parse((await phs('guard show --output json')).stdout));
    const [header = ''] = (await phs('contract --output ndjson')).stdout.split('\n');

    expect(shown.source).toEqual({ kind: 'live', remote: { computer: '127.0.0.1', by: 'SSH' } });
    expect((await phs('guard show')).stdout).toContain('reached as 127.0.0.1 by SSH');
    expect(contractLineSchema.parse(JSON.parse(header))).toMatchObject({
      type: 'contract',
      source: { kind: 'live', remote: { by: 'SSH' } },
    });
    expect(header).not.toContain('127.0.0.1');
  });

  test('has a page', async () => {
    const page = join(server.folder, 'report.html');
    expect((await phs(`report --out ${page}`)).exitCode).toBe(0);
    expect(readFileSync(page, 'utf8')).toContain('reached as 127.0.0.1 by SSH');
  });
});

describe('a session on another server', () => {
  test('brings values as they are, and the errors of the server with their types and codes', async () => {
    const session = connect();
    const value = 'h\u00e9llo \u{1f600} $(1) "; exit';
    expect((await session.run(echo, { value })).rows).toEqual([{ index: 0, value }]);
    const refused = await session.run(behave, { kind: 'write-error' });
    expect(refused.errors).toMatchObject([
      {
        message: 'outer',
        errorId: expect.stringMatching(/^TestFailure/),
        category: 'PermissionDenied',
        exceptionTypes: ['System.InvalidOperationException', 'System.UnauthorizedAccessException'],
        hresult: '80070005',
      },
    ]);
    expect((await session.run(behave, { kind: 'throw' })).state).toBe('failed');
    const { information } = await session.run(behave, { kind: 'host' });
    expect(information).toEqual([{ text: 'to the host', foreground: 'Red', noNewLine: false }]);
  });

  test('stops there what takes too long, and goes on', async () => {
    const session = connect();
    await session.run(echo, { value: 1 });
    const [before] = server.sessions();
    const answer = await session.run({ ...behave, deadlineMs: 1_000 }, { kind: 'spin' });
    expect(answer.state).toBe('timeout');
    expect((await session.run(echo, { value: 2 })).rows).toEqual([{ index: 0, value: 2 }]);
    expect(server.sessions()).toEqual([before]);
  });

  test('that is lost in mid-answer is a typed error, and the next question connects again', async () => {
    const session = connect();
    await session.run(echo, { value: 1 });
    const answer = session.run(behave, { kind: 'spin' });
    setTimeout(cut, 500);
    await expect(answer).rejects.toMatchObject({ code: 'E_REMOTE_LOST', exitCode: 5 });
    expect((await session.run(echo, { value: 2 })).rows).toEqual([{ index: 0, value: 2 }]);
  });

  test('that was lost between two questions is made once more for whoever reads, with ADSync loaded again', async () => {
    const asker = new Asker(connect(), {});
    await openConnectServer(asker, undefined);
    cut();
    await untilNoSession();
    expect(await asker.rowsFromModule(getPhsConnector, {})).toMatchObject({ known: true });
    cut();
    await untilNoSession();
    await expect(asker.rowsFromModule(getPhsConnector, {})).rejects.toMatchObject({ code: 'E_REMOTE_LOST' });
  });

  test('that was lost between two questions is a typed error, too', async () => {
    const session = connect();
    await session.run(echo, { value: 1 });
    cut();
    await untilNoSession();
    await expect(session.run(getPhsConnector, {})).rejects.toMatchObject({ code: 'E_REMOTE_LOST' });
  });
});

describe('a server that is not reached', () => {
  const reached = async (ssh: string, env: Record<string, string>): Promise<CliRun> =>
    runCliLive(['status', '--output', 'json', '--ssh', ssh], env);
  const failed = z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string() }) });

  test.each<[string, string, () => Promise<CliRun>]>([
    ['because the key is refused', 'E_REMOTE_DENIED', () => reached(sshText(way()), server.wrongEnv('key'))],
    ['because its host key is not known', 'E_REMOTE_TRUST', () => reached(sshText(way()), server.wrongEnv('host'))],
    [
      'because the port is closed',
      'E_REMOTE_UNREACHABLE',
      async () => reached(sshText({ ...way(), port: await freePort() }), server.env),
    ],
    ['because the name is not known', 'E_REMOTE_NAME', () => reached('admin@no-such-server.invalid', server.env)],
  ])('%s is reported with its cure: %s', async (_why, code, run) => {
    const { exitCode, stdout, stderr } = await run();
    const { error } = failed.parse(JSON.parse(stdout));
    expect({ ...error, exitCode, stderr }).toMatchObject({ exitCode: 5, code, stderr: '' });
    expect(error.hint).toMatch(/\w{4,}/);
  });
});
