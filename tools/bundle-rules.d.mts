/** What is looked at of a file of a bundle. */
export interface BundleFile {
  readonly type: 'chunk' | 'asset';
  readonly fileName: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** What is wrong with the chunks of a bundle, one sentence each. */
export function faultsOf(bundle: Readonly<Record<string, BundleFile>>): readonly string[];
