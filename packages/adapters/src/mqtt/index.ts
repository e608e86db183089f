import { defineFeed, YingjiError, type DeviceOrder, type DeviceProfile, type FeedDefinition } from '@yingji/core';
import { tellingAlarmsOnce } from '../profiles/alarms.js';
import { deviceProfiles } from '../profiles/index.js';
import { mqttClient } from './client.js';
import { mqttConfig, type MqttConfig } from './config.js';
import { answersTo, COMMANDS, orderOf } from './orders.js';
import { readMqtt } from './read-message.js';
import { subscribed } from './topics.js';

export type { MqttConfig } from './config.js';

/** A feed over MQTT whose routes may name these profiles: those that ship, and a vendor's own. */
export function mqttFeed(profiles: ReadonlyMap<string, DeviceProfile>): FeedDefinition {
  return tellingAlarmsOnce(
    defineFeed({
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
      transport({ from, routes, orders }) {
        if (!from) throw new YingjiError('bad-feed', 'mqtt has no broker; give it the option "from".');
        const heard = routes.map(({ topic }) => subscribed(topic, from.share));
        // Not shared: whoever asks must hear the answer.
        return mqttClient(from, [...new Set([...heard, ...orders.map(answersTo)])]);
      },
      commands: Object.fromEntries(
        COMMANDS.map((name) => [name, (order: DeviceOrder, config: MqttConfig) => orderOf(name, order, config)]),
      ),
      read: (bytes, context) => readMqtt(bytes, { ...context, profiles }),
    }),
  );
}

/** Devices over a broker, by the profiles that ship. */
export const mqtt: FeedDefinition = mqttFeed(deviceProfiles);
