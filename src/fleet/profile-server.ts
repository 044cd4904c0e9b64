import { usesApplication } from '../checks/entra-identity.js';
import { isEntraConnector } from '../model/connector-kind.js';
import { durationText } from '../model/duration.js';
import { certificateOwner } from '../model/entra-sign-in.js';
import type { Channel, Facts } from '../model/facts.js';
import { judgeBuild } from '../model/judge-build.js';
import { entraSubject } from './profile-connectors.js';
import { joinParts, unreadPart, valuePart, type ProfilePart } from './server-profile.js';

function channelPart({ connectorName: subject, configuration }: Channel, entra: readonly string[]): ProfilePart {
  if (!configuration.known) {
    return unreadPart('channel', configuration.reason, { subject });
  }
  const { enabled, targetConnector } = configuration.value;
  const target = targetConnector !== null && entra.includes(targetConnector) ? entraSubject : targetConnector;
  return joinParts([
    valuePart('channel', 'Channel', enabled ? 'enabled' : 'disabled', { subject }),
    valuePart('channel', 'Target', target ?? 'none', { subject }),
  ]);
}

/** The channels of the AD connectors. */
export function profileChannels({ channels, connectors }: Facts): ProfilePart {
  if (!channels.known) {
    return unreadPart('channel', channels.reason);
  }
  const entra = connectors.known ? connectors.value.filter(isEntraConnector).map(({ name }) => name) : [];
  return joinParts(channels.value.map((channel) => channelPart(channel, entra)));
}

const notReported = (what: string): string => `${what} is not reported by this build.`;

function switchPart(
  area: 'feature' | 'scheduler',
  name: string,
  value: boolean | null | undefined,
  needed: boolean,
): ProfilePart {
  return value == null
    ? unreadPart(area, notReported(name), { needed })
    : valuePart(area, name, value ? 'on' : 'off', { needed });
}

/** What the tenant says it accepts. */
export function profileFeatures({ companyFeature }: Facts): ProfilePart {
  if (!companyFeature.known) {
    return unreadPart('feature', companyFeature.reason);
  }
  const { passwordHashSync, forcePasswordChangeOnLogOn } = companyFeature.value;
  return joinParts([
    switchPart('feature', 'Password hash synchronization in the tenant', passwordHashSync, true),
    switchPart('feature', 'Synchronization of temporary passwords', forcePasswordChangeOnLogOn, false),
  ]);
}

/** Whether cycles run by themselves. Staging mode is the role of a server and not compared. */
export function profileScheduler({ scheduler }: Facts): ProfilePart {
  if (!scheduler.known) {
    return unreadPart('scheduler', scheduler.reason);
  }
  const { syncCycleEnabled, schedulerSuspended, effectiveIntervalMs } = scheduler.value;
  return joinParts([
    switchPart('scheduler', 'Synchronization cycle', syncCycleEnabled, true),
    switchPart('scheduler', 'Scheduler suspended', schedulerSuspended, schedulerSuspended !== null),
    effectiveIntervalMs === null
      ? unreadPart('scheduler', notReported('The interval'), { needed: false })
      : valuePart('scheduler', 'Interval', durationText(effectiveIntervalMs), { needed: false }),
  ]);
}

/** The version of Entra Connect: that of the program, else the one that the wizard noted (facts 1.9). */
export function findBuild({ platform, globalSetting }: Facts): string | undefined {
  const product = platform.known ? platform.value.productVersion : null;
  const noted = globalSetting.known ? globalSetting.value.serverConfigurationVersion : null;
  return product ?? noted ?? undefined;
}

/** Another build takes over as well, unless the service does not let it synchronize any more. */
export function profileBuild(facts: Facts): ProfilePart {
  const { module, collectedAt, platform } = facts;
  const build = findBuild(facts);
  const verdict =
    build === undefined ? undefined : judgeBuild(build, new Date(collectedAt), usesApplication(facts))?.concerns;
  const isCutOff = verdict?.some(({ kind }) => kind === 'cut-off') === true;
  const why = platform.known ? 'The version of Entra Connect was not found.' : platform.reason;
  return joinParts([
    build === undefined
      ? unreadPart('build', why)
      : valuePart('build', 'Entra Connect', isCutOff ? `${build}, which does not synchronize any more` : build, {
          needed: isCutOff,
        }),
    module.known
      ? valuePart('build', 'ADSync module', module.value.version, { needed: false })
      : unreadPart('build', module.reason, { needed: false }),
  ]);
}

/** A connector that does not say who renews its certificate has no such value (facts 9.2). */
function certificatePart({ entraCredential }: Facts): ProfilePart {
  if (!entraCredential.known) {
    return unreadPart('credential', entraCredential.reason, { needed: false });
  }
  const owner = certificateOwner(entraCredential.value);
  const words = owner === 'administrator' ? 'an administrator' : 'Entra Connect';
  return owner === undefined
    ? joinParts([])
    : valuePart('credential', 'Its certificate is renewed by', words, { needed: false });
}

/** How the Entra connector signs in, and who renews its certificate; never which application or account it is. */
export function profileSignIn(facts: Facts): ProfilePart {
  const { entraCredential } = facts;
  const application = usesApplication(facts);
  if (application === undefined) {
    const why = entraCredential.known ? notReported('How the Entra connector signs in') : entraCredential.reason;
    return unreadPart('credential', why, { needed: false });
  }
  const kind = valuePart(
    'credential',
    'The Entra connector signs in with',
    application ? 'an application' : 'an account',
    { needed: false },
  );
  return application ? joinParts([kind, certificatePart(facts)]) : kind;
}
