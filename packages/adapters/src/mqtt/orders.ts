import { issue, type Asking, type DeviceOrder, type Issue, type Json, type Message } from '@yingji/core';
import { at } from '../webhook/pointer.js';
import type { MqttConfig, MqttOrder } from './config.js';

/** Commands that an order of the configuration may carry. */
export const COMMANDS = ['sync-clock', 'query-device', 'operate-device'] as const;

/** One level of a topic, no wildcard, and nothing that could end the text it is put into. */
const NAME = /^[^/+#"'\\{}<>&$\p{C}]{1,120}$/u;

/** A Command as a message to the device, by the order that the configuration has for it. */
export function orderOf(
  command: (typeof COMMANDS)[number],
  { native, input, serial, at: now }: DeviceOrder,
  { orders }: MqttConfig,
): Asking | { readonly issues: readonly Issue[] } {
  const refuse = (message: string) => ({ issues: [issue('cannot-execute', message, { path: '/input' })] });
  const order = orders.find((each) => each.command === command && devicesOf(each).test(native));
  if (!order) return refuse(`No order for ${command} is configured for ${native}; name one under orders.`);
  if (!NAME.test(native)) return refuse(`${native} cannot stand in a topic.`);
  const { action } = input;
  const text = typeof order.payload === 'string' ? order.payload : order.payload[String(action)];
  if (text === undefined)
    return refuse(`${native} knows no ${String(action)}; it has ${Object.keys(order.payload).join(', ')}.`);
  const values = new Map([
    ['{device}', native],
    ['{order}', String(serial)],
    ['{time}', String(now)],
  ]);
  const filled = (template: string): string =>
    template.replace(/\{(?:device|order|time)\}/g, (name) => values.get(name)!);
  return {
    to: filled(order.topic),
    bytes: new TextEncoder().encode(filled(text)),
    answer: nameOf({ command, device: native, serial: numbered(order) ? String(serial) : '' }),
    waitMs: order.waitS * 1_000,
    // Nobody knows what a device does that is told twice to start.
    tries: 1,
  };
}

const devicesOf = ({ devices }: MqttOrder): RegExp => new RegExp(devices, 'u');
const numbered = ({ answer, orderAt }: MqttOrder): boolean => orderAt !== undefined || answer.includes('{order}');
const nameOf = ({ command, device, serial }: { command: string; device: string; serial: string }): string =>
  `${command} ${serial} ${device}`;

/** What is subscribed to for the answers of an order. */
export const answersTo = ({ answer }: MqttOrder): string =>
  answer
    .split('/')
    .map((level) => (/\{(device|order)\}/.test(level) ? '+' : level))
    .join('/');

/** The orders that a message may answer, by its topic; each judges by its own `done` whether it was done. */
export function readAnswers(
  topic: string,
  payload: () => Json | undefined,
  { orders }: MqttConfig,
): Message['answers'] {
  const found = orders.flatMap((order) => {
    const match = patternOf(order).exec(topic)?.groups;
    if (!match) return [];
    const { command, orderAt, done } = order;
    const value = payload() ?? null;
    const serial = orderAt === undefined ? match['order'] : textOf(at(value, orderAt));
    const denied = done !== undefined && !done.is.includes(at(value, done.at) as string);
    return [
      { to: nameOf({ command, device: match['device']!, serial: numbered(order) ? (serial ?? '?') : '' }), denied },
    ];
  });
  return found.length === 0 ? undefined : found;
}

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const patterns = new WeakMap<MqttOrder, RegExp>();
/** Made once for each order: every message is held against it. */
function patternOf(order: MqttOrder): RegExp {
  const known = patterns.get(order);
  if (known) return known;
  const source = order.answer
    .split(/(\{device\}|\{order\})/)
    .map((part) =>
      part === '{device}'
        ? '(?<device>[^/]+)'
        : part === '{order}'
          ? '(?<order>\\d+)'
          : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  const made = new RegExp(`^${source.join('')}$`, 'u');
  patterns.set(order, made);
  return made;
}
