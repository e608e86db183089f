import { defineFeed, YingjiError, type DeviceProfile, type FeedDefinition } from '@yingji/core';
import { deviceProfiles } from '../profiles/index.js';
import { mqttClient } from './client.js';
import { mqttConfig } from './config.js';
import { readMqtt } from './read-message.js';
import { subscribed } from './topics.js';

export type { MqttConfig } from './config.js';

/** A feed over MQTT whose routes may name these profiles: those that ship, and a vendor's own. */
export function mqttFeed(profiles: ReadonlyMap<string, DeviceProfile>): FeedDefinition {
  return defineFeed({
    id: 'mqtt',
    title: { zh: '物联网设备', en: 'MQTT devices' },
    norm: 'MQTT 3.1.1 and 5.0 (OASIS)',
    contract: 1,
    transports: ['mqtt'],
    config: mqttConfig(profiles),
    // Readings are events, and what says itself when it was true may come late.
    ordering: { by: 'source-time' },
    canRefuse: true,
    expectEveryMs: ({ expectEveryS }) => (expectEveryS === undefined ? undefined : expectEveryS * 1_000),
    hears: ({ registry }) => [registry],
    transport({ from, routes }) {
      if (!from) throw new YingjiError('bad-feed', 'mqtt has no broker; give it the option "from".');
      return mqttClient(from, [...new Set(routes.map(({ topic }) => subscribed(topic, from.share)))]);
    },
    read: (bytes, context) => readMqtt(bytes, { ...context, profiles }),
  });
}

/** Devices over a broker, by the profiles that ship. */
export const mqtt: FeedDefinition = mqttFeed(deviceProfiles);
