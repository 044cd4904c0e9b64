import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { fakeWorld, question, type Behavior, type FakeHost, type FakeWorld } from '../support/fake-host.js';
import { answeredValue, endOf, flatError, frameText, hello, opened, pack, part } from '../support/phs1.js';

/** The failure table of the design: the host's behavior, the code of the error, and whether the host is used again. */
interface Failure {
  readonly what: string;
  readonly host: Behavior;
  readonly code: string;
  /** Whether the next request goes to the same host; when it does not start, there is none. */
  readonly next: 'same host' | 'new host' | 'refused';
  readonly told?: object;
  /** How long it takes until it is told, in ms; 0 when it is told at once. */
  readonly after?: number;
}

const limits = { maxLineLength: 1_000_000, maxFrameBytes: 5_000_000, maxAnswerLength: 100_000, backoffMs: [0, 0, 0] };

const answers = { state: 'completed', rows: [{ value: answeredValue }] };

const onRequest = (request: (host: FakeHost, id: string) => void): Behavior => ({ request });

const exits = (code: number | null, stderr: string, signal: string | null = null): Behavior => ({
  start: (host) => {
    host.complain(stderr);
    host.exit(code, signal);
  },
});

const answersWith = (end: string): Behavior =>
  onRequest((host, id) => {
    host.frame(id, 'end', 0, end);
  });

const notStarting: readonly Failure[] = [
  {
    what: 'no program',
    host: {
      start: (host) => {
        host.fail(new Error('spawn /nowhere/powershell ENOENT'));
      },
    },
    code: 'E_NO_POWERSHELL',
    next: 'refused',
  },
  {
    what: 'a script that the policy refuses, in another language',
    host: exits(1, 'de tekst is vertaald\n    + FullyQualifiedErrorId : UnauthorizedAccess\n'),
    code: 'E_POLICY',
    next: 'refused',
    told: { hint: expect.stringContaining('Get-ExecutionPolicy -List') },
  },
  {
    what: 'a restricted language mode',
    host: {
      start: (host) => {
        host.say('PHS1-REFUSED language-mode ConstrainedLanguage\n');
        host.exit(66);
      },
    },
    code: 'E_LANGMODE',
    next: 'refused',
    told: { fields: { languageMode: 'ConstrainedLanguage' } },
  },
  { what: 'nothing said in time', host: { start: () => undefined }, code: 'E_START', next: 'new host', after: 30_000 },
  {
    what: 'HELLO, but READY not in time',
    host: { open: () => undefined },
    code: 'E_START',
    next: 'new host',
    after: 30_000,
  },
  {
    what: 'an end before READY',
    host: exits(9, 'something went wrong\n'),
    code: 'E_START',
    next: 'new host',
    told: { hint: expect.stringContaining('something went wrong'), fields: { exitCode: 9 } },
  },
  {
    what: 'an end with code 0 after HELLO and before READY',
    host: {
      open: (host) => {
        host.exit(0);
      },
    },
    code: 'E_START',
    next: 'new host',
  },
  {
    what: 'HELLO of another form',
    host: {
      start: (host) => {
        host.frame('0', 'hello', 0, part);
      },
    },
    code: 'E_START',
    next: 'new host',
  },
  {
    what: 'a module of --module-path that cannot be loaded',
    host: {
      open: (host) => {
        host.frame('0', 'ready', 0, pack({ failure: flatError('It is broken.', 'X', 'System.Exception') }));
      },
    },
    code: 'E_MODULE',
    next: 'new host',
    told: { message: expect.stringContaining('It is broken.') },
  },
];

const inMidCall: readonly Failure[] = [
  ...[
    ['an end with code 0', 0, null],
    ['an end with code 3', 3, null],
    ['a kill by somebody else', null, 'SIGKILL'],
  ].map(([what, code, signal]) => ({
    what: String(what),
    host: onRequest((host) => {
      host.exit(Number(code), signal === null ? null : String(signal));
    }),
    code: 'E_HOST_EXIT',
    next: 'new host' as const,
    told: { fields: { operation: 'Get-PhsQuestion', exitCode: Number(code), signal } },
  })),
  { what: 'silence', host: onRequest(() => undefined), code: 'E_TIMEOUT_HARD', next: 'new host', after: 25_000 },
  {
    what: 'an operation that cannot be stopped',
    host: answersWith(endOf({ state: 'timeout', stuck: true })),
    code: 'timeout',
    next: 'new host',
  },
  {
    what: 'the deadline inside PowerShell',
    host: answersWith(endOf({ state: 'timeout' })),
    code: 'timeout',
    next: 'same host',
  },
  {
    what: 'a terminating error',
    host: answersWith(endOf({ state: 'failed', errors: [flatError('No.', 'X', 'System.Exception')] })),
    code: 'failed',
    next: 'same host',
    told: { errors: [{ message: 'No.' }] },
  },
  {
    what: 'an operation that is unknown',
    host: answersWith(endOf({ state: 'unknown-operation' })),
    code: 'E_COMMAND',
    next: 'same host',
  },
  {
    what: 'a parameter that is unknown',
    host: answersWith(
      endOf({
        state: 'failed',
        errors: [
          flatError(
            'A parameter cannot be found.',
            'NamedParameterNotFound,Get-PhsQuestion',
            'System.Management.Automation.ParameterBindingException',
          ),
        ],
      }),
    ),
    code: 'E_COMMAND',
    next: 'same host',
  },
];

const damage: readonly Failure[] = [
  ...(
    [
      [
        'a length that is wrong',
        (host, id) => {
          host.say(frameText(host.nonce, id, 'end', 0, endOf(), { length: 1 }));
        },
      ],
      [
        'a frame that is cut',
        (host, id) => {
          host.say(`\nPHS1 ${host.nonce} ${id} end\n`);
        },
      ],
      [
        'a part that is missing',
        (host, id) => {
          host.frame(id, 'part', 0, part);
          host.frame(id, 'end', 2, endOf());
        },
      ],
      [
        'parts in another order',
        (host, id) => {
          host.frame(id, 'part', 1, part);
          host.frame(id, 'part', 0, part);
        },
      ],
      [
        'a part that comes twice',
        (host, id) => {
          host.frame(id, 'part', 0, part);
          host.frame(id, 'part', 0, part);
        },
      ],
      [
        'no gzip',
        (host, id) => {
          host.frame(id, 'part', 0, 'AAAABBBB');
        },
      ],
      [
        'an end that is no gzip',
        (host, id) => {
          host.frame(id, 'end', 0, 'AAAABBBB');
        },
      ],
      [
        'a kind that does not exist',
        (host, id) => {
          host.frame(id, 'middle', 0, part);
        },
      ],
    ] satisfies readonly (readonly [string, (host: FakeHost, id: string) => void])[]
  ).map(([what, request]) => ({ what, host: onRequest(request), code: 'E_FRAME', next: 'new host' as const })),
  {
    what: 'a page that is no CLIXML',
    host: onRequest((host, id) => {
      host.frame(id, 'part', 0, gzipSync('<Objs>').toString('base64'));
      host.frame(id, 'end', 1, endOf());
    }),
    code: 'E_DECODE',
    next: 'same host',
  },
  {
    what: 'an end that is no CLIXML',
    host: answersWith(gzipSync('<Objs>').toString('base64')),
    code: 'E_DECODE',
    next: 'same host',
  },
  { what: 'an end of another form', host: answersWith(part), code: 'E_DECODE', next: 'same host' },
  {
    what: 'rows of another form',
    host: onRequest((host, id) => {
      host.frame(id, 'part', 0, endOf());
      host.frame(id, 'part', 1, part);
      host.frame(id, 'end', 2, endOf());
    }),
    code: 'E_SCHEMA',
    next: 'same host',
  },
  { what: 'objects that are no rows', host: answersWith(endOf({ stray: 1 })), code: 'E_SCHEMA', next: 'same host' },
  {
    what: 'a frame longer than a line may be',
    host: onRequest((host, id) => {
      host.say(`\nPHS1 ${host.nonce} ${id} part 0 999999999 `);
      for (let piece = 0; piece < 50; piece += 1) host.say('A'.repeat(100_000));
    }),
    code: 'E_TOO_LARGE',
    next: 'new host',
  },
  {
    what: 'a frame that unpacks to more than it may',
    host: onRequest((host, id) => {
      host.frame(id, 'part', 0, gzipSync(Buffer.alloc(50_000_000)).toString('base64'));
    }),
    code: 'E_TOO_LARGE',
    next: 'new host',
  },
  {
    what: 'parts without end',
    host: onRequest((host, id) => {
      for (let index = 0; index < 2_000; index += 1) host.frame(id, 'part', index, part);
    }),
    code: 'E_TOO_LARGE',
    next: 'new host',
  },
];

async function outcome({ session, clock }: FakeWorld, after: number): Promise<object> {
  let settled = false;
  const asked = session
    .run(question, {})
    .then((answer): object => answer)
    .catch((error: unknown): object => (error instanceof Error ? error : new Error('not an error')))
    .finally(() => {
      settled = true;
    });
  if (after > 0) {
    await clock.advance(after - 1);
    expect(settled).toBe(false);
  }
  // What remains is the deadline itself and ending a host that does not end by itself.
  await clock.advance(1);
  expect(settled).toBe(true);
  return asked;
}

const isAnswer = (code: string): boolean => code === 'failed' || code === 'timeout';

describe.each([
  ['a host that does not start', notStarting],
  ['in mid-call', inMidCall],
  ['an answer that cannot be taken', damage],
])('%s', (_, rows) => {
  test.each(rows)('$what: $code, then $next', async ({ host, code, next, told, after }) => {
    const world = fakeWorld([host, {}], limits);

    expect(await outcome(world, after ?? 0)).toMatchObject({
      ...told,
      ...(isAnswer(code) ? { state: code } : { code }),
    });

    const [asked] = await Promise.all([Promise.allSettled([world.session.run(question, {})]), world.clock.advance(1)]);
    if (next === 'refused') {
      expect(asked).toMatchObject([{ reason: { code } }]);
    } else if (next === 'new host') {
      expect(asked).toMatchObject([{ value: answers }]);
    }
    expect(world.hosts).toHaveLength(next === 'new host' ? 2 : 1);
    await world.session.close();
    expect(world.clock.pending).toBe(0);
  });

  test.each(rows)('$what: what is used no more was ended', async ({ host, next, after }) => {
    const world = fakeWorld([host, {}], limits);
    await outcome(world, after ?? 0);
    await world.clock.advance(1);

    const [first] = world.hosts;
    expect(first?.isOver).toBe(next !== 'same host');
    await world.session.close();
    expect(first?.isOver).toBe(true);
  });
});

describe('output that is hard to read is read', () => {
  const said = (id: string, host: FakeHost, eol = '\n'): string =>
    frameText(host.nonce, id, 'part', 0, part, { eol }) + frameText(host.nonce, id, 'end', 1, endOf(), { eol });

  test.each<[string, Behavior]>([
    ['plain frames', {}],
    [
      'a banner, a byte order mark and half a line before HELLO',
      {
        start: (host) => {
          host.say(
            `\ufeff\u001b[?1h\u001b[?1lWindows PowerShell\r\nCopyright\r\nhalf a line${frameText(host.nonce, '0', 'hello', 0, hello)}`,
          );
        },
      },
    ],
    [
      'HELLO and READY twice',
      {
        start: (host) => {
          host.frame('0', 'hello', 0, hello);
          host.frame('0', 'hello', 0, hello);
        },
        open: (host) => {
          host.frame('0', 'ready', 0, opened);
          host.frame('0', 'ready', 0, opened);
        },
      },
    ],
    [
      'READY before HELLO',
      {
        start: (host) => {
          host.frame('0', 'ready', 0, opened);
          host.frame('0', 'hello', 0, hello);
        },
      },
    ],
    [
      'frames cut at every character',
      onRequest((host, id) => {
        for (const one of said(id, host)) host.say(one);
      }),
    ],
    [
      'Windows line ends',
      onRequest((host, id) => {
        host.say(said(id, host, '\r\n'));
      }),
    ],
    [
      'text around the frames, and a frame with another nonce',
      onRequest((host, id) => {
        const forged = frameText('0'.repeat(32), id, 'end', 0, endOf({ state: 'failed' }));
        host.say(`noise${frameText(host.nonce, id, 'part', 0, part)}noise\n${forged}PHS1 half a frame`);
        host.say(`${frameText(host.nonce, id, 'end', 1, endOf())}more noise`);
      }),
    ],
    [
      'a frame of another request',
      onRequest((host, id) => {
        host.frame('999', 'end', 0, endOf());
        host.answer(id);
      }),
    ],
    [
      'a second end frame',
      onRequest((host, id) => {
        host.answer(id);
        host.frame(id, 'end', 1, endOf());
      }),
    ],
    [
      'a line longer than a frame may be that is no frame',
      onRequest((host, id) => {
        for (let piece = 0; piece < 50; piece += 1) host.say('A'.repeat(100_000));
        host.answer(id);
      }),
    ],
    [
      '100,000 frames with another nonce',
      onRequest((host, id) => {
        const forged = frameText('0'.repeat(32), id, 'part', 0, 'AAAA');
        for (let piece = 0; piece < 100; piece += 1) host.say(forged.repeat(1_000));
        host.answer(id);
      }),
    ],
  ])('%s', async (_, behavior) => {
    const { session, hosts } = fakeWorld([behavior], limits);

    await expect(session.run(question, {})).resolves.toMatchObject(answers);
    await expect(session.run(question, {})).resolves.toMatchObject(answers);
    expect(hosts).toHaveLength(1);
    await session.close();
  });

  test('a stray line is kept in the trace, and no more than its beginning', async () => {
    const { session, debug } = fakeWorld([
      onRequest((host, id) => {
        host.say(`${'x'.repeat(10_000)}\n`);
        host.answer(id);
      }),
    ]);
    await session.run(question, {});

    expect(debug).toContain(`stray ${'x'.repeat(500)}`);
    await session.close();
  });
});

test('every code of the failure table in the design has a row here, or is no matter of a live host', () => {
  const pages = [
    'DESIGN.md',
    ...readdirSync(join(packageRoot(), 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];
  const tables = pages
    .map((page) => readFileSync(join(packageRoot(), page), 'utf8'))
    .filter((text) => /^\| what happens /m.test(text));
  expect(tables).toHaveLength(1);
  const [, table = ''] = /^\| what happens .*\n((?:\|.*\n)+)/m.exec(tables[0] ?? '') ?? [];
  const codes = new Set(table.match(/\bE_[A-Z_]+/g) ?? []);

  // Those of another server: test/ps/remote-errors.test.ts and test/remote/.
  const remote = ['E_REMOTE_', 'E_REMOTE_LOST'];
  const elsewhere = ['E_CLOSED', 'E_CANCELLED', 'E_FILE', 'E_REPLAY_MISSING', 'E_REPLAY_MUTATES', ...remote];
  const here = [...notStarting, ...inMidCall, ...damage]
    .map(({ code }) => code)
    .filter((code) => code.startsWith('E_'));
  expect(codes).toEqual(new Set([...here, ...elsewhere].filter((code) => code !== 'E_MODULE')));
});
