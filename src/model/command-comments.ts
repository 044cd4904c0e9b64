/**
 * Comment lines that stand before commands to copy: what they need, and where they run. PowerShell takes no notice of them.
 */
export const needsActiveDirectory = '# Needs the module ActiveDirectory (RSAT), or run it on a domain controller:';

/** Before commands that say nothing about a domain controller anywhere else than on it. */
export const onDomainController = '# On the domain controller, not on this server:';

/** Before commands that read from Microsoft Graph. */
export const needsGraph = '# Needs the module Microsoft.Graph:';

/** Signs in to Microsoft Graph with the one right that the commands below need. */
export function connectGraph(scope: string): string {
  return `Connect-MgGraph -Scopes '${scope}'`;
}

/** True for a line that does nothing. */
export function isComment(command: string): boolean {
  return command.startsWith('#');
}
