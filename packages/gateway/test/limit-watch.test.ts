import { createPushFeed, entityId, stated, systemClock } from '@yingji/core';
import { createMemoryLogger, detector } from '@yingji/core/testing';
import { expect } from 'chai';
import { createGateway } from '../src/gateway.js';
import type { GatewayConfigInput } from '../src/config/schema.js';
import { makeHouse } from './house.js';
import { until } from './wait.js';

type Thresholds = NonNullable<GatewayConfigInput['thresholds']>;
const heat: Thresholds[number] = {
  by: '示例市',
  signals: {
    'high-temperature': {
      red: { needs: 'all', criteria: [{ quantity: 'air-temperature', is: 'at-least', value: 39 }] },
    },
  },
};

/** What a gateway reports of 102 mm in three hours and of 41 ℃ in a cabinet. */
async function reported(thresholds: Thresholds): Promise<string[]> {
  const house = makeHouse({ feeds: [{ use: 'station', source: 'station' }], thresholds });
  const { feed, push } = createPushFeed({ id: 'station', title: { zh: '自动站', en: 'Station' } });
  const station = { id: 'station', title: feed.title, configure: () => ({ feed }) };
  const gateway = await createGateway(house.config, { feeds: { station } as never, logger: createMemoryLogger() });
  try {
    const at = systemClock.now();
    const [, like] = detector('1', { type: 'rain-gauge' });
    const device = entityId('device', 'station', '1');
    const reading = (quantity: string, value: number, unit: string) =>
      stated(entityId('observation', 'station', quantity), { device, quantity, value, unit, quality: 'good' }, at);
    await push({
      key: '1',
      receivedAt: at,
      drafts: [stated(device, like, at), reading('air-temperature', 41, 'Cel'), reading('rainfall-3h', 102, 'mm')],
    });
    const found = () => gateway.city.view.find({ kind: 'report' }).map(({ value }) => String(value['title']));
    await until('the report of rain', () => found().some((title) => title.includes('暴雨')));
    return found()
      .map((title) => /达(.+)预警/.exec(title)![1]!)
      .sort();
  } finally {
    await gateway.close();
    house.remove();
  }
}

describe('readings in a gateway', () => {
  it('are compared with the numbers of rainstorm, and of the signals that the configuration names', async () => {
    expect(await reported([])).to.deep.equal(['暴雨红色']);
    expect(await reported([heat])).to.deep.equal(['暴雨红色', '高温红色']);
  });
});
