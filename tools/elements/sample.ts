// The picture behind the examples of docs/elements: a few facts of an invented evening in a view that lives in the page, with no server.
import {
  createLocalView,
  entityId,
  parseId,
  withAllClear,
  type Entry,
  type Instant,
  type Position,
} from '@yingji/core';

const begun = Date.now();
const at = (minutes: number): Instant => new Date(begun + minutes * 60_000).toISOString() as Instant;
const vaulted = (key: string, masked: string): object => ({ $vault: key, masked });

const grid = entityId('place', 'registry', 'grid-3');
const station = entityId('facility', 'registry', 'station');
const water = entityId('stock', 'registry', 'water-1');
const person = entityId('responder', 'registry', 'r-1');
const feed = (zh: string, en: string): object => ({ title: { zh, en }, state: 'live', issues: 0, quarantined: 0 });
const square = [
  [108.32, 22.78],
  [108.42, 22.78],
  [108.42, 22.86],
  [108.32, 22.86],
  [108.32, 22.78],
];

const FACTS: readonly (readonly [id: string, minutes: number, value: object])[] = [
  ['feed/city/weather', -60, feed('气象预警', 'Weather warnings')],
  ['feed/city/fire', -60, feed('消防物联', 'Fire alarms')],
  ['feed/city/registry', -60, feed('台账', 'Registers')],
  ['place/divisions/450103', -60, { scheme: 'division', code: '450103', name: '青秀区', boundary: [[square]] }],
  [grid, -60, { scheme: 'grid', level: 'grid', name: '第 3 网格', parents: ['place/divisions/450103'] }],
  [
    'warning/weather/w-1',
    -32,
    {
      ...{ scheme: 'signal-colour', grade: 'orange', eventType: '11B03', verb: 'issue', references: [] },
      ...{ title: '暴雨橙色预警信号', issuer: 'sample@example.org', native: 'w-1', sent: at(-32), expires: at(148) },
      tellings: [
        {
          ...{ language: 'zh-CN', event: '暴雨', senderName: '示例气象台' },
          instruction: '停止地下车库通行，转移低洼处人员。',
          areas: [{ name: '青秀区', codes: [{ scheme: 'CN-GB2260', code: '450103' }] }],
        },
      ],
    },
  ],
  [
    'report/fire/a-1',
    -4,
    {
      ...{ channel: 'device', title: '感烟火灾探测器火警', eventType: '12G00', native: 'a-1' },
      ...{ position: [108.36, 22.82], datum: 'wgs84', address: '3 栋 1 层走廊' },
    },
  ],
  [
    person,
    -60,
    { name: vaulted('n-1', '李*'), phone: vaulted('p-1', '138****0000'), state: 'active', skills: [], grid },
  ],
  [
    'shift/city/s-1',
    -60,
    { role: 'patrol', responder: person, place: grid, from: at(-55), to: at(420), state: 'planned' },
  ],
  [station, -60, { name: '应急服务站（示例）', functions: ['supply-point'] }],
  [
    water,
    -60,
    { item: 'bottled-water', name: '瓶装水', facility: station, unit: '瓶', ownership: 'own', minimum: 600 },
  ],
  ['movement/city/m-1', -50, { stock: water, sort: 'receipt', direction: 'in', quantity: 480 }],
];

const entries = FACTS.map(([id, minutes, value], i): Entry => {
  const { kind, source } = parseId(id)!;
  const body = { value: value as never };
  const told = { v: 1, kind, source, order: [0, 1], basis: 'stated', body } as const;
  return {
    ...told,
    id: entityId(kind, source, parseId(id)!.native),
    at: at(minutes),
    position: (i + 1) as Position,
    recordedAt: at(minutes),
  };
});

const view = withAllClear(createLocalView({ now: at(0) }));
view.apply(entries, at(0));
setInterval(() => view.advance(new Date().toISOString() as Instant), 5_000);
for (const provider of document.querySelectorAll('yj-provider')) provider.view = view;

/** What the page says is set besides attributes, and the language that its reader chose. */
const example = document.querySelector<HTMLElement>('.example')!;
const element = example.querySelector('yj-provider')!.firstElementChild as HTMLElement;
Object.assign(element, JSON.parse(example.dataset['set'] ?? '{}'));
const choices = [...document.querySelectorAll<HTMLButtonElement>('.choice button')];
for (const choice of choices)
  choice.addEventListener('click', () => {
    element.lang = choice.lang;
    for (const each of choices) each.setAttribute('aria-pressed', String(each === choice));
  });
