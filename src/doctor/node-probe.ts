import type { Probe } from '../model/doctor.js';

/** What is known of the Node.js that runs. */
export interface NodeView {
  /** As `process.versions.node`: `20.19.4`. */
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** The range of package.json: alternatives of `^x.y.z` and `>=x`, joined with ` || `. */
  readonly supported: string;
}

type Version = readonly [number, number, number];

function parseVersion(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor, patch];
}

function isAtLeast(version: Version, least: Version): boolean {
  const index = version.findIndex((part, at) => part !== least[at]);
  return index === -1 || (version[index] ?? 0) > (least[index] ?? 0);
}

/** Whether a version fits the range of package.json; only the two forms that it uses are known, others never fit. */
export function fitsRange(version: string, range: string): boolean {
  const wanted = parseVersion(version);
  return range.split('||').some((alternative) => {
    const [, operator, least] = /^\s*(\^|>=)\s*(\d+(?:\.\d+){0,2})\s*$/.exec(alternative) ?? [];
    if (operator === undefined || least === undefined) {
      return false;
    }
    const bound = parseVersion(least);
    return isAtLeast(wanted, bound) && (operator === '>=' || wanted[0] === bound[0]);
  });
}

/** Until when each LTS version gets security updates, by its first number (https://github.com/nodejs/Release). */
const supportEnds: ReadonlyMap<number, string> = new Map([
  [20, '2026-04-30'],
  [22, '2027-04-30'],
  [24, '2028-04-30'],
]);

/** The day after which this version got no updates; undefined: it gets them, or nothing is known of it. */
function endOfSupport(version: string, now: Date): string | undefined {
  const end = supportEnds.get(parseVersion(version)[0]);
  return end !== undefined && now.toISOString().slice(0, 10) > end ? end : undefined;
}

/** Is this Node.js one that phs-tool is made for, and supported at `now`? */
export function nodeProbe({ version, platform, architecture, supported }: NodeView, now: Date): Probe {
  const common: Pick<Probe, 'id' | 'title' | 'details'> = {
    id: 'node',
    title: 'Node.js',
    details: [
      { label: 'Version', value: version },
      { label: 'System', value: `${platform}, ${architecture}` },
      { label: 'Supported', value: supported },
    ],
  };
  if (!fitsRange(version, supported)) {
    return {
      ...common,
      status: 'fail',
      message: `Node.js ${version} is not among the versions that phs-tool is made for (${supported}).`,
      cure: { text: 'Install a Node.js LTS version from https://nodejs.org/.', commands: [] },
    };
  }
  if (platform === 'win32' && architecture === 'ia32') {
    return {
      ...common,
      status: 'warn',
      message: `Node.js ${version} is a 32-bit program; phs-tool then reaches the 64-bit PowerShell by way of Sysnative.`,
      cure: { text: 'Install the 64-bit Node.js.', commands: ['node -p process.arch'] },
    };
  }
  const end = endOfSupport(version, now);
  return end === undefined
    ? { ...common, status: 'pass', message: `Node.js ${version} (${architecture}).` }
    : {
        ...common,
        status: 'warn',
        message: `Node.js ${version} has had no security updates since ${end}; phs-tool runs with it.`,
        cure: { text: 'Install the current LTS version from https://nodejs.org/.', commands: [] },
      };
}
