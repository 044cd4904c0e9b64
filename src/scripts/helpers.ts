/** Names of the `.ps1` files in `scripts/` that operations call; the session loads them like operations. */
export const helpers: readonly string[] = [
  'ConvertTo-PhsAttributeList',
  'ConvertTo-PhsBoolean',
  'ConvertTo-PhsErrorText',
  'ConvertTo-PhsFailure',
  'ConvertTo-PhsGuidText',
  'ConvertTo-PhsShape',
  'ConvertTo-PhsUtcTime',
  'Get-PhsParameterValue',
  'Get-PhsPlatformGuard',
  'Get-PhsPropertyValue',
  'Read-PhsLog',
  'Read-PhsPrompt',
  'Test-PhsNotFound',
];
