import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openDiary } from './diary.js';
import { playField } from './play.js';
import { readPart, startCentre } from './testing/centre.js';

const value = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

describe('field: an evening that was broken off', () => {
  let folder: string;
  let centre: Awaited<ReturnType<typeof startCentre>>;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'field-diary-'));
    centre = await startCentre();
  });
  afterEach(async () => {
    await centre.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Plays until the scene is over, or until a line of the log begins with `until`. */
  async function play({ until, anew = false }: { until?: string; anew?: boolean } = {}): Promise<string[]> {
    const stop = new AbortController();
    const lines: string[] = [];
    await playField({
      ...{ fire: { host: '127.0.0.1', port: centre.port }, cap: path.join(folder, 'cap') },
      ...{ seed: 1, devices: 250, speed: 12_000, diary: path.join(folder, 'evening.json'), anew },
      ...{ signal: stop.signal, once: true, background: false },
      log: (line) => {
        lines.push(line);
        if (until && line.startsWith(until)) stop.abort();
      },
    });
    return lines;
  }
  const warnings = async (): Promise<string[]> =>
    Promise.all(
      (await readdir(path.join(folder, 'cap')))
        .filter((name) => !name.includes('-again'))
        .map((name) => readFile(path.join(folder, 'cap', name), 'utf8')),
    );
  const states = (): number[] =>
    centre.heard.filter(({ unit }) => unit[0] === 2).map(({ unit }) => readPart(unit).status);

  it('goes on where it stood: no warning twice, no alarm twice, and the reset finds its detectors', async () => {
    await play({ until: 'T+107.5' });
    const lines = await play();
    expect(lines.filter((line) => /^T/.test(line))[0]).to.match(/^T\+121 /);
    const identifiers = (await warnings()).map((xml) => value(xml, 'identifier')!);
    expect(identifiers.map((id) => id.replace(/^.*_\d+-/, '')).sort()).to.deep.equal([
      ...['W0', 'W1', 'W2', 'W3', 'W4', 'W4-2', 'W5', 'W5-end'],
    ]);
    expect(states()).to.deep.equal([2, 2, 1, 1]);
    const [latest] = (await warnings()).filter((xml) => value(xml, 'identifier')!.endsWith('-W4-2'));
    expect(value(latest!, 'references')).to.match(/-W4,/);
  }).timeout(60_000);

  it('once over, or when asked, the next one begins anew, and what the last one left standing is lifted first', async () => {
    await play();
    await setTimeout(1_100);
    const again = await play({ until: 'T+10 ' });
    expect(again.filter((line) => line.startsWith('上一场结束，解除'))).to.have.length(2);
    expect(again.some((line) => line.startsWith('T-250'))).to.equal(true);
    // Identifiers carry the second: of two evenings within one, the older warnings would be the newer ones.
    await setTimeout(1_100);
    const asked = await play({ until: 'T+12 ', anew: true });
    expect(asked.filter((line) => line.startsWith('上一场结束，解除'))).to.have.length(3);

    const xmls = await warnings();
    const referenced = new Set(xmls.flatMap((xml) => value(xml, 'references')?.split(' ') ?? []));
    const named = (xml: string): string => ['sender', 'identifier', 'sent'].map((name) => value(xml, name)).join(',');
    const standing = xmls.filter((xml) => value(xml, 'msgType') !== 'Cancel' && !referenced.has(named(xml)));
    expect(standing.map((xml) => value(xml, 'identifier')!.replace(/^.*_\d+-/, '')).sort()).to.deep.equal([
      ...['W0', 'W1', 'W2'],
    ]);
    for (const xml of xmls) expect(value(xml, 'status')).to.equal('Exercise');
  }).timeout(60_000);

  it('is over after two hours, and in another town or scene', async () => {
    const file = path.join(folder, 'evening.json');
    const hour = 3_600_000;
    await openDiary({ file, evening: 'a', now: () => 0 }).write({ minute: 5, sent: new Map() });
    const goesOn = async (evening: string, now: number, ends: number): Promise<boolean | undefined> =>
      (await openDiary({ file, evening, now: () => now }).last({ ends }))?.goesOn;
    expect(await goesOn('a', hour, 6)).to.equal(true);
    expect(await goesOn('a', 2 * hour, 6)).to.equal(false);
    expect(await goesOn('b', hour, 6)).to.equal(false);
    expect(await goesOn('a', hour, 5)).to.equal(false);
  });
});
