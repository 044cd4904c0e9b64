// One run of a program with the largest resident memory of it and of the processes that it starts (Linux only).
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

function readStatus(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (name) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return { parent: number('PPid'), kb: number('VmHWM') };
  } catch {
    // It has just ended.
    return undefined;
  }
}

/** The processes below one, each with its parent: {pid, kb}. */
function listChildren(root) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const status = readStatus(pid);
      return status === undefined ? [] : [{ pid: Number(pid), ...status }];
    });
  const below = [];
  for (let parents = [root]; parents.length > 0;) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    below.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return below;
}

/** Runs a program to its end, its output read and thrown away: {ms, nodeMb, hostMb (the largest of its children)}. */
export async function watchRun({ file, args, codes = [0] }) {
  const start = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.resume();
  const most = { node: 0, host: 0 };
  const poll = setInterval(() => {
    most.node = Math.max(most.node, readStatus(child.pid)?.kb ?? 0);
    for (const { kb } of listChildren(child.pid)) most.host = Math.max(most.host, kb);
  }, 100);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(poll);
  if (!codes.includes(code)) throw new Error(`${file} ${args.join(' ')}: ${code}`);
  return { ms: performance.now() - start, nodeMb: most.node / 1024, hostMb: most.host / 1024 };
}
