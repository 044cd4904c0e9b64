/** Stands at the end of the name of a group that is skipped because there is no PowerShell. */
export const skippedWithoutEngine: string;

/** What the reporter looks at of jest's results. */
export interface Results {
  readonly testResults: readonly {
    readonly testResults: readonly { readonly status: string; readonly ancestorTitles: readonly string[] }[];
  }[];
}

/** "N tests need a PowerShell engine and were skipped"; undefined when none was. */
export function skippedLine(results: Results): string | undefined;
