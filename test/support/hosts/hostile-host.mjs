#!/usr/bin/env node
// A stand-in for PowerShell that misbehaves in the way that HOSTILE names. Payloads come ready-made in HOSTILE_READY,
// HOSTILE_PART and HOSTILE_END, so that this program knows nothing of CLIXML.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const kind = process.env.HOSTILE ?? '';
const nonce = process.argv[process.argv.indexOf('-Nonce') + 1];
const { HOSTILE_READY: ready, HOSTILE_PART: part, HOSTILE_END: end, HOSTILE_OPENED: opened } = process.env;
const frame = (id, name, sequence, payload) =>
  `\nPHS1 ${nonce} ${id} ${name} ${sequence} ${payload.length} ${payload}\n`;
const say = (text) => process.stdout.write(text);
const answer = (id) => say(frame(id, 'part', 0, part) + frame(id, 'end', 1, end));

const requests = {
  killed: () => process.kill(process.pid, 'SIGKILL'),
  /** 1 MB on stderr while stdout is silent, then frames cut at every byte. */
  flood: async (id) => {
    const line = `${'x'.repeat(1000)}\n`;
    for (let count = 0; count < 1000; count += 1) {
      if (!process.stderr.write(line)) await new Promise((resolve) => process.stderr.once('drain', resolve));
    }
    for (const byte of frame(id, 'part', 0, part) + frame(id, 'end', 1, end)) {
      say(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
  /** Answers once, with a child that holds the output open, and then neither reads nor ends. */
  stubborn: (id) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' });
    say(`child ${child.pid}\n`);
    answer(id);
    process.stdin.destroy();
    setInterval(() => undefined, 1000);
  },
};

say(frame('0', 'hello', 0, ready));
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [word, id] = line.split(' ');
  if (word === 'OPEN') say(frame('0', 'ready', 0, opened));
  if (word === 'REQ') void requests[kind](id);
});
lines.on('close', () => {
  if (kind !== 'stubborn') process.exit(0);
});
