import { readFile } from 'node:fs/promises';
import type { IClientOptions, IPublishPacket, MqttClient } from 'mqtt';
import { digest, millis, YingjiError, type Clock, type Packet, type Transport, type Verdict } from '@yingji/core';
import { createInbox } from '../transports/inbox.js';
import { createReceipts } from '../transports/receipts.js';
import type { Broker } from './config.js';
import { CUT, RETAINED, writeEnvelope } from './envelope.js';
import { createMarks } from './marks.js';

/** Messages that a broker may leave unconfirmed on a line of MQTT 5; as many as may wait here. */
const MOST_OPEN = 1_000;
/** What was not kept comes again only over a new line; so long the old one is held, or a full disk would spin. */
const RETRY_AFTER_MS = 2_000;
/** Bytes of the largest message and its head. */
const LARGEST = 16_777_216 + 65_536;
/** A line that is ended in good order is broken off after so long. */
const END_MS = 1_000;

/**
 * Messages of a broker by QoS 1, each confirmed (PUBACK) only when it is committed. The broker keeps the session under the name of this
 * host, so that what comes while it is away waits. A line that breaks ends the transport, and the runner opens it anew, with jitter.
 * Errors: `driver-missing`, `mqtt-not-connected`; of the packets `mqtt-not-subscribed`.
 */
export function mqttClient(broker: Broker, filters: readonly string[]): Transport {
  // Kept over the lines of this process: what comes again over the next is known by its mark.
  const marks = createMarks();
  return {
    stream: false,
    async open({ source, clock, logger }, stop) {
      const connect = await driver();
      const options = await optionsOf(broker);
      const five = broker.version === '5';
      const client = connect(broker.url, options);
      // An error is told by what follows it: the line closes. Without a listener the program would end.
      let why = '';
      client.on('error', ({ message }) => (why = message));

      const held: (() => void)[] = [];
      const inbox = createInbox(() => {
        for (const go of held.splice(0)) go();
      });
      const receipt = createReceipts(clock);
      const confirm = confirmations(client, clock);
      let ending = false;
      /** The line is given up, so that the broker sends what is not confirmed again. */
      function comeAgain(): void {
        if (ending) return;
        ending = true;
        logger.write('warn', 'mqtt-not-kept', { feed: source });
        void clock.sleep(RETRY_AFTER_MS, stop).then(() => client.stream.destroy());
      }

      let count = 0;
      /** Takes a message; true: the next may be read. */
      function take({ topic, qos, messageId: id = 0, dup, retain, payload: given }: IPublishPacket): boolean {
        const payload = typeof given === 'string' ? Buffer.from(given) : given;
        const settled = (verdict: Verdict): void => {
          if (qos !== 1) return;
          if (verdict === 'retry') return comeAgain();
          marks.confirmed(id);
          confirm(id, verdict === 'refused');
        };
        count += 1;
        const receivedAt = receipt(topic);
        const own = qos === 1 ? marks.of({ id, text: textOf(topic, payload), dup }) : `q${millis(receivedAt)}.${count}`;
        const large = payload.length > broker.maxBytes;
        const bytes = writeEnvelope({
          // The envelope ends a topic with a line feed; that of no device has one.
          topic: topic.replaceAll('\n', '\ufffd'),
          mark: large ? `${CUT}${own}` : retain ? RETAINED : own,
          payload: large ? payload.subarray(0, broker.maxBytes) : payload,
        });
        inbox.add({ line: String(count), bytes, receivedAt, last: true, answer: () => undefined, settled });
        return inbox.hasRoom('');
      }
      client.handleMessage = (packet, next) => {
        // An error in place of a confirmation: the library then reads on and confirms nothing; that is ours, after the commit.
        const goOn = (): void => next(packet.qos === 1 ? NOT_YET : undefined);
        if (take(packet)) goOn();
        else held.push(goOn);
      };

      const closed = new Promise<void>((resolve) => client.once('close', resolve)).then(() => {
        if (!stop.aborted) logger.write('warn', 'mqtt-line-broken', { feed: source, message: why });
        held.length = 0;
        inbox.close();
      });
      const over = new AbortController();
      void closed.then(() => over.abort());
      const end = (): void => {
        client.end(!client.connected);
        void clock.sleep(END_MS, over.signal).then(() => client.stream.destroy());
      };
      if (stop.aborted) end();
      else stop.addEventListener('abort', end, { once: true });
      void closed.then(() => stop.removeEventListener('abort', end));

      const up = new Promise<boolean>((resolve) => client.once('connect', () => resolve(true)));
      if (!(await Promise.race([up, closed.then(() => false)])) && !stop.aborted)
        throw new YingjiError('mqtt-not-connected', `The broker of ${source} lets us not in (${why || 'no answer'}).`, {
          recovery: 'retry',
        });

      // Not waited for: messages of the session before may fill the inbox, and are taken only when it is open.
      let refused: YingjiError | undefined;
      subscribe(client, filters).catch((cause: Error) => {
        if (stop.aborted || !client.connected) return;
        const message = `The broker of ${source} refuses a subscription (${cause.message}).`;
        refused = new YingjiError('mqtt-not-subscribed', message, { recovery: 'retry', cause });
        client.stream.destroy();
      });
      async function* packets(): AsyncGenerator<Packet> {
        yield* inbox.packets;
        if (refused) throw refused;
      }
      async function send(topic: string, bytes: Uint8Array, { withinMs }: { withinMs: number }): Promise<boolean> {
        if (!client.connected) return false;
        // A device that is away must not start its pump when it comes back: MQTT 5 lets the broker forget it.
        const messageExpiryInterval = Math.ceil(withinMs / 1_000);
        const options = { qos: 1, ...(five && { properties: { messageExpiryInterval } }) } as const;
        const broken = closed.then(() => Promise.reject(new Error('the line broke')));
        await Promise.race([client.publishAsync(topic, Buffer.from(bytes), options), broken]);
        return true;
      }
      return { packets: packets(), closed, send };
    },
  };
}

const NEVER = new AbortController().signal;
const NOT_YET = new Error('not committed yet');

/** Enough to tell a repeat from another message under the same identifier. */
const textOf = (topic: string, payload: Buffer): string => digest(`${topic}\n${payload.toString('latin1')}`);

/** Refusals of a single filter come as an error or as a granted QoS above 2; one below 1 could lose messages. */
async function subscribe(client: MqttClient, filters: readonly string[]): Promise<void> {
  if (filters.length === 0) return;
  const granted = await client.subscribeAsync([...filters], { qos: 1, rh: 1 });
  const lower = granted.filter(({ qos }) => qos !== 1);
  if (lower.length > 0) throw new Error(`not QoS 1 for ${lower.map(({ topic }) => topic).join(', ')}`);
}

/**
 * PUBACK for each message, those of one millisecond in one write. By the line it came over and no other: after that breaks the broker
 * sends it again. A refusal (0x99, payload format invalid) exists in MQTT 5 alone.
 */
function confirmations(client: MqttClient, clock: Clock): (id: number, refused: boolean) => void {
  const { stream, options } = client;
  let due: number[] = [];
  const flush = (): void => {
    const bytes = Uint8Array.from(due);
    due = [];
    if (!stream.destroyed) stream.write(bytes);
  };
  return (id, refused) => {
    // A commit settles hundreds, each in a turn of its own: they are gathered, or every one would be a write.
    if (due.length === 0) void clock.sleep(1, NEVER).then(flush);
    const deny = refused && options.protocolVersion === 5;
    due.push(0x40, deny ? 3 : 2, id >> 8, id & 255);
    if (deny) due.push(0x99);
  };
}

async function optionsOf(broker: Broker): Promise<IClientOptions> {
  const { clientId, username, password, sessionExpiryS, keepaliveS, timeoutS, tls } = broker;
  const five = broker.version === '5';
  const file = async (path: string | undefined, name: string): Promise<object> =>
    path === undefined ? {} : { [name]: await readFile(path).catch((cause: unknown) => unread(path, cause)) };
  return {
    clientId,
    clean: false,
    reconnectPeriod: 0,
    keepalive: keepaliveS,
    connectTimeout: timeoutS * 1_000,
    protocolVersion: five ? 5 : 4,
    ...(five && {
      properties: {
        sessionExpiryInterval: sessionExpiryS,
        receiveMaximum: MOST_OPEN,
        // What is larger the broker leaves out without a word: as large as any maxBytes may be, so that ours is what tells.
        maximumPacketSize: LARGEST,
      },
    }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(await file(tls?.ca, 'ca')),
    ...(await file(tls?.cert, 'cert')),
    ...(tls?.privateKey !== undefined && { key: tls.privateKey }),
    rejectUnauthorized: true,
  };
}

function unread(path: string, cause: unknown): never {
  throw new YingjiError('mqtt-not-connected', `The certificate ${path} cannot be read.`, { recovery: 'retry', cause });
}

async function driver(): Promise<typeof import('mqtt').connect> {
  try {
    const { default: mqtt } = await import('mqtt');
    return mqtt.connect;
  } catch (cause) {
    throw new YingjiError('driver-missing', 'MQTT is spoken through the package mqtt; npm install mqtt beside.', {
      cause,
    });
  }
}
