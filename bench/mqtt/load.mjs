// Broker and devices in a process of their own: publishes by QoS 1 over TCP, and counts what the host confirms.
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';

const DEVICES = 13_000;
/** Messages that devices leave unconfirmed by the broker, all together. */
const AT_ONCE = 500;
const payloads = {
  one: (time) => JSON.stringify({ time, state: 0 }),
  three: (time) => JSON.stringify({ time, state: 0, obscuration: 0.4, battery: 96 }),
};

const broker = await Aedes.createBroker();
const server = createServer(broker.handle).listen(0, '127.0.0.1', async () => {
  const devices = await connectAsync(`mqtt://127.0.0.1:${server.address().port}`);
  let confirmed = () => undefined;
  broker.on('ack', (_, client) => client.id === 'host' && confirmed());
  broker.once('subscribe', () => process.send({ subscribed: true }));

  let at = Date.parse('2026-06-12T16:00:00+08:00');
  let n = 0;
  process.on('message', async ({ count, readings }) => {
    const [cpu, began] = [process.cpuUsage(), performance.now()];
    let left = count;
    const sent = [];
    const waits = [];
    const all = new Promise((resolve) => {
      confirmed = () => {
        // In the order they were sent, but for a few: near enough for a quantile.
        waits.push(performance.now() - sent[count - left]);
        left -= 1;
        if (left === 0) resolve();
      };
    });
    const publish = async () => {
      while (sent.length < count) {
        sent.push(performance.now());
        n += 1;
        at += 1;
        const payload = payloads[readings](new Date(at).toISOString());
        await devices.publishAsync(`city/smoke/${n % DEVICES}`, payload, { qos: 1 });
      }
    };
    await Promise.all([...Array.from({ length: AT_ONCE }, publish), all]);
    const { user, system } = process.cpuUsage(cpu);
    waits.sort((a, b) => a - b);
    const p99 = waits[Math.floor(waits.length * 0.99)];
    process.send({ ms: performance.now() - began, cpuMs: (user + system) / 1000, p99 });
  });
  process.send({ port: server.address().port });
});
