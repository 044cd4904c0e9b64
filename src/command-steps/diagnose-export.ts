import type { Context } from '../command-line/context.js';
import type { ExitCode } from '../base/exit-codes.js';
import { toolVersion } from '../base/version.js';
import type { Check, ExpectedRole } from '../checks/check.js';
import type { FailOn } from '../model/choose-exit-code.js';
import { printReport, type FormRequest } from '../output/output-forms.js';
import { resolveConnector } from './resolve-connector.js';

/** The options of `diagnose --config-export`. */
export interface ExportRequest extends FormRequest {
  readonly configExport: string;
  readonly connector?: string | undefined;
  readonly expect: ExpectedRole;
  readonly failOn: FailOn;
}

/**
 * Judges what `Get-ADSyncServerConfiguration -Path` wrote; no server is asked and no PowerShell is started. Checks that
 * need more than the configuration are skipped. Rejects with an EnvironmentError (E_FILE) or a UsageError.
 */
export async function diagnoseExport(ctx: Context, given: ExportRequest, checks: readonly Check[]): Promise<ExitCode> {
  const startedAt = ctx.clock();
  const { readServerConfiguration } = await import('../collect/read-server-configuration.js');
  const { buildReport } = await import('../report/build-report.js');
  const { facts, source } = await readServerConfiguration(given.configExport, startedAt, { signal: ctx.signal });
  const connectorFilter = resolveConnector(given.connector, facts);
  const report = buildReport(facts, {
    toolVersion: toolVersion(),
    command: 'diagnose',
    startedAt,
    finishedAt: ctx.clock(),
    expect: given.expect,
    failOn: given.failOn,
    checks,
    source: { kind: 'configuration-export', ...source },
    connectorFilter,
  });
  return printReport(ctx, report, given);
}
