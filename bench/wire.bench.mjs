// A snapshot of 25,000 mixed entities, with what the view derives: rows by columns, as version 2 of the wire carries them, beside
// JSON.parse of the same rows. Both as the lines of the wire and as one text for each kind; packed by gzip as well.
import { gzipSync } from 'node:zlib';
import { entityId } from '@yingji/core';
import { createEntries, detector, fireAlarm } from '@yingji/core/testing';
import { createLocalView } from '@yingji/core/view';
import { fromColumns, snapshotParts, toColumns } from '@yingji/core/wire';

const DEVICES = 14_000;
const REPORTS = 5_500;
const PLACES = 5_000;
const WARNINGS = 500;
/** Rows that a register brings in one poll, with one time. */
const POLL = 500;
const DISTRICTS = ['450102', '450103', '450105', '450107', '450108', '450109'];

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function rowsOf(seed) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const position = () => [108.2 + next() / 2, 22.6 + next() / 2].map((degrees) => Math.round(degrees * 1e6) / 1e6);
  const make = createEntries();
  const polled = (n) => ({ atS: Math.floor(n / POLL) });
  const entries = DISTRICTS.map((code) =>
    make.put(entityId('place', 'registry', code), { name: code, scheme: 'division', code }),
  );
  const places = Array.from({ length: PLACES - DISTRICTS.length }, (_, n) => entityId('place', 'registry', `p${n}`));
  places.forEach((id, n) => {
    const parents = [entityId('place', 'registry', pick(DISTRICTS))];
    entries.push(
      make.put(id, { name: `翠湖小区 ${n} 栋`, scheme: 'compound', parents, centre: position() }, polled(n)),
    );
  });
  for (let n = 0; n < DEVICES; n += 1) {
    const type = pick(['smoke-detector', 'heat-detector', 'gas-detector', 'camera']);
    const more = { type, name: `${n % 30} 层探测器 ${n}`, zone: `${n % 9}-${n % 4}`, place: pick(places) };
    const [id, value] = detector(`d${n}`, { ...more, position: position() });
    entries.push(make.put(id, value, polled(n)));
    if (n % 2 === 1) continue;
    const quantity = pick(['component-state', 'smoke-density', 'temperature']);
    const stated = quantity === 'component-state' ? ['fault'] : Math.round(next() * 1e4) / 100;
    const observation = { device: id, quantity, value: stated, quality: 'good' };
    entries.push(make.put(entityId('observation', 'fire', `o${n}`), observation, { atS: 20_000 + n }));
  }
  for (let n = 0; n < REPORTS; n += 1) {
    const [id, value] = fireAlarm(`d${n}`);
    entries.push(make.put(id, { ...value, eventType: pick(['12G00', '12G01', '11A01']) }, { atS: 40_000 + 3 * n }));
  }
  for (let n = 0; n < WARNINGS; n += 1) {
    const native = `w${n}`;
    const areas = [{ name: '', codes: [{ scheme: 'CN-GB2260', code: pick(DISTRICTS) }] }];
    const value = {
      scheme: 'signal-colour',
      grade: pick(['red', 'orange', 'yellow', 'blue']),
      eventType: '11B03',
      verb: 'issue',
      native,
      issuer: 'drill@example.org',
      sent: make.at(50_000 + n),
      expires: make.at(60_000 + n),
      references: [],
      tellings: [{ language: 'zh-CN', event: '暴雨', headline: '暴雨预警信号', areas }],
    };
    entries.push(make.put(entityId('warning', 'cap', native), value, { atS: 50_000 + n }));
  }
  const view = createLocalView({ now: make.at(61_000) });
  view.apply(entries, make.at(61_000));
  return ['device', 'report', 'place', 'warning'].map((kind) => view.find({ kind }));
}

const LINE = 64 * 1024;

/** The same rows as version 1 cuts them: as many as 64 KB of their JSON hold. */
function plainParts(rows) {
  const parts = [];
  let part = [];
  let chars = 0;
  for (const row of rows) {
    const { length } = JSON.stringify(row);
    if (part.length > 0 && chars + length > LINE) {
      parts.push(part);
      part = [];
      chars = 0;
    }
    part.push(row);
    chars += length;
  }
  return [...parts, part];
}

export const bench = {
  name: 'wire',
  goals: [
    { ours: 'columns, whole', peer: 'JSON.parse, whole', atLeast: 2.5 },
    { ours: 'columns, lines of the wire', peer: 'JSON.parse, lines of the wire', atLeast: 2.5 },
    { note: 'gzip of columns, whole, beside gzip of JSON', atMost: 0.8 },
    { note: 'gzip of columns, lines, beside gzip of JSON', atMost: 0.8 },
  ],
  async prepare() {
    const kinds = rowsOf(Date.now());
    const json = (list) => list.map((rows) => JSON.stringify(rows));
    const texts = {
      'columns, whole': json(kinds.map(toColumns)),
      'JSON.parse, whole': json(kinds),
      'columns, lines of the wire': json(
        kinds.flatMap((rows) => [...snapshotParts(rows)].map(({ columns }) => columns)),
      ),
      'JSON.parse, lines of the wire': json(kinds.flatMap(plainParts)),
    };
    const read = {
      columns: (list) => list.map((text) => fromColumns(JSON.parse(text))),
      JSON: (list) => list.map((text) => JSON.parse(text)),
    };
    const readerOf = (name) => (name.startsWith('columns') ? read.columns : read.JSON);
    const packed = (name) => gzipSync(texts[name].join('\n')).length;
    const beside = (one, other) => Math.round((packed(one) / packed(other)) * 1000) / 1000;
    return {
      cases: Object.fromEntries(
        Object.entries(texts).map(([name, list]) => [name, () => (readerOf(name)(list).length > 0 ? 1 : 0)]),
      ),
      check() {
        const plain = JSON.stringify(kinds.flat());
        for (const [name, list] of Object.entries(texts))
          if (JSON.stringify(readerOf(name)(list).flat()) !== plain) throw new Error(`${name} gives other rows`);
      },
      notes: () => ({
        'gzip of columns, whole, beside gzip of JSON': beside('columns, whole', 'JSON.parse, whole'),
        'gzip of columns, lines, beside gzip of JSON': beside(
          'columns, lines of the wire',
          'JSON.parse, lines of the wire',
        ),
        'gzip of JSON, whole, KB': Math.round(packed('JSON.parse, whole') / 1000),
        'gzip of columns, whole, KB': Math.round(packed('columns, whole') / 1000),
      }),
    };
  },
};
