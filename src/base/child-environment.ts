/** Variables that make a program load code of somebody's choice: of Node.js, PowerShell, .NET, OpenSSL, shells, Perl and the loader. */
const loadsCode = new RegExp(
  [
    'NODE_.*',
    'PSModulePath|PSExecutionPolicyPreference',
    'COR_.*|CORECLR_.*|COMPlus_.*|DEVPATH',
    'DOTNET_(?:EnableDiagnostics.*|STARTUP_HOOKS|ADDITIONAL_DEPS|SHARED_STORE|GCName|GCPath|AltJit.*)',
    'OPENSSL_.*|GCONV_PATH',
    'ENV|BASH_ENV|PERL5.*|PERLLIB',
    'LD_.*|DYLD_.*',
  ]
    .map((names) => `^(?:${names})$`)
    .join('|'),
  'i',
);

/** The environment of a program that phs-tool starts: ours without what would change which code it loads. */
export function childEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !loadsCode.test(name)) {
      kept[name] = value;
    }
  }
  return kept;
}
