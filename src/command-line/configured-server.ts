/** One server of the list in the configuration, with the way to it. */
export interface ConfiguredServer {
  readonly name: string;
  /** One of these three says how it is reached; `here` is this machine. */
  readonly computer?: string | undefined;
  readonly ssh?: string | undefined;
  readonly here?: true | undefined;
  readonly port?: number | undefined;
  readonly useSsl?: boolean | undefined;
  readonly configuration?: string | undefined;
  /** What it is meant to be; absent: either. */
  readonly expect?: 'active' | 'staging' | undefined;
  readonly tenant?: string | undefined;
}
