import { usesApplication } from '../checks/entra-identity.js';
import { readStaging } from '../checks/staging.js';
import { isAdConnector } from '../model/connector-kind.js';
import type { Facts } from '../model/facts.js';
import { profileConnectors } from './profile-connectors.js';
import { judgeImports } from './judge-imports.js';
import { profileRules } from './profile-rules.js';
import {
  findBuild,
  profileBuild,
  profileChannels,
  profileFeatures,
  profileScheduler,
  profileSignIn,
} from './profile-server.js';
import { identifyServer } from './identify-server.js';
import { joinParts, type ServerProfile } from './server-profile.js';

/** What of a server's facts two servers are compared by: small enough to be kept of every server of a fleet. */
export function buildProfile(facts: Facts): ServerProfile {
  const isStaging = readStaging(facts).enabled;
  return {
    isStaging,
    build: findBuild(facts),
    usesApplication: usesApplication(facts),
    adConnectors: facts.connectors.known ? facts.connectors.value.filter(isAdConnector).map(({ name }) => name) : [],
    identity: identifyServer(facts),
    imports: isStaging === true ? judgeImports(facts) : [],
    ...joinParts([
      profileConnectors(facts),
      profileRules(facts),
      profileChannels(facts),
      profileFeatures(facts),
      profileScheduler(facts),
      profileBuild(facts),
      profileSignIn(facts),
    ]),
  };
}
