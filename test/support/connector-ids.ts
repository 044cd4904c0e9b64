/** Ids of the two forests and of the Entra connector. */
export const ids = {
  contoso: 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d',
  fabrikam: 'fffb4a69-4ed6-444d-8b89-73bc16f373dd',
  entra: 'b891884f-051e-4a83-95af-2544101c9083',
} as const;

/** Name of the Entra connector. */
export const entraName = 'contoso.onmicrosoft.com - AAD';
