import { expect } from 'chai';
import type { Delta, EntityId, Instant, Position, Row } from '@yingji/core';
import type { LonLat } from '../alert-map/item.js';
import { device, NOW } from '../testing/rows.js';
import { createDeviceDots } from './devices.js';
import { LOOKS } from './dots.js';
import { createNumbers } from './numbers.js';

const now = NOW as Instant;

describe('device dots', () => {
  const delta = (part: Partial<Delta>): Delta => ({
    reset: false,
    gap: false,
    put: [],
    removed: [],
    at: 1 as Position,
    now,
    ...part,
  });

  it('one that turns to alarm is one place in an array; silence does not hide it', () => {
    const { take, dots } = createDeviceDots(createNumbers());
    take(delta({ reset: true, put: [device('a', [1, 1]), device('b', [2, 2]), device('c', undefined)] }));
    expect(dots.takeChanged()).to.deep.equal({ from: 0, to: 3 });
    expect(take(delta({ put: [device('b', [2, 2], { derived: { alarms: 1 }, fresh: { state: 'stale' } })] }))).to.equal(
      true,
    );
    expect(dots.takeChanged()).to.deep.equal({ from: 1, to: 2 });
    expect(LOOKS[dots.looks[1]!]).to.equal('alarm');
    expect([...dots.alarms]).to.deep.equal([1]);
    expect(take(delta({ put: [device('a', [1, 1])] })), 'nothing that is drawn changed').to.equal(false);
    expect(take(delta({ put: [device('c', undefined, { fresh: { state: 'stale' } })] })), 'without a place').to.equal(
      false,
    );
  });

  const played = { alarms: 1, states: ['fire'] };

  it('an alarm that a drill plays lies over the dot, which goes on telling what is real', () => {
    const dots = createDeviceDots(createNumbers());
    const none = dots.drills;
    dots.take(delta({ reset: true, put: [device('a', [1, 1]), device('b', [2, 2])] }));
    expect(dots.drills, 'the same while no drill plays').to.equal(none);
    const change = dots.take(delta({ put: [device('a', [1, 1], { derived: { drill: played } })] }));
    expect(change, 'the dot stays as it is').to.equal(false);
    expect([...dots.drills.values()]).to.deep.equal([
      {
        type: 'Feature',
        id: 1,
        geometry: { type: 'Point', coordinates: [1, 1] },
        properties: { drill: 'drill:alone' },
      },
    ]);
    expect(dots.counts).to.deep.equal({ total: 2, alarm: 0, drill: 1, stale: 0, unknown: 0 });
    dots.take(delta({ put: [device('a', [1, 1], { derived: { drill: { alarms: 0, states: ['fire'] } } })] }));
    expect(dots.drills.size, 'the drill is over').to.equal(0);
    expect(dots.counts.drill).to.equal(0);
  });

  it('real and drill at once: the look is the real one, and the drill is told beside it', () => {
    const dots = createDeviceDots(createNumbers());
    dots.take(delta({ reset: true, put: [device('a', [1, 1], { derived: { drill: played } })] }));
    dots.take(delta({ put: [device('a', [1, 1], { derived: { alarms: 1, drill: played } })] }));
    expect([...dots.dots.alarms]).to.deep.equal([0]);
    expect(dots.drills.get(1)!.properties['drill']).to.equal('drill:beside');
    expect(dots.counts).to.deep.equal({ total: 1, alarm: 1, drill: 1, stale: 0, unknown: 0 });
  });

  it('a drill goes with its device, moves with it, and is counted without a place', () => {
    const dots = createDeviceDots(createNumbers());
    const drill = (at: LonLat | undefined): Row => device('a', at, { derived: { drill: played } });
    dots.take(delta({ reset: true, put: [drill([1, 1])] }));
    dots.take(delta({ put: [drill([1, 2])] }));
    expect(dots.drills.get(1)!.geometry.coordinates).to.deep.equal([1, 2]);
    dots.take(delta({ put: [drill(undefined)] }));
    expect([dots.drills.size, dots.counts.drill]).to.deep.equal([0, 1]);
    dots.take(delta({ put: [drill([1, 2])] }));
    dots.take(delta({ removed: ['device/registry/a' as EntityId] }));
    expect([dots.drills.size, dots.counts.drill]).to.deep.equal([0, 0]);
    dots.take(delta({ put: [drill([1, 2])] }));
    dots.take(delta({ reset: true }));
    expect([dots.drills.size, dots.counts.drill]).to.deep.equal([0, 0]);
  });

  it('one that moves is drawn anew, and where one goes the last takes its place, its alarm with it', () => {
    const { take, dots } = createDeviceDots(createNumbers());
    const alarmed = { derived: { alarms: 1 } };
    take(delta({ reset: true, put: [device('a', [1, 1]), device('b', [2, 2]), device('c', [3, 3], alarmed)] }));
    const [x, y] = [dots.at[4], dots.at[5]];
    dots.takeChanged();
    take(delta({ put: [device('b', [2, 1])], removed: ['device/registry/a' as EntityId] }));
    expect(dots.takeChanged()).to.deep.equal({ from: 0, to: 2 });
    expect(dots.size).to.equal(2);
    expect([dots.at[0], dots.at[1]]).to.deep.equal([x, y]);
    expect([...dots.alarms]).to.deep.equal([0]);
    take(delta({ removed: ['device/registry/c' as EntityId, 'device/registry/b' as EntityId] }));
    expect([dots.size, dots.alarms.size]).to.deep.equal([0, 0]);
    expect(dots.takeChanged(), 'no slot, and yet something').to.deep.equal({ from: 0, to: 0 });
    expect(dots.takeChanged()).to.equal(undefined);
  });

  it('the box around them is in degrees, whatever a few wrong positions say', () => {
    const { take, extent } = createDeviceDots(createNumbers());
    const inside = Array.from({ length: 300 }, (_, i) => device(`d${i}`, [108.2 + i * 1e-3, 22.7 + i * 1e-3]));
    take(delta({ reset: true, put: [device('stray', [0, 0]), device('none', undefined), ...inside] }));
    const [west, south, east, north] = extent()!;
    expect(west).to.be.within(108.2, 108.21);
    expect(south).to.be.within(22.7, 22.71);
    expect(east).to.be.within(108.49, 108.5);
    expect(north).to.be.within(22.99, 23);
  });

  it('counts those without a place as well', () => {
    const dots = createDeviceDots(createNumbers());
    dots.take(
      delta({
        reset: true,
        put: [
          device('a', [1, 1], { fresh: { state: 'stale' } }),
          device('b', undefined, { fresh: { state: 'unknown' } }),
        ],
      }),
    );
    expect(dots.counts).to.deep.equal({ total: 2, alarm: 0, drill: 0, stale: 1, unknown: 1 });
  });
});
