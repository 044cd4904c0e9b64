import { known } from '../../src/model/fact.js';
import {
  adConnector,
  entraConnector,
  errorEvent,
  eventSummary,
  ids,
  passwordRule,
  platform,
  tally,
} from '../support/facts.js';
import { failing, blind, type DiagnoseRow } from './diagnose-row.js';

/** Rows about the configuration (2xx). */
export const configurationRows: readonly DiagnoseRow[] = [
  { check: 'PHS207', name: 'both default rules', facts: {}, status: 'pass' },
  {
    check: 'PHS207',
    name: 'the inbound rule is disabled',
    facts: { rules: known([passwordRule('Inbound', { disabled: true }), passwordRule('Outbound')]) },
    status: 'fail',
    says: /No enabled inbound rule of "contoso\.com".*disabled/,
    advises: /In from AD - User AccountEnabled/,
  },
  {
    check: 'PHS207',
    name: 'a custom rule takes the place of the disabled default one',
    facts: {
      rules: known([
        passwordRule('Inbound', { disabled: true }),
        passwordRule('Inbound', { name: 'Contoso - In from AD', isStandardRule: false }),
        passwordRule('Outbound'),
      ]),
    },
    status: 'pass',
    says: /Contoso - In from AD/,
  },
  {
    check: 'PHS207',
    name: 'the inbound rule belongs to another forest',
    facts: { rules: known([passwordRule('Inbound', { connectorId: ids.fabrikam }), passwordRule('Outbound')]) },
    status: 'fail',
    says: /is not there/,
  },
  {
    check: 'PHS207',
    name: 'the outbound rule is there without EnablePasswordSync',
    facts: { rules: known([passwordRule('Inbound'), passwordRule('Outbound', { enablePasswordSync: false })]) },
    status: 'fail',
    subject: null,
    says: /"Out to AAD - User Join" is there, but without EnablePasswordSync/,
  },
  { check: 'PHS208', name: 'the parameter is not set', facts: {}, status: 'pass' },
  {
    check: 'PHS208',
    name: 'the parameter is set to anything but 0',
    facts: { connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: 'odd' })]) },
    status: 'warn',
    says: /"odd"/,
    advises: /run it once/,
  },
  { check: 'PHS209', name: 'off', facts: {}, status: 'pass', says: /not synchronized/ },
  {
    check: 'PHS209',
    name: 'on, with a version that can',
    facts: {
      companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: true }),
      platform: known(platform({ productVersion: '2.0.3.0' })),
    },
    status: 'pass',
    says: /are synchronized/,
  },
  {
    check: 'PHS209',
    name: 'on, with a version that cannot',
    facts: {
      companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: true }),
      platform: known(platform({ productVersion: '2.0.2.999' })),
    },
    status: 'warn',
    says: /2\.0\.2\.999/,
    advises: /Upgrade/,
  },
  {
    check: 'PHS209',
    name: 'not told by the build',
    facts: { companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: null }) },
    status: 'unknown',
  },
  { check: 'PHS210', name: 'no 667', facts: {}, status: 'pass' },
  { check: 'PHS210', name: '667', facts: failing(errorEvent(667, 5)), status: 'fail', advises: /enforceFIPSPolicy/ },
  {
    check: 'PHS210',
    name: '667, then a heartbeat',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(667, 50, { domain: null })])) },
    status: 'pass',
    says: /worked again/,
  },
  { check: 'PHS210', name: 'the log is unreadable', facts: blind, status: 'skip' },
];
