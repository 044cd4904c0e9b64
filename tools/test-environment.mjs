// What of the environment reaches the tests. The variables by which an operator sets options of phs-tool would change what
// tests see of it; a PowerShell that is named for the product serves the tests, too.

/**
 * Takes the options of phs-tool out of the environment of this process and of those that it starts. What tests themselves read
 * (PHS_TOOL_TEST_*) stays, and PHS_TOOL_TEST_HOST is what PHS_TOOL_POWERSHELL was if it names nothing itself.
 */
export function clearToolOptions(env) {
  // Text shows times of the machine's zone.
  env.TZ = 'UTC';
  const named = env.PHS_TOOL_POWERSHELL ?? '';
  if ((env.PHS_TOOL_TEST_HOST ?? '') === '' && named !== '') env.PHS_TOOL_TEST_HOST = named;
  for (const name of Object.keys(env)) {
    if (/^PHS_TOOL_(?!TEST_)/i.test(name)) Reflect.deleteProperty(env, name);
  }
}
