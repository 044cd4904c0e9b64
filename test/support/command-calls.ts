import { join } from 'node:path';

/** Where the calls of {@link commandCalls} find what they need. */
export interface CallPlaces {
  /** Folder of a simulated server of the scenario "healthy". */
  readonly server: string;
  /** Folder for what commands write. */
  readonly folder: string;
  /** Path of the PowerShell host. */
  readonly host: string;
}

/**
 * Every command with words that make it do its work on a simulated server, by the names of the registry; in this order,
 * because `replay` reads what `status` has recorded and `guard show` what `guard setup` has set up.
 */
export function commandCalls({ server, folder, host }: CallPlaces): Readonly<Record<string, readonly string[]>> {
  const live = ['--simulate', server, '--powershell', host];
  const recording = join(folder, 'recording.ndjson');
  return {
    status: ['status', ...live, '--record', recording],
    diagnose: ['diagnose', ...live, '--dn', 'CN=Nobody,DC=contoso,DC=com', '--second-opinion'],
    report: ['report', ...live, '--out', join(folder, 'report.html')],
    events: ['events', ...live, '--output', 'csv'],
    users: ['users', ...live, '--verify', '--output', 'csv'],
    wait: ['wait', ...live, '--for', 'alive'],
    replay: ['replay', recording, 'status'],
    diff: ['diff', recording, recording],
    compare: ['compare', recording, `simulate:${server}`, '--powershell', host],
    bundle: ['bundle', ...live, '--out', join(folder, 'bundle.ndjson')],
    'sync-user': ['sync-user', ...live, '--upn', 'nobody@contoso.com', '--confirm'],
    'guard setup': ['guard', 'setup', ...live],
    'force-full-sync': ['force-full-sync', ...live],
    'guard show': ['guard', 'show', ...live],
    'guard recover': ['guard', 'recover', ...live],
    'guard supersede': ['guard', 'supersede', ...live, '--evidence', 'parameter', '--reason', 'tried'],
    explain: ['explain', '611'],
    doctor: ['doctor', ...live],
    contract: ['contract', ...live, '--out', join(folder, 'contract.ndjson')],
    completion: ['completion', 'powershell'],
    'simulate list': ['simulate', 'list'],
    'simulate create': ['simulate', 'create', 'healthy', join(folder, 'another')],
    'simulate tick': ['simulate', 'tick', server],
  };
}
