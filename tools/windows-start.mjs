/**
 * Variables by which Node.js, or what is linked into it, loads code or writes files before phs-tool runs; phs-tool.cmd clears
 * them. `NODE_NO_WARNINGS` and the like only change what is shown.
 */
export const clearedVariables = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_EXTRA_CA_CERTS',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_REDIRECT_WARNINGS',
  'NODE_V8_COVERAGE',
  'NODE_COMPILE_CACHE',
  'NODE_ICU_DATA',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'OPENSSL_ENGINES',
  'SSLKEYLOGFILE',
];

/**
 * The text of phs-tool.cmd: it starts the node.exe beside it with the script beside it, by absolute paths, whatever the current
 * folder and PATH are. The console's own variables stay as they are.
 */
export const startCommand = [
  '@echo off',
  'setlocal DisableDelayedExpansion',
  // A variable of this name would hide the exit code.
  'set "ERRORLEVEL="',
  ...clearedVariables.map((name) => `set "${name}="`),
  // Of a script that was found by PATH and called in quotation marks, %0 names the current folder; in a subroutine it does not.
  'call :place',
  '"%phs_place%node.exe" "%phs_place%app\\dist\\main.js" %*',
  'exit /b %ERRORLEVEL%',
  ':place',
  'set "phs_place=%~dp0"',
  'exit /b 0',
  '',
].join('\r\n');
