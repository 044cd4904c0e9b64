import type { FleetCheck } from './fleet-check.js';
import { phs601OneActive } from './phs601-one-active.js';
import { phs602Builds } from './phs602-builds.js';
import { phs603Takeover } from './phs603-takeover.js';
import { phs604OwnIdentity } from './phs604-own-identity.js';
import { phs605Clocks } from './phs605-clocks.js';

/** Every check of several servers, in the order of ids. */
export const fleetCatalog: readonly FleetCheck[] = [
  phs601OneActive,
  phs602Builds,
  phs603Takeover,
  phs604OwnIdentity,
  phs605Clocks,
];
