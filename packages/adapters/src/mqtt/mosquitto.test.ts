// The second broker, where it is installed: MQTT 5, groups that share, TLS.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCity, createMemoryStore, systemClock, systemIds, type City, type Json } from '@yingji/core';
import { expect } from 'chai';
import { connectAsync, MqttClient } from 'mqtt';
import { freePort } from '../../test/free-port.js';
import { until } from '../../test/wait.js';
import { mqtt } from './index.js';

const installed = spawnSync('mosquitto', ['-h']).error === undefined;
const openssl = spawnSync('openssl', ['version']).error === undefined;
const pause = (ms: number): Promise<void> => systemClock.sleep(ms, new AbortController().signal);

(installed ? describe : describe.skip)(
  `mqtt and mosquitto${installed ? '' : ' (skipped: mosquitto is not installed)'}`,
  function () {
    this.timeout(60_000);
    const ends: (() => unknown)[] = [];
    const subscriptions: Promise<unknown>[] = [];
    const { subscribeAsync } = MqttClient.prototype;
    before(() => {
      MqttClient.prototype.subscribeAsync = function (this: MqttClient, ...asked: never[]) {
        const granted = (subscribeAsync as (...args: never[]) => Promise<never>).apply(this, asked);
        subscriptions.push(granted);
        return granted;
      } as typeof subscribeAsync;
    });
    after(() => void (MqttClient.prototype.subscribeAsync = subscribeAsync));
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end();
    });

    async function mosquitto(lines: readonly string[] = []) {
      const folder = mkdtempSync(join(tmpdir(), 'yingji-mosquitto-'));
      const port = await freePort();
      const file = join(folder, 'mosquitto.conf');
      writeFileSync(file, [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'user root', ...lines, ''].join('\n'));
      const child = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      ends.push(async () => {
        child.kill();
        await ended;
        rmSync(folder, { recursive: true, force: true });
      });
      await until('started', () => child.exitCode === null);
      for (let i = 0; i < 200 && !(await answers(port)); i += 1) await pause(10);
      return { port, folder };
    }

    async function city(from: object, source = 'iot'): Promise<City> {
      const made = mqtt.configure({
        from: { clientId: 'host', ...from },
        routes: [{ as: 'device', topic: 'city/smoke/{device}', profile: 'smoke-detector' }],
      } as Json);
      if (!('feed' in made)) return expect.fail(JSON.stringify(made.issues));
      const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
      const opened = await createCity({ store, vault, clock: systemClock, feeds: [{ feed: made.feed, source }] });
      ends.push(() => opened.close());
      await until('connected', () => opened.view.get(`feed/city/${source}` as never)?.value['state'] === 'live');
      // The feed itself does not wait for them.
      await Promise.all(subscriptions.splice(0));
      return opened;
    }

    /** Alarms of so many detectors, from this number on: what one repeats is told once. */
    async function publish(url: string, count: number, from = 0): Promise<void> {
      const client = await connectAsync(url);
      for (let n = from; n < from + count; n += 1)
        await client.publishAsync(`city/smoke/${n}`, JSON.stringify({ state: 1 }), { qos: 1 });
      await client.endAsync();
    }
    const found = ({ view }: City): string[] => view.find({ kind: 'report' }).map(({ id }) => id);

    for (const version of ['3.1.1', '5'] as const)
      it(`MQTT ${version}: what comes while the host is away waits, and stands once`, async () => {
        const { port } = await mosquitto();
        const url = `mqtt://127.0.0.1:${port}`;
        const first = await city({ url, version });
        await first.close();
        await publish(url, 30);
        const second = await city({ url, version });
        await until('all that waited', () => found(second).length === 30);
        await publish(url, 1, 30);
        await until('a new one', () => found(second).length === 31);
      });

    it('MQTT 5: a payload that cannot be read is refused and holds nothing up', async () => {
      const { port } = await mosquitto(['max_inflight_messages 1']);
      const url = `mqtt://127.0.0.1:${port}`;
      const opened = await city({ url });
      const client = await connectAsync(url);
      await client.publishAsync('city/smoke/1', '{"state":', { qos: 1 });
      await client.publishAsync('city/smoke/1', '{"state":1}', { qos: 1 });
      await client.endAsync();
      await until('the one behind it', () => found(opened).length === 1);
    });

    it('a group shares: each message goes to one of its hosts', async () => {
      const { port } = await mosquitto();
      const url = `mqtt://127.0.0.1:${port}`;
      const one = await city({ url, share: 'city', clientId: 'host-1' });
      const two = await city({ url, share: 'city', clientId: 'host-2' });
      await publish(url, 40);
      await until('all, together', () => found(one).length + found(two).length === 40);
      await pause(100);
      expect(found(one).length + found(two).length).to.equal(40);
      expect(Math.min(found(one).length, found(two).length)).to.be.above(0);
    });

    (openssl ? it : it.skip)('TLS and a user: the certificate of the broker is checked', async () => {
      const { folder, port } = await withTls();
      const url = `mqtts://localhost:${port}`;
      const ca = join(folder, 'cert.pem');
      const opened = await city({ url, tls: { ca }, username: 'city', password: 'sixteen characters' });
      expect(found(opened)).to.deep.equal([]);
      const stranger = mqtt.configure({ from: { url, clientId: 'other' } });
      if (!('feed' in stranger)) return expect.fail();
      const logger = { write: () => undefined, flush: () => undefined, tick: () => undefined };
      const context = { source: 'x', clock: systemClock, ids: systemIds, logger, status: () => undefined };
      const refused = await stranger.feed.open(context, new AbortController().signal).catch((error: unknown) => error);
      expect(refused).to.include({ code: 'mqtt-not-connected', recovery: 'retry' });
    });

    async function withTls() {
      const folder = mkdtempSync(join(tmpdir(), 'yingji-tls-'));
      ends.push(() => rmSync(folder, { recursive: true, force: true }));
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const args = [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ];
      const more = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert];
      expect(spawnSync('openssl', [...args, ...more]).status).to.equal(0);
      const { port } = await mosquitto([`certfile ${cert}`, `keyfile ${key}`]);
      return { folder, port };
    }
  },
);

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = dial(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });
