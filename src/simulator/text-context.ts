/** What the text of an event is made of. */
export interface TextContext {
  readonly connectorId: string | undefined;
  /** Upper-case names are what the product writes into forest-info. */
  readonly domain: string;
  readonly domainController: string;
  readonly variant: string | undefined;
  /** DN of the user that the event is about; undefined: one of those below. */
  readonly user: string | undefined;
  readonly trackingId: string;
  /** Counts the events of a series from 0. */
  readonly ordinal: number;
  readonly at: Date;
}
