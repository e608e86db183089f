import type { DeviceProfile } from '@yingji/core';
import * as z from 'zod';
import { POINTER } from '../webhook/pointer.js';
import { utcOffsetOption } from '../transports/common-options.js';
import { DEVICE, wrongFilter } from './topics.js';

const source = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be the source of a feed');
const pointer = z.string().regex(POINTER, 'must be a JSON pointer, like /data/id');
const topic = z
  .string()
  .superRefine((filter, context) => {
    const message = wrongFilter(filter);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .describe('Topic filter; a level {device} names the device.');

const names = z
  .record(z.string().min(1), z.string().min(1))
  .default({})
  .describe('What the source calls members of the profile, in the same unit: { "water_depth": "depth" }.');

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const template = (least: readonly string[]): z.ZodType<string, string> =>
  z
    .string()
    .min(1)
    .max(1_024)
    .refine((text) => !/[+#\0]/.test(text), 'must be a topic without wildcards')
    .refine((text) => least.every((name) => text.split(name).length === 2), `must have ${least.join(' and ')} once`);

const order = z.strictObject({
  command: z.enum(['sync-clock', 'query-device', 'operate-device']).describe('The Command it carries.'),
  devices: z
    .string()
    .max(200)
    .refine((text) => isPattern(text), 'must be a regular expression')
    .default('')
    .describe('Which devices, a regular expression over their native addresses; absent: all.'),
  topic: template(['{device}']).describe('Where the order goes: {device} names it, {order} its number.'),
  payload: z
    .union([z.string(), z.record(z.string(), z.string())])
    .describe('What is sent, with {device}, {order} and {time} filled in; of operate-device one for each action.'),
  answer: template(['{device}'])
    .refine((text) => text.split('{order}').length <= 2, 'must have {order} once at most')
    .describe('Where the device answers, with {device} and perhaps {order}.'),
  orderAt: pointer.optional().describe('Where its answer repeats the number, if its topic does not.'),
  done: z
    .strictObject({ at: pointer, is: z.array(scalar).min(1) })
    .optional()
    .describe('What the answer says where it was done; absent: that it answers is enough.'),
  waitS: z.number().min(1).max(120).default(20).describe('Seconds after which nobody knows whether it was done.'),
});

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}

const broker = z.strictObject({
  url: z
    .string()
    .regex(/^(mqtts?|wss?):\/\/[^/?#\s@]+(\/[^?#\s]*)?$/, 'must be like mqtts://host:8883, without a user in it')
    .describe('Address of the broker: mqtt, mqtts, ws or wss.'),
  version: z.enum(['3.1.1', '5']).default('5').describe('Version of the protocol.'),
  clientId: z
    .string()
    .regex(/^[\w.:-]{1,64}$/, 'must be 1 to 64 of A–Z, a–z, 0–9 and _ . : -')
    .describe('Name of this host at the broker, its own and always the same: what is unconfirmed waits under it.'),
  username: z.string().optional().describe('User at the broker.'),
  password: z.string().optional().describe('Its password; env: or file: of the host.'),
  share: z
    .string()
    .regex(/^[^/+#\s]{1,64}$/, 'must be a name without / + #')
    .optional()
    .describe('Group that shares the messages between hosts, each message to one of them.'),
  sessionExpiryS: z
    .int()
    .min(60)
    .max(4_294_967_294)
    .default(604_800)
    .describe('Seconds for which the broker keeps messages while we are away; MQTT 5, else the broker decides.'),
  keepaliveS: z.int().min(5).max(3_600).default(30).describe('Seconds after which a silent line is asked after.'),
  timeoutS: z.number().min(1).max(120).default(20).describe('Give up on a connection after so many seconds.'),
  maxBytes: z.int().min(256).max(16_777_216).default(1_048_576).describe('Largest message, bytes.'),
  tls: z
    .strictObject({
      ca: z
        .string()
        .min(1)
        .optional()
        .describe('File of the certificates that are trusted; absent: those of the system.'),
      cert: z.string().min(1).optional().describe('File of our own certificate.'),
      privateKey: z.string().min(1).optional().describe('Key of our certificate, PEM; file: of the host.'),
    })
    .refine(({ cert, privateKey }) => (cert === undefined) === (privateKey === undefined), {
      message: 'must have cert and privateKey both, or neither',
    })
    .optional()
    .describe('For mqtts and wss; the certificate of the broker is always checked.'),
});

/** Configuration of a feed over MQTT that knows these profiles. */
export const mqttConfig = (profiles: ReadonlyMap<string, DeviceProfile>) => {
  const profile = z
    .string()
    .refine((id) => profiles.has(id), `must be a profile: ${[...profiles.keys()].join(', ')}`)
    .describe('Kind of the device, by which its payload reads.');
  const json = z
    .strictObject({
      as: z.literal('device'),
      topic,
      profile,
      device: pointer.optional().describe('Where the device is named, if its topic does not.'),
      payload: pointer.default('').describe('Where the payload stands; default the whole message.'),
      at: pointer.optional().describe('When it was measured, if the payload itself does not say.'),
      names,
    })
    .refine(({ topic, device }) => topic.split('/').includes(DEVICE) !== (device !== undefined), {
      message: 'must name the device either by {device} in the topic or by device',
    });
  const iotda = z.strictObject({
    as: z.literal('iotda'),
    topic,
    services: z.record(z.string(), profile).describe('Profile of each service_id.'),
    names,
  });
  return z.strictObject({
    from: broker.optional().describe('The broker. Without it nothing is opened.'),
    routes: z
      .array(z.discriminatedUnion('as', [json, iotda]))
      .default([])
      .describe('What is subscribed to, and how it reads; the first that a topic matches is taken.'),
    orders: z.array(order).default([]).describe('How devices are told what to do, and how they answer.'),
    utcOffset: utcOffsetOption.describe('Offset of times at a pointer that are written without one.'),
    registry: source.default('registry').describe('Source of the register that names the devices.'),
    expectEveryS: z
      .number()
      .positive()
      .optional()
      .describe('Seconds of silence that still count as live; absent: devices speak when something happens.'),
  });
};
export type MqttConfig = z.infer<ReturnType<typeof mqttConfig>>;
export type Broker = NonNullable<MqttConfig['from']>;
export type Route = MqttConfig['routes'][number];
export type MqttOrder = MqttConfig['orders'][number];
export type DeviceRoute = Extract<Route, { as: 'device' }>;
export type IotdaRoute = Extract<Route, { as: 'iotda' }>;
