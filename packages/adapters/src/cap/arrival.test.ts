import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createCity,
  createMemoryStore,
  createPushFeed,
  systemClock,
  type City,
  type Clock,
  type Feed,
  type Row,
} from '@yingji/core';
import { createManualClock, createSeededIds } from '@yingji/core/testing';
import { expect } from 'chai';
import { partsOf } from './deliveries.js';
import { cap } from './index.js';

const minute = (at: number): string => `2026-06-12T16:${String(at).padStart(2, '0')}:00+08:00`;
const alert = (identifier: string, at: number, msgType: string, references: string, headline: string): string =>
  `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${identifier}</identifier><sender>s</sender><sent>${minute(at)}</sent><status>Actual</status><msgType>${msgType}</msgType><scope>Public</scope>${references && `<references>${references}</references>`}<info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty><headline>${headline}</headline></info></alert>`;
const to = (identifier: string, at: number): string => `s,${identifier},${minute(at)}`;

/** A first issue, two updates, a cancel, an update of what was never seen, and another first issue. */
const SIX: { readonly [name: string]: string } = {
  W1: alert('W1', 0, 'Alert', '', '暴雨蓝色预警'),
  W2: alert('W2', 10, 'Update', to('W1', 0), '暴雨黄色预警'),
  W3: alert('W3', 20, 'Update', to('W2', 10), '升级为暴雨橙色预警'),
  C: alert('C', 30, 'Cancel', to('W3', 20), '解除暴雨橙色预警'),
  U: alert('U', 40, 'Update', to('never-seen', 5), '暴雨红色预警'),
  A: alert('A', 50, 'Alert', '', '雷电黄色预警'),
};
const STATES = { W1: 'superseded', W2: 'superseded', W3: 'lifted', C: 'lifted', U: 'in-force', A: 'in-force' };

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length < 2) return yield [...items];
  for (const [i, first] of items.entries())
    for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [first, ...rest];
}

const NAMES = Object.keys(SIX);
const BYTES = Object.fromEntries(NAMES.map((name) => [name, new TextEncoder().encode(SIX[name])]));

describe('six CAP messages in every order of arrival', function () {
  this.timeout(60_000);

  /** A city to which each order comes from a source of its own, so that one city has seen them all. */
  function cityOf(feeds: readonly Feed[], clock: Clock): Promise<City> {
    const ids = createSeededIds();
    const named = feeds.map((feed, at) => ({ feed, source: `met${at}` }));
    return createCity({ ...createMemoryStore({ clock, ids }), clock, ids, feeds: named });
  }

  /** What each source has said, in the order of the log, and all that is shown of it but when and in which order it came. */
  function perSource(city: City, count: number): { readonly arrived: unknown[]; readonly picture: string }[] {
    const said = Array.from({ length: count }, (): Row[] => []);
    for (const row of city.view.find({ kind: 'warning' })) said[Number(row.source.slice('met'.length))]!.push(row);
    return said.map((rows, at) => ({
      arrived: [...rows].sort((a, b) => a.position - b.position).map(({ value }) => value['native']),
      picture: JSON.stringify(
        Object.fromEntries(rows.map(({ position: _, recordedAt: __, ...row }) => [row.value['native'], row]).sort()),
      ).replaceAll(`met${at}`, 'met'),
    }));
  }

  function statesOf(picture: string): unknown {
    const rows = JSON.parse(picture) as { readonly [name: string]: { readonly derived: { readonly state: string } } };
    return Object.fromEntries(Object.entries(rows).map(([name, { derived }]) => [name, derived.state]));
  }

  it('each stored and confirmed before the next comes, they end in one picture', async () => {
    const orders = [...permutations(NAMES)];
    expect(orders).to.have.length(720);
    const sources = orders.map(() => createPushFeed({ id: 'cap', title: cap.title, ordering: { by: 'source-time' } }));
    const clock = createManualClock('2026-06-12T17:00:00+08:00');
    const receivedAt = clock.now();
    const city = await cityOf(
      sources.map(({ feed }) => feed),
      clock,
    );
    await Promise.all(
      orders.map(async (order, at) => {
        for (const name of order)
          for (const part of partsOf(BYTES[name]!, { source: `met${at}`, receivedAt }, {}).parts)
            expect(await sources[at]!.push({ ...part, receivedAt })).to.equal('stored');
      }),
    );
    const ends = perSource(city, orders.length);
    await city.close();
    expect(ends.map(({ arrived }) => arrived)).to.deep.equal(orders);
    expect(new Set(ends.map(({ picture }) => picture))).to.have.length(1);
    expect(statesOf(ends[0]!.picture)).to.deep.equal(STATES);
  });

  it('as files put into a watched folder one after the other, in orders drawn by lot', async () => {
    const { random } = createSeededIds(720);
    const orders = Array.from({ length: 12 }, () =>
      NAMES.map((name) => ({ name, lot: random() }))
        .sort((a, b) => a.lot - b.lot)
        .map(({ name }) => name),
    );
    const folders = orders.map(() => mkdtempSync(join(tmpdir(), 'yingji-cap-')));
    const feeds = folders.map((folder) => {
      const made = cap.configure({ folder, rescanS: 0.05 });
      if ('issues' in made) throw new Error('config');
      return made.feed;
    });
    const city = await cityOf(feeds, systemClock);
    try {
      for (let count = 1; count <= NAMES.length; count += 1) {
        for (const [at, folder] of folders.entries()) {
          const name = orders[at]![count - 1]!;
          writeFileSync(join(folder, `${name}.tmp`), BYTES[name]!);
          renameSync(join(folder, `${name}.tmp`), join(folder, `${name}.xml`));
        }
        while (city.view.find({ kind: 'warning' }).length < count * orders.length)
          await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const ends = perSource(city, orders.length);
      expect(ends.map(({ arrived }) => arrived)).to.deep.equal(orders);
      expect(new Set(ends.map(({ picture }) => picture))).to.have.length(1);
      expect(statesOf(ends[0]!.picture)).to.deep.equal(STATES);
    } finally {
      await city.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    }
  });
});
