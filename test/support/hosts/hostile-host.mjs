#!/usr/bin/env node
// A stand-in for PowerShell that misbehaves in the way that HOSTILE names. Payloads come ready-made in HOSTILE_READY,
// HOSTILE_PART and HOSTILE_END, so that this program knows nothing of CLIXML.
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';

const kind = process.env.HOSTILE ?? '';
const nonce = process.argv[process.argv.indexOf('-Nonce') + 1];
const { HOSTILE_READY: ready, HOSTILE_PART: part, HOSTILE_END: end, HOSTILE_OPENED: opened } = process.env;
const frame = (id, name, sequence, payload, { mark = nonce, length = payload.length, eol = '\n' } = {}) =>
  `\nPHS1 ${mark} ${id} ${name} ${sequence} ${length} ${payload}${eol}`;
const say = (text) => process.stdout.write(text);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const answer = (id) => say(frame(id, 'part', 0, part) + frame(id, 'end', 1, end));

const starts = {
  'never-ready': () => Promise.resolve(),
  'dies-before-ready': async () => {
    process.stderr.write('something went wrong\n');
    process.exit(9);
  },
  'refused-by-policy': async () => {
    process.stderr.write('de tekst is vertaald\n    + FullyQualifiedErrorId : UnauthorizedAccess\n');
    process.exit(1);
  },
  'restricted-language': async () => {
    say('PHS1-REFUSED language-mode ConstrainedLanguage\n');
    process.exit(66);
  },
  'bad-ready': async () => say(frame('0', 'hello', 0, part)),
  'banner-first': async () =>
    say(`\ufeff\u001b[?1h\u001b[?1lWindows PowerShell\r\nCopyright\r\nhalf a line${frame('0', 'hello', 0, ready)}`),
  'dies-each-time': async () => say(frame('0', 'hello', 0, ready)),
};

const requests = {
  'exit-zero': () => process.exit(0),
  'exit-three': () => process.exit(3),
  'dies-each-time': () => process.exit(4),
  killed: () => process.kill(process.pid, 'SIGKILL'),
  'dies-idle': (id) => {
    answer(id);
    setTimeout(() => process.exit(1), 20);
  },
  'byte-by-byte': async (id) => {
    for (const byte of frame(id, 'part', 0, part) + frame(id, 'end', 1, end)) {
      say(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
  'carriage-returns': (id) =>
    say(frame(id, 'part', 0, part, { eol: '\r\n' }) + frame(id, 'end', 1, end, { eol: '\r\n' })),
  'stray-text': (id) => {
    const forged = frame(id, 'end', 0, end, { mark: '0'.repeat(32) });
    say(`noise${frame(id, 'part', 0, part)}noise\n${forged}PHS1 half a frame${frame(id, 'end', 1, end)}more noise`);
  },
  'other-id': (id) => {
    say(frame('999', 'end', 0, end));
    answer(id);
  },
  'wrong-length': (id) => say(frame(id, 'end', 0, end, { length: end.length + 1 })),
  malformed: (id) => say(`\nPHS1 ${nonce} ${id} end\n`),
  'part-missing': (id) => say(frame(id, 'part', 0, part) + frame(id, 'end', 2, end)),
  'out-of-order': (id) => say(frame(id, 'part', 1, part) + frame(id, 'part', 0, part) + frame(id, 'end', 2, end)),
  'end-twice': (id) => {
    answer(id);
    say(frame(id, 'end', 1, end));
  },
  'no-gzip': (id) => say(frame(id, 'part', 0, 'AAAABBBB') + frame(id, 'end', 1, end)),
  'no-clixml': (id) => say(frame(id, 'part', 0, gzipSync('<Objs>').toString('base64')) + frame(id, 'end', 1, end)),
  'other-shape': (id) => say(frame(id, 'part', 0, end) + frame(id, 'end', 1, end)),
  'gzip-bomb': (id) => say(frame(id, 'part', 0, gzipSync(Buffer.alloc(50_000_000)).toString('base64'))),
  'endless-line': (id) => {
    const piece = 'A'.repeat(100_000);
    say(`\nPHS1 ${nonce} ${id} part 0 999999999 `);
    for (let i = 0; i < 50; i += 1) say(piece);
  },
  'endless-stray': async (id) => {
    const piece = 'A'.repeat(100_000);
    for (let i = 0; i < 50; i += 1) say(piece);
    answer(id);
  },
  'many-parts': (id) => {
    for (let i = 0; i < 2000; i += 1) say(frame(id, 'part', i, part));
  },
  'stderr-flood': async (id) => {
    const line = `${'x'.repeat(1000)}\n`;
    for (let i = 0; i < 1000; i += 1) {
      if (!process.stderr.write(line)) await new Promise((resolve) => process.stderr.once('drain', resolve));
    }
    answer(id);
  },
  silent: () => undefined,
  'late-once': async (id) => {
    if (id === '1') await sleep(400);
    answer(id);
  },
  deaf: (id) => {
    answer(id);
    process.stdin.destroy();
    setInterval(() => undefined, 1000);
  },
};

await (starts[kind] ?? (async () => say(frame('0', 'hello', 0, ready))))();
if (kind === 'never-ready') setInterval(() => undefined, 1000);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [word, id] = line.split(' ');
  if (word === 'OPEN') say(frame('0', 'ready', 0, opened));
  if (word === 'REQ') void (requests[kind] ?? answer)(id);
});
lines.on('close', () => {
  if (kind !== 'deaf') process.exit(0);
});
