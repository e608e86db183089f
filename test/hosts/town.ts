// A gateway over real sockets and files, with what the portals show: warnings as CAP files, alarms as frames over TCP.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock, type EntityId } from '@yingji/core';
import { createGateway, createToken, type GatewayConfigInput } from '@yingji/gateway';
import { connectTransmitter, publishCap, sendAlarm, warningMessage } from '../../examples/field/index.js';
import { freePort } from '../../packages/adapters/test/free-port.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const MINUTE = 60_000;

export interface Town {
  readonly url: string;
  readonly token: string;
  /** An orange warning of rainstorm for 青秀区. */
  warn(): Promise<void>;
  /** Lifts it. */
  lift(): Promise<void>;
  /** A smoke alarm of a detector that no register knows, told as this. */
  alarm(text: string): Promise<void>;
  /** Waits until something is in the picture: a register is read a moment after the gateway answers. */
  knows(id: EntityId): Promise<void>;
  /** A Command of the desk; what the gateway answers. */
  send(name: string, input: object): Promise<unknown>;
  close(): Promise<void>;
}

/** `origins`: of the pages that are let in. `more`: feeds besides those of the warnings and alarms. */
export async function openTown(origins: string[], more: GatewayConfigInput['feeds'] = []): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'yingji-hosts-'));
  const cap = join(folder, 'cap');
  mkdirSync(cap);
  writeFileSync(join(folder, 'devices.csv'), '编码,名称,类型,经度,纬度,坐标系,防火分区\n');
  const tokens = join(folder, 'tokens.json');
  const token = createToken(tokens, { id: 'duty', masked: '李*', roles: [], scope: [] }, systemClock);
  const port = await freePort();
  const gateway = await createGateway({
    city: { name: '新竹社区' },
    listen: { port: 0 },
    log: { level: 'error' },
    store: { file: join(folder, 'city.db'), keyFile: join(folder, 'vault.key') },
    origins,
    auth: { tokens },
    feeds: [
      {
        use: 'table',
        source: 'divisions',
        config: {
          kind: 'place',
          file: join(root, 'examples/xinzhu-portal/data/nanning-districts.geojson'),
          scheme: 'division',
        },
      },
      { use: 'table', source: 'registry', config: { kind: 'device', file: join(folder, 'devices.csv') } },
      { use: 'gbt26875', source: 'fire', config: { port } },
      { use: 'cap', source: 'cap', config: { folder: cap } },
      ...more,
    ],
  });
  const device = await connectTransmitter({ host: '127.0.0.1', port, address: 5001 });
  let address = 100;
  let last: ReturnType<typeof message> | undefined;
  const message = (references: { sender: string; identifier: string; sent: number }[] = []) => ({
    ...warningMessage({
      event: '暴雨',
      sent: Date.now() - (references.length > 0 ? 1_000 : MINUTE),
      verb: references.length > 0 ? '解除' : '发布',
      colour: 'Orange',
      areas: [{ name: '青秀区', code: '450103' }],
      text: '预计未来三小时降雨五十毫米以上。',
      tag: `${(address += 1)}`,
      references,
    }),
    status: 'Actual' as const,
  });

  return {
    url: gateway.url,
    token,
    async warn() {
      last = message();
      await publishCap(cap, last);
    },
    async lift() {
      if (last) await publishCap(cap, message([last]));
      last = undefined;
    },
    async alarm(text) {
      const { outcome } = await sendAlarm(device, { address: (address += 1), text });
      if (outcome !== 'confirmed') throw new Error(`the alarm was ${outcome}`);
    },
    async knows(id) {
      for (const end = Date.now() + 20_000; !gateway.city.view.get(id); await pause(20))
        if (Date.now() > end) throw new Error(`not within 20 s in the picture: ${id}`);
    },
    async send(name, input) {
      const answer = await fetch(`${gateway.url}/api/commands/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ v: 1, id: randomUUID(), input }),
      });
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    async close() {
      await device.close();
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
