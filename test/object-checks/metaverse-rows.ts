import { known } from '../../src/model/fact.js';
import { ids, unreadable } from '../support/facts.js';
import { attribute, metaverseObject, sourceObject, targetObject } from '../support/trace.js';
import { type ObjectRow } from './object-row.js';

/** Rows about the metaverse and the Entra connector space. */
export const metaverseRows: readonly ObjectRow[] = [
  { check: 'PHS506', name: 'joined and not filtered', status: 'pass' },
  {
    check: 'PHS506',
    name: 'not joined',
    trace: { source: known(sourceObject({ metaverseObjectId: null })), metaverse: known(null) },
    status: 'fail',
    says: /no object in the metaverse/,
  },
  {
    check: 'PHS506',
    name: 'not joined because of an error',
    trace: {
      source: known(sourceObject({ metaverseObjectId: null, synchronizationError: 'ambiguous join' })),
      metaverse: known(null),
    },
    status: 'fail',
    says: /failed: ambiguous join/,
  },
  {
    check: 'PHS506',
    name: 'cloudFiltered, with the rule that set it',
    trace: {
      metaverse: known(metaverseObject({ attributes: [attribute('CloudFiltered', 'true', 'In from AD - Custom')] })),
    },
    status: 'fail',
    says: /cloudFiltered = true.*"In from AD - Custom"/,
  },
  {
    check: 'PHS506',
    name: 'joined, but the last synchronization failed',
    trace: { source: known(sourceObject({ hasSyncError: true, synchronizationError: 'extension-dll-exception' })) },
    status: 'warn',
    says: /extension-dll-exception/,
  },
  { check: 'PHS506', name: 'unreadable', trace: { metaverse: unreadable() }, status: 'unknown' },
  {
    check: 'PHS507',
    name: 'the domain of the object',
    status: 'pass',
    says: /domainFQDN is contoso\.com, as expected; domainNetBios is there: CONTOSO/,
  },
  {
    check: 'PHS507',
    name: 'no domainFQDN and no domainNetBios',
    trace: { metaverse: known(metaverseObject({ attributes: [] })) },
    status: 'fail',
    says: /no domainFQDN and no domainNetBios/,
  },
  {
    check: 'PHS507',
    name: 'no domainNetBios',
    trace: { metaverse: known(metaverseObject({ attributes: [attribute('domainFQDN', 'contoso.com')] })) },
    status: 'fail',
    says: /has no domainNetBios/,
  },
  {
    check: 'PHS507',
    name: 'another domain',
    trace: {
      metaverse: known(
        metaverseObject({
          attributes: [attribute('domainFQDN', 'fabrikam.com'), attribute('domainNetBios', 'FABRIKAM')],
        }),
      ),
    },
    status: 'fail',
    says: /"fabrikam.com", but the object is in contoso.com/,
  },
  {
    check: 'PHS507',
    name: 'the domain of another account of the same user',
    trace: {
      metaverse: known(
        metaverseObject({
          attributes: [attribute('domainFQDN', 'FABRIKAM.com'), attribute('domainNetBios', 'FABRIKAM')],
          links: [
            ...metaverseObject().links,
            {
              connectorId: ids.fabrikam,
              connectorName: 'fabrikam.com',
              distinguishedName: 'CN=Anna,DC=fabrikam,DC=com',
              objectId: '55555555-5555-4555-8555-555555555555',
            },
          ],
        }),
      ),
    },
    status: 'warn',
    says: /another account/,
  },
  { check: 'PHS507', name: 'unreadable', trace: { metaverse: unreadable() }, status: 'skip', blockedBy: 'PHS506' },
  { check: 'PHS508', name: 'both sides', status: 'pass' },
  {
    check: 'PHS508',
    name: 'no link to Entra',
    trace: { metaverse: known(metaverseObject({ links: metaverseObject().links.slice(0, 1) })), target: known(null) },
    status: 'fail',
    says: /not connected to Microsoft Entra ID, only to "contoso.com"/,
  },
  { check: 'PHS508', name: 'unreadable', trace: { metaverse: unreadable() }, status: 'skip', blockedBy: 'PHS506' },
  { check: 'PHS509', name: 'exported', status: 'pass' },
  { check: 'PHS509', name: 'no object', trace: { target: known(null) }, status: 'fail', says: /no object/ },
  {
    check: 'PHS509',
    name: 'the export failed',
    trace: { target: known(targetObject({ hasExportError: true, exportError: 'AttributeValueMustBeUnique' })) },
    status: 'fail',
    says: /AttributeValueMustBeUnique/,
  },
  {
    check: 'PHS509',
    name: 'it waits for its first export',
    trace: { target: known(targetObject({ attributes: [attribute('accountEnabled', 'true')] })) },
    status: 'fail',
    says: /waits to be exported/,
  },
  {
    check: 'PHS509',
    name: 'exported and not confirmed',
    trace: { target: known(targetObject({ exportedChangedNotReimported: true, attributes: [] })) },
    status: 'warn',
    says: /no import has confirmed/,
  },
  {
    check: 'PHS509',
    name: 'a place holder',
    trace: { target: known(targetObject({ isPlaceHolder: true })) },
    status: 'fail',
  },
  { check: 'PHS509', name: 'unreadable', trace: { target: unreadable() }, status: 'unknown' },
];
