import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createCity,
  createPushFeed,
  roles,
  systemClock,
  systemIds,
  type Actor,
  type FeedDefinition,
  type Instant,
  type Json,
  type JsonObject,
  type Role,
} from '@yingji/core';
import { readPolicy } from '@yingji/core/access';
import { createMemoryLogger } from '@yingji/core/testing';
import { createHub, parseOpen, type Open } from '@yingji/core/wire';
import { expect } from 'chai';
import { createSqliteStore } from '../stores/sqlite/index.js';
import { agencies } from './agency.js';
import { calls110, calls119, calls120, calls122 } from './index.js';

const NAME = '欧阳某某';
const DOOR = '1单元1101';
/** Texts as they slip into any field, and what nobody may find of them. The number of a citizen is invented, its check digit right. */
const PLANTED: readonly string[] = [
  NAME,
  '13800000110',
  '0771-0000110',
  '11010519491231002X',
  `示例花园1栋${DOOR}室`,
  `${NAME}住示例花园1栋${DOOR}室`,
  `${NAME} 13800000110 11010519491231002X 示例花园1栋${DOOR}室`,
];
const CANARIES: readonly string[] = [NAME, '13800000110', '0000110', '11010519491231002X', DOOR];
const receivedAt = '2026-06-12T08:00:00Z' as Instant;
const PERSONAL: ReadonlySet<string> = new Set(['caller', 'phone', 'home', 'narrative']);

const feeds: readonly (readonly [FeedDefinition, (typeof agencies)[keyof typeof agencies]])[] = [
  [calls110, agencies.police],
  [calls119, agencies.fire],
  [calls120, agencies.medical],
  [calls122, agencies.traffic],
];
/** A record of each kind, in the names that all four feeds know, and one that is all three. */
const numbersOf = { police: 'JJDBH', fire: 'ZQBH', medical: 'acceptNumber', traffic: 'JJDBH' } as const;
const basesOf = (agency: (typeof agencies)[keyof typeof agencies]): readonly { readonly [field: string]: string }[] => {
  const key = Object.entries(agencies).find(([, each]) => each === agency)![0] as keyof typeof numbersOf;
  const call = {
    [numbersOf[key]]: 'C1',
    报警时间: '2026-06-12 09:45:00',
    开始受理时间: '2026-06-12 09:45:00',
    状态: '1',
  };
  const order = {
    派警单编号: 'P1',
    [numbersOf[key]]: 'C1',
    派警时间: '2026-06-12 09:47:00',
    处警单位代码: '450103010000',
  };
  const back = { 反馈单编号: 'F1', 派警单编号: 'P1', [numbersOf[key]]: 'C1', 反馈时间: '2026-06-12 10:05:00' };
  const returned = { ...order, 退单时间: '2026-06-12 09:50:00', 取消原因: '其他' };
  return [call, order, back, returned, { ...call, ...order, ...back }];
};
const namesOf = (agency: (typeof agencies)[keyof typeof agencies]): string[] => [
  ...agency.names.keys(),
  ...['SOME_NEW_FIELD', 'remark', '备注'],
];

describe('calls: what is planted in any field', function () {
  this.timeout(60_000);

  for (const [feed, agency] of feeds)
    it(`${feed.id}: stands in marked members alone, in every record kind, whatever the field`, () => {
      let planted = 0;
      for (const text of PLANTED)
        for (const base of basesOf(agency)) {
          const records = [...namesOf(agency), 'inside'].map((name, i) => ({
            ...renumbered(base, String(i)),
            ...(name === 'inside' ? { inside: { 备注: text, list: [text] } } : { [name]: text }),
          }));
          const bytes = new TextEncoder().encode(JSON.stringify(records));
          const { drafts, issues } = feed.decode(bytes, { source: 'calls', receivedAt });
          planted += drafts.length;
          for (const each of [...drafts, ...issues]) {
            const open = decodeURIComponent(
              JSON.stringify(each, (key, value: unknown) => (PERSONAL.has(key) ? 0 : value)),
            );
            for (const canary of CANARIES) expect(open.includes(canary), `${text}: ${open}`).to.equal(false);
          }
        }
      expect(planted).to.be.above(1_000);
    });

  it('no role hears it, no line of the log or of the database shows it, and the vault has it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-canary-'));
    const logger = createMemoryLogger();
    const stored = await createSqliteStore({
      file: join(folder, 'city.db'),
      keyFile: join(folder, 'vault.key'),
      clock: systemClock,
    });
    const sources = feeds.map(([feed]) => ({
      feed: createPushFeed({ id: feed.id, title: feed.title }),
      source: feed.id,
    }));
    const city = await createCity({
      store: stored.store,
      vault: stored.vault,
      clock: systemClock,
      logger,
      feeds: sources.map(({ feed, source }) => ({ feed: feed.feed, source })),
    });
    try {
      for (const [n, [feed, agency]] of feeds.entries()) {
        const records = PLANTED.flatMap((text, i) =>
          basesOf(agency).flatMap((base, k) =>
            namesOf(agency)
              // Each in a record of its own, so that none hides another; a part of them, as the others are decoded above.
              .filter((_, j) => (i + j + k) % 11 === 0)
              .map((name, j) => ({ ...renumbered(base, `${i}-${k}-${j}`), [name]: text })),
          ),
        );
        const raw = new TextEncoder().encode(JSON.stringify(records));
        const { drafts, issues } = feed.decode(raw, { source: feed.id, receivedAt });
        const { feed: pushing } = sources[n]!;
        expect(await pushing.push({ key: 'all', receivedAt, drafts, issues, raw, outcome: 'unmapped' })).to.equal(
          'stored',
        );
      }
      const counts = ['report', 'task', 'feedback'].map((kind) => city.view.find({ kind }).length);
      expect(Math.min(...counts)).to.be.above(50);

      const hub = createHub({
        ...{ city: 'test', view: city.view, clock: systemClock, ids: systemIds, policy: readPolicy(city.view) },
      });
      const kinds = ['report', 'task', 'feedback', 'link', 'feed'];
      const asked = { t: 'open', versions: [1], queries: Object.fromEntries(kinds.map((kind) => [kind, { kind }])) };
      for (const role of Object.keys(roles) as Role[]) {
        const heard: string[] = [];
        const actor: Actor = { id: 'u1', masked: '某*', roles: [role], scope: [] };
        const sink = { write: (line: string) => heard.push(line) > 0, end: () => undefined, onDrain: () => undefined };
        hub.open(parseOpen(asked as Json) as Open, actor, sink);
        expect(heard.join('').length, role).to.be.above(100);
        if (role === 'commander') expect(heard.join('')).to.include('"feedback/calls-110/');
        for (const canary of CANARIES) expect(heard.join('').includes(canary), `${role}: ${canary}`).to.equal(false);
      }
      hub.close();

      const secrets = city.view
        .find({ kind: 'feedback' })
        .map(({ value }) => (value['narrative'] as JsonObject | undefined)?.['$vault'])
        .filter((key) => typeof key === 'string');
      const told = await Promise.all(secrets.map((key) => stored.vault.reveal(key)));
      for (const canary of CANARIES) expect(told.join('\n'), canary).to.include(canary);
      for (const canary of CANARIES) expect(JSON.stringify(logger.lines).includes(canary), canary).to.equal(false);
    } finally {
      await city.close();
      await stored.close();
    }
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      for (const canary of CANARIES) expect(bytes.includes(canary), `${name}: ${canary}`).to.equal(false);
    }
    rmSync(folder, { recursive: true });
  });
});

/** The same record under other numbers. */
const renumbered = (base: { readonly [field: string]: string }, suffix: string): { [field: string]: string } =>
  Object.fromEntries(
    Object.entries(base).map(([name, text]) => [name, /^[CPF]1$/.test(text) ? `${text}-${suffix}` : text]),
  );
