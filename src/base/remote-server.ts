/** A server that is asked from another machine, by PowerShell remoting. */
export type RemoteServer =
  | {
      /** WinRM, as the account that runs phs-tool. */
      readonly kind: 'wsman';
      readonly computer: string;
      /** Absent: 5985, or 5986 with TLS. */
      readonly port?: number | undefined;
      readonly useSsl: boolean;
      /** Name of the session configuration; absent: the default one. */
      readonly configuration?: string | undefined;
    }
  | {
      /** The subsystem "powershell" of an SSH server, with a key or an agent. */
      readonly kind: 'ssh';
      readonly user: string;
      readonly computer: string;
      /** Absent: 22, or what the configuration of ssh says. */
      readonly port?: number | undefined;
    };

/** What a result says of it. */
export interface RemoteName {
  readonly computer: string;
  readonly by: 'WinRM' | 'SSH';
}

/** How a server is called in results: its name as it was given, and the way to it. */
export function nameRemote({ kind, computer }: RemoteServer): RemoteName {
  return { computer, by: kind === 'ssh' ? 'SSH' : 'WinRM' };
}
