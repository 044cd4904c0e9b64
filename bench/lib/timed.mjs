// Whole processes, timed: the clock, and the processor time of the process and of all that it waited for (Linux only).
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Processor time of all children so far that were waited for, theirs included, in ms; NaN where that is not to be had. */
function childrenCpuMs() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return NaN;
  }
}

/** Runs a program to its end: {ms, cpuMs}. Raises an error with what it wrote if it ends with another code than those allowed. */
export function timed({ file, args, codes = [0], env }) {
  const cpu = childrenCpuMs();
  const start = performance.now();
  const run = spawnSync(file, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  const ms = performance.now() - start;
  if (!codes.includes(run.status))
    throw new Error(`${file} ${args.join(' ')}: ${run.status}\n${run.stdout}${run.stderr}`);
  return { ms, cpuMs: childrenCpuMs() - cpu };
}

/** The middle one. */
export function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Runs two programs in turn, the first of each pair alternating, after one run of each that does not count. Answers the medians of both,
 * and the median of the ratios pair by pair: {value, cpuValue, ours, theirs} (ms).
 */
export function comparePairs(ours, theirs, pairs) {
  timed(ours);
  timed(theirs);
  const rows = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const first = pair % 2 === 0;
    const a = first ? timed(ours) : undefined;
    const b = timed(theirs);
    rows.push({ ours: a ?? timed(ours), theirs: b });
  }
  return {
    value: median(rows.map((row) => row.ours.ms / row.theirs.ms)),
    cpuValue: median(rows.map((row) => row.ours.cpuMs / row.theirs.cpuMs)),
    ours: median(rows.map((row) => row.ours.ms)),
    theirs: median(rows.map((row) => row.theirs.ms)),
  };
}

/** Time until a program on a terminal of its own (script of util-linux) has written its first visible character, in ms. */
export async function firstLine({ file, args }) {
  const command = [file, ...args].map((word) => `'${word}'`).join(' ');
  const start = performance.now();
  const child = spawn('script', ['-q', '-e', '-f', '-c', command, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let first = NaN;
  child.stdout.on('data', (data) => {
    const visible = data.toString().replace(/\u001b\[[0-9;?]*[A-Za-z]|\s/g, '');
    if (Number.isNaN(first) && visible !== '') first = performance.now() - start;
  });
  await new Promise((resolve) => child.on('close', resolve));
  return first;
}
