import { quoteForPowerShell } from '../base/text.js';
import { readDnsName } from '../parsers/dn.js';
import { parseDnText } from './find-partition.js';

/** ` -Server 'contoso.com'` for a cmdlet of the module ActiveDirectory, which asks this server's own domain otherwise; empty if the DN names no domain. */
export function serverOption(dnText: string): string {
  const dn = parseDnText(dnText);
  const domain = dn === undefined ? null : readDnsName(dn);
  return domain === null ? '' : ` -Server ${quoteForPowerShell(domain)}`;
}
