import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CancelledError, openServer, UsageError, type Server } from '../../src/index.js';
import { packageRoot } from '../../src/base/package-root.js';
import { noServer, run } from '../support/recorded-run.js';

const recordingOf = (scenario: string): string =>
  join(packageRoot(), 'fixtures', 'ps-output', scenario, 'recording.ndjson.gz');

async function withRecording<Answer>(scenario: string, ask: (server: Server) => Promise<Answer>): Promise<Answer> {
  const server = await openServer({ replay: recordingOf(scenario) });
  try {
    return await ask(server);
  } finally {
    await server.close();
  }
}

/** What the command prints of the same recording, without when it was replayed. */
async function documentOf(scenario: string, words: readonly string[]): Promise<unknown> {
  const { out } = await run(['replay', recordingOf(scenario), ...words, '--output', 'json'], noServer);
  return withoutReplayTime(JSON.parse(out));
}

function withoutReplayTime(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document).replace(/"replayedAt":"[^"]*"/g, '"replayedAt":""'));
}

const temporary = 'CN=Temp Word,OU=Staff,DC=contoso,DC=com';

describe('a server that is opened as a library', () => {
  test('answers with the documents that the command prints', async () => {
    const [status, diagnosis, chosen] = await withRecording('service-stopped', (server) =>
      Promise.all([server.status(), server.diagnose(), server.diagnose({ only: ['1xx'], failOn: 'never' })]),
    );

    expect(withoutReplayTime(status)).toEqual(await documentOf('service-stopped', ['status']));
    expect(withoutReplayTime(diagnosis)).toEqual(await documentOf('service-stopped', ['diagnose']));
    expect(withoutReplayTime(chosen)).toEqual(
      await documentOf('service-stopped', ['diagnose', '--only', '1xx', '--fail-on', 'never']),
    );
  });

  test('has nothing within reach that could change a server', async () => {
    await withRecording('users', (server) => {
      expect(Object.keys(server)).toEqual([]);
      expect(JSON.stringify(server)).toBe('{}');
      return Promise.resolve();
    });
  });

  test('answers for users as the command does, one by one or one alone', async () => {
    const { results, tail, one } = await withRecording('users', async (server) => {
      const asked = server.diagnoseUsers([temporary, 'not a name']);
      const all = [];
      let next = await asked.next();
      for (; next.done !== true; next = await asked.next()) all.push(next.value);
      return { results: all, tail: next.value, one: await server.diagnoseUser(temporary, { withSides: true }) };
    });

    expect(results.map(({ status }) => status)).toEqual(['fail', 'fail']);
    expect(tail.summary.counts).toMatchObject({ objects: 2, fail: 2 });
    expect(withoutReplayTime(one)).toEqual(await documentOf('users', ['diagnose', '--dn', temporary, '--verbose']));
  });

  test('gives events one by one, and asks no more when the loop is left', async () => {
    const listed = await documentOf('busy', ['events', '--since', '24h']);
    await withRecording('busy', async (server) => {
      const events = [];
      for await (const event of server.events()) events.push(event);
      expect(listed).toMatchObject({ eventCount: events.length });
      expect(events.length).toBeGreaterThan(10);
      for await (const event of server.events({ ids: [events[0]?.eventId ?? 0] })) {
        expect(event.eventId).toBe(events[0]?.eventId);
        break;
      }
      expect((await server.status()).command).toBe('status');
    });
  });

  test('rejects with the errors of the command', async () => {
    const stopped = AbortSignal.abort();
    await withRecording('healthy', async (server) => {
      await expect(server.status({ since: 'soon' })).rejects.toThrow(UsageError);
      await expect(server.status({ connector: 'nowhere.test' })).rejects.toThrow(UsageError);
      await expect(server.diagnose({ only: ['PHS999'] })).rejects.toThrow(UsageError);
      await expect(server.status({ signal: stopped })).rejects.toThrow(CancelledError);
      await expect(server.events({ signal: stopped }).next()).rejects.toThrow(CancelledError);
    });
    await expect(openServer({ replay: recordingOf('healthy'), modulePath: '/m' })).rejects.toThrow(UsageError);
    for (const together of [{ replay: recordingOf('healthy') }, { simulate: 'healthy' }, { ssh: 'admin@aadc02' }]) {
      await expect(openServer({ computer: 'aadc01', ...together })).rejects.toThrow(UsageError);
    }
    await expect(openServer({ ssh: 'no user' })).rejects.toThrow('"ssh" must be USER@HOST');
    await expect(openServer({ computer: 'aadc01', port: 70_000 })).rejects.toThrow(UsageError);
    await expect(openServer({ replay: recordingOf('nowhere') })).rejects.toMatchObject({ code: 'E_FILE', exitCode: 5 });
    await expect(openServer({ simulate: 'helthy' })).rejects.toMatchObject({ code: 'E_USAGE' });
  });

  test('refuses options that it does not know, and names that name nobody', async () => {
    const refused = async (asked: Promise<unknown>, message: string): Promise<void> => {
      await expect(asked).rejects.toThrow(UsageError);
      await expect(asked).rejects.toThrow(message);
    };
    await withRecording('users', async (server) => {
      const given: Record<string, unknown> = { conector: 'contoso.com' };
      await refused(server.status(given), 'status has no option "conector". Did you mean connector?');
      await refused(server.diagnose({ ...given, only: ['1xx'] }), 'diagnose has no option "conector"');
      await refused(server.diagnoseUser(temporary, given), 'diagnoseUser has no option "conector"');
      await refused(server.diagnoseUsers([temporary], given).next(), 'diagnoseUsers has no option');
      await refused(server.events({ secondOpinion: true } as object).next(), 'events has no option "secondOpinion"');
      await refused(server.status({ since: 3 } as object), '"since" must be of the type string.');
      await refused(server.status({ expect: 'activ' } as object), '"expect" must be one of active, staging.');
      await refused(server.status({ signal: 'stop' } as object), '"signal" must be an AbortSignal.');
      await refused(server.diagnoseUser({ mail: 'x' } as never), 'A user is named by a DN, { upn } or { sam }.');
      await refused(server.diagnoseUsers([42 as never]).next(), 'A user is named by');
    });
    await refused(
      openServer({ reply: recordingOf('users') } as object),
      'openServer has no option "reply". Did you mean',
    );
    await refused(openServer('users' as never), 'The options of openServer must be an object.');
  });

  test('speaks of its own options, not of those of the command line', async () => {
    await withRecording('healthy', async (server) => {
      await expect(server.status({ since: 'soon' })).rejects.toThrow(/^"since" needs a duration/);
      await expect(server.diagnose({ only: ['PHS501'] })).rejects.toMatchObject({
        message: '"PHS501" looks at one user: name one with diagnoseUser.',
        hint: 'See the checks with phs-tool diagnose --list-checks.',
      });
    });
    await expect(openServer({ computer: 'a', ssh: 'b@c' })).rejects.toThrow('"computer" and "ssh" cannot be used');
    await expect(openServer({ useSsl: true })).rejects.toMatchObject({
      message: '"useSsl" needs "computer".',
      hint: 'With "ssh" the port is part of its value: USER@HOST:PORT.',
    });
  });

  test('takes names from a stream that does not wait, and says what it reads', async () => {
    const stages: string[] = [];
    const server = await openServer({ replay: recordingOf('users'), onProgress: (stage) => stages.push(stage) });
    async function* names(): AsyncGenerator<string> {
      yield temporary;
      await Promise.resolve();
      yield temporary;
    }
    let count = 0;
    for await (const { status } of server.diagnoseUsers(names())) {
      expect(status).toBe('fail');
      count += 1;
    }
    await server.close();

    expect(count).toBe(2);
    expect(stages.length).toBeGreaterThan(3);
  });
});

describe('a loop that takes its time', () => {
  test('takes a name only when the last result was taken, and lets go of the rest', async () => {
    const asked: number[] = [];
    let isClosed = false;
    function* names(): Generator<string> {
      try {
        for (let count = 1; count <= 5; count += 1) {
          asked.push(count);
          yield temporary;
        }
      } finally {
        isClosed = true;
      }
    }
    await withRecording('users', async (server) => {
      let taken = 0;
      for await (const { status } of server.diagnoseUsers(names())) {
        taken += 1;
        await new Promise((resolve) => setImmediate(resolve));
        expect(status).toBe('fail');
        expect(asked).toHaveLength(taken);
        if (taken === 3) break;
      }
    });
    expect(isClosed).toBe(true);
  });

  test('closes the names if nobody can be asked about them', async () => {
    const calls: string[] = [];
    const iterator: AsyncIterator<string> = {
      next: () => Promise.reject(new Error('No name was to be taken.')),
      return: () => {
        calls.push('return');
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    await withRecording('users', async (server) => {
      const results = server.diagnoseUsers({ [Symbol.asyncIterator]: () => iterator }, { connector: 'nobody' });
      await expect(results.next()).rejects.toBeInstanceOf(UsageError);
    });

    expect(calls).toEqual(['return']);
  });

  test('can ask the same server about an event, and gets the rest afterwards', async () => {
    await withRecording('busy', async (server) => {
      let events = 0;
      let reports = 0;
      for await (const { eventId } of server.events()) {
        events += 1;
        if (eventId === 656 && reports < 2) {
          reports += 1;
          expect((await server.status()).command).toBe('status');
        }
      }
      expect(events).toBeGreaterThan(10);
    });
  });
});
