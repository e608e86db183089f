import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { playField } from './play.js';
import { loadScene, playScene, sceneClock } from './scene.js';
import { createTown, findSite } from './town.js';
import { readPart, startCentre } from './testing/centre.js';

const value = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
const parameter = (xml: string, name: string): string | undefined =>
  new RegExp(`<valueName>${name}</valueName>\\s*<value>([^<]*)`).exec(xml)?.[1];

describe('field: scene 1, a rainstorm evening', () => {
  it('what happened before the start is dated minute by minute, the rest goes at its speed', () => {
    const clock = sceneClock({ start: 1_000_000, from: -20, speed: 60 });
    expect(clock.at(-250)).to.equal(1_000_000 - 230 * 60_000);
    expect(clock.at(-20)).to.equal(1_000_000);
    expect(clock.at(10)).to.equal(1_030_000);
    expect(clock.minute(1_030_000)).to.equal(10);
  });

  it('reaches both feeds, in order, and every alarm is confirmed', async () => {
    const cap = await mkdtemp(path.join(os.tmpdir(), 'field-scene-'));
    const centre = await startCentre();
    try {
      const lines: string[] = [];
      const { failed } = await playField({
        ...{ fire: { host: '127.0.0.1', port: centre.port }, cap, seed: 1, devices: 250, speed: 12_000 },
        ...{
          signal: new AbortController().signal,
          once: true,
          background: false,
          log: (line: string) => void lines.push(line),
        },
      });
      expect(failed).to.deep.equal([]);

      const { site, detectors } = findSite(createTown({ seed: 1, devices: 250 }), {
        compound: '思贤苑',
        building: 3,
        zone: '配电房',
      });
      const states = centre.heard
        .filter(({ unit }) => unit[0] === 2)
        .map(({ source, unit }) => ({ source, ...readPart(unit) }));
      expect(states.map(({ address, status }) => [address, status])).to.deep.equal([
        [detectors[0]!.address, 2],
        [detectors[1]!.address, 2],
        [detectors[0]!.address, 1],
        [detectors[1]!.address, 1],
      ]);
      expect(states.every(({ source }) => source === BigInt(site.transmitter))).to.equal(true);
      expect(centre.heard.filter(({ unit }) => unit[0] === 21).map(({ unit }) => unit[2])).to.deep.equal([9, 9, 1, 1]);
      expect(centre.heard.some(({ unit }) => unit[0] === 4)).to.equal(true);

      const files = new Map<string, string>();
      for (const name of await readdir(cap))
        files.set(/-(W.*)\.xml$/.exec(name)?.[1] ?? name, await readFile(path.join(cap, name), 'utf8'));
      expect([...files.keys()].sort()).to.deep.equal([
        'W0',
        'W1',
        'W2',
        'W2-again',
        'W3',
        'W4',
        'W4-2',
        'W5',
        'W5-end',
      ]);
      const told = (id: string, name: string): string | undefined => parameter(files.get(id)!, name);
      expect(
        ['W0', 'W1', 'W2', 'W3', 'W4', 'W4-2', 'W5', 'W5-end'].map((id) => told(id, 'CN-WarningColour')),
      ).to.deep.equal([undefined, 'Yellow', 'Yellow', 'Orange', 'Red', 'Red', 'Orange', 'Orange']);
      expect(told('W5-end', 'CN-WarningEnd')).to.equal('解除');
      for (const [id, before] of [
        ['W3', 'W2'],
        ['W4', 'W3'],
        ['W4-2', 'W4'],
        ['W5', 'W4-2'],
        ['W5-end', 'W5'],
      ] as const) {
        const named = ['sender', 'identifier', 'sent'].map((name) => value(files.get(before)!, name)).join(',');
        expect(value(files.get(id)!, 'references'), id).to.equal(named);
      }
      expect([value(files.get('W3')!, 'msgType'), value(files.get('W5-end')!, 'msgType')]).to.deep.equal([
        'Update',
        'Cancel',
      ]);
      expect(value(files.get('W2-again')!, 'identifier')).to.equal(value(files.get('W2')!, 'identifier'));
      expect(value(files.get('W2-again')!, 'source')).to.contain('转发');
      for (const [id, xml] of files) {
        expect(value(xml, 'status'), id).to.equal('Exercise');
        expect(xml, id).not.to.match(/\{|undefined|NaN/);
      }
      const steps = lines
        .filter((line) => line.startsWith('T'))
        .map((line) => Number(/^T\+?(-?[\d.]+)/.exec(line)?.[1]));
      expect(steps).to.deep.equal((await loadScene()).steps.map(({ t }) => t));
    } finally {
      await centre.close();
      await rm(cap, { recursive: true, force: true });
    }
  }).timeout(60_000);

  it('names what no centre confirmed', async () => {
    const centre = await startCentre(() => 'ignore');
    const scene = {
      ...(await loadScene()),
      steps: [{ t: 0, do: 'mains' as const, compound: '思贤苑', building: 3, fault: true, say: '停电' }],
      ends: 0,
    };
    const town = createTown({ seed: 1, devices: 25 });
    const stop = new AbortController();
    const { createFleet } = await import('./fleet.js');
    const fleet = createFleet({ town, host: '127.0.0.1', port: centre.port, seed: 1, signal: stop.signal });
    await fleet.started;
    const clock = sceneClock({ start: Date.now(), from: 0, speed: 60 });
    const { failed } = await playScene({ scene, town, clock, signal: stop.signal, fleet, graceMs: 100 });
    expect(failed).to.deep.equal(['T+0 停电']);
    stop.abort();
    await fleet.closed;
    await centre.close();
  });
});
