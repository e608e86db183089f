import type { Row } from '@yingji/core';
import type { YjAlertMap } from '../../src/alert-map/alert-map.js';
import { createFakeView, type FakeView } from '../../src/testing/fake-view.js';
import { ALL_LAYERS, registers } from '../../src/testing/registers.js';
import { late, task } from '../../src/testing/tasks.js';
import { ago, alarm, call, device, evening, feed, incident, place, unjudged, warning } from '../../src/testing/rows.js';

export interface Scene {
  rows(): Row[];
  readonly silent?: boolean;
  readonly noWebGl?: boolean;
  readonly waitMs?: number;
  /** How long what the reader does takes to show. */
  readonly restMs?: number;
  /** What happens after the first picture. */
  then?(view: FakeView, map: YjAlertMap): void;
  /** What the reader does. */
  act?(map: YjAlertMap): void;
}

const LEVELS = ['red', 'orange', 'yellow', 'blue', 'ungraded'] as const;

/** A number from 0 to 1 that is the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pastEvening = (): Row[] => [
  incident('before', { level: 'blue', position: [108.37, 22.82], at: ago(75), value: { title: '树木倒伏' } }),
];

function devices(n: number): Row[] {
  const next = seeded(7);
  return Array.from({ length: n }, (_, i) =>
    device(`d${i}`, [108.23 + next() * 0.22, 22.77 + next() * 0.14], {
      fresh: { state: i % 97 === 0 ? 'stale' : i % 613 === 0 ? 'unknown' : 'live', since: ago(1) },
    }),
  );
}

const everyLevel = (): Row[] => [
  ...evening(),
  ...LEVELS.map((level, i) =>
    incident(`every-${level}`, { level, position: [108.24 + i * 0.02, 22.9], value: { title: `突发事件${i + 1}` } }),
  ),
  ...LEVELS.map((level, i) =>
    call(`every-${level}`, {
      level,
      position: [108.24 + i * 0.02, 22.87],
      derived: { acknowledged: { at: ago(3), masked: '李*' } },
    }),
  ),
  ...LEVELS.map((level, i) => alarm(`every-${level}`, { level, position: [108.24 + i * 0.02, 22.84] })),
  ...(['red', 'yellow', 'blue', 'ungraded'] as const).map((level, i) => {
    const [west, south] = [108.36 + (i % 2) * 0.05, 22.77 + Math.floor(i / 2) * 0.03];
    const ring = [
      [west, south],
      [west + 0.04, south],
      [west + 0.04, south + 0.025],
      [west, south + 0.025],
      [west, south],
    ];
    const names = { red: '暴雨', yellow: '雷电', blue: '大风', ungraded: '高温' };
    return warning(`every-${level}`, {
      level,
      value: {
        title: `${names[level]}预警`,
        tellings: [{ language: 'zh-CN', event: names[level], areas: [{ name: '划定范围', polygons: [ring] }] }],
      },
      derived: { places: [] },
    });
  }),
];

const drill = (rows: Row[]): Row[] =>
  rows.map((each) =>
    ['place', 'feed', 'device'].includes(each.kind) ? each : { ...each, exercise: '2026-06 防汛演练' },
  );

/** Detectors on which a drill plays an alarm, one in real alarm, and one with both. */
const played = (): Row[] => {
  const drill = { alarms: 1, states: ['fire'] };
  const at = (i: number): readonly [number, number] => [108.345 + i * 0.002, 22.84];
  return [
    ...evening(),
    ...devices(13_000),
    device('real', at(0), { derived: { alarms: 1 } }),
    device('drill', at(1), { derived: { drill } }),
    device('both', at(2), { derived: { alarms: 1, drill } }),
    device('calm', at(3)),
    { ...alarm('played', { position: [108.43, 22.8], at: ago(1) }), exercise: '2026-06 防汛演练' },
  ];
};

const flood = (): Row[] => {
  const next = seeded(3);
  return [
    ...evening(),
    ...devices(13_000),
    ...Array.from({ length: 34 }, (_, i) =>
      alarm(`flood-${i}`, {
        position: [108.34 + next() * 0.05, 22.8 + next() * 0.05],
        at: ago(1 + next() * 8),
        derived: { placeName: ['新竹社区', '凤岭北'][i % 2]!, deviceName: `${i % 9} 栋感烟` },
      }),
    ),
  ];
};

const ended = (): Row[] => [
  ...evening(),
  warning('w0', {
    derived: { state: 'lifted', endedBy: 'warning/weather/w0-end' },
    level: 'yellow',
    value: { tellings: [{ language: 'zh-CN', event: '雷电', areas: [] }] },
  }),
  warning('w0-end', { value: { verb: 'lift' }, derived: { state: 'lifted' }, at: ago(4) }),
];

/** Several warnings on one area, one of them graded by a number; another area whose middle is close by. */
const sameArea = (): Row[] => {
  const told = (event: string, areas: object[] = [{ name: '青秀区' }]): object => ({
    tellings: [{ language: 'zh-CN', event, areas }],
  });
  const near = [
    [108.35, 22.79],
    [108.42, 22.79],
    [108.42, 22.84],
    [108.35, 22.84],
    [108.35, 22.79],
  ];
  return [
    ...evening(),
    warning('red', { level: 'red', value: told('台风') }),
    warning('yellow', { level: 'yellow', value: told('雷电') }),
    warning('fourth', {
      level: 'ungraded',
      value: { grade: '4', scheme: 'numbered-level', title: '森林火险四级预警', ...told('') },
      derived: { rank: 4, places: ['place/division/450102'] },
    }),
    warning('near', {
      level: 'blue',
      value: told('大风', [{ name: '划定范围', polygons: [near] }]),
      derived: { places: [] },
    }),
  ];
};

const LONG = '某某街道某某社区第三网格某某家园二期地下车库与一层商铺连接处电缆井';

const long = (): Row[] => [
  ...evening().map((each) => (each.kind === 'incident' ? { ...each, value: { ...each.value, title: LONG } } : each)),
  alarm('2'.repeat(40), { position: [108.35, 22.84], derived: { deviceName: `${LONG}${LONG}`, placeName: LONG } }),
  warning('long', {
    level: 'yellow',
    value: { title: LONG, tellings: [{ language: 'zh-CN', event: LONG, instruction: LONG.repeat(6), areas: [] }] },
  }),
];

/** Fifty detectors of one building, all at the position of the building. */
const oneSpot = (): Row[] => [
  ...evening(),
  ...Array.from({ length: 50 }, (_, i) =>
    alarm(`spot-${i}`, { position: [108.37, 22.82], at: ago(1), derived: { deviceName: `${i + 1} 层感烟` } }),
  ),
];

/** What no rule could judge: a call, an alarm without a position, a warning, an incident that was graded, a device. */
const notJudged = (): Row[] => [
  ...evening(),
  unjudged(call('torn', { at: ago(3), value: { address: '民族大道 12 号', position: [108.36, 22.845] } })),
  unjudged(alarm('torn')),
  unjudged(warning('torn', { value: { grade: 'red', title: '南宁市气象台发布暴雨红色预警信号' } })),
  unjudged(incident('torn', { value: { level: '2', title: '危房垮塌', position: [108.42, 22.79] } })),
  unjudged({ ...device('torn', undefined), value: { type: 'smoke-detector', position: [108.4, 22.8] } }),
];

const quiet = (): Row[] => [
  place('450103', '青秀区', [108.32, 22.76, 108.46, 22.88]),
  feed('weather', '气象预警'),
  feed('fire', '消防物联'),
  ...devices(400),
];

const tasks = (): Row[] => [
  ...evening(),
  late('a', { about: ['incident/city/i1'] }),
  task('b', { about: ['incident/city/i1'], title: '关闭燃气总阀', state: 'issued', due: ago(-30) }),
  task('c', { title: '清点安置点物资', state: 'done', about: [] }),
  late('d', { title: '演练集结', about: [] }, { exercise: '2026-06' }),
];

const select = (map: YjAlertMap, n: number): void => {
  const rows = map.renderRoot.querySelectorAll<HTMLElement>('.row');
  rows[n]?.click();
};

export const scenes: { readonly [name: string]: Scene } = {
  evening: { rows: evening },
  devices: { rows: () => [...evening(), ...devices(13_000)], waitMs: 4000 },
  every: { rows: everyLevel },
  popup: { rows: evening, act: (map) => select(map, 1) },
  warning: { rows: evening, act: (map) => select(map, 3) },
  done: { rows: evening, act: (map) => select(map, 2) },
  ended: { rows: ended },
  drill: { rows: () => drill(everyLevel()) },
  played: {
    rows: played,
    act: (map) => {
      const canvas = map.renderRoot.querySelector<HTMLElement>('canvas');
      for (let i = 0; i < 4; i += 1)
        canvas?.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true, composed: true }));
    },
  },
  flood: { rows: flood, waitMs: 4000 },
  loading: { rows: evening, silent: true, waitMs: 1000 },
  empty: { rows: quiet },
  stale: {
    rows: evening,
    then: (view) => {
      view.at('2026-06-12T14:59:00+08:00');
      view.health({ link: { state: 'stale', since: ago(0) }, code: 'gateway-unreachable' });
    },
  },
  'empty-stale': {
    rows: quiet,
    then: (view) => {
      view.at('2026-06-12T14:59:00+08:00');
      view.health({ link: { state: 'stale', since: ago(0) } });
    },
  },
  partial: {
    rows: () => [
      ...evening(),
      feed('video', '视频', { fresh: { state: 'stale', since: ago(27) } }),
      feed('12345', '12345', { fresh: { state: 'unknown' } }),
    ],
  },
  unjudged: { rows: notJudged },
  'unjudged-one': { rows: () => notJudged().slice(0, -4) },
  'unjudged-popup': { rows: notJudged, act: (map) => select(map, 1) },
  'unjudged-calm': {
    rows: quiet,
    then: (view) => view.health({ code: 'derivation-failed' }),
  },
  closed: {
    rows: evening,
    then: (view) => view.health({ link: { state: 'stale', since: ago(1) }, code: 'view-closed' }),
  },
  failed: {
    rows: evening,
    silent: true,
    then: (view) => view.health({ link: { state: 'unknown' }, code: 'gateway-unreachable' }),
  },
  list: { rows: evening, noWebGl: true },
  'same-area': { rows: sameArea },
  long: { rows: long, act: (map) => select(map, 1) },
  'one-spot': { rows: oneSpot, act: (map) => select(map, 1) },
  'read-only': { rows: evening, then: (_, map) => (map.readOnly = true), act: (map) => select(map, 1) },
  filtered: {
    rows: evening,
    act: (map) => {
      map.renderRoot.querySelector<HTMLElement>('[aria-controls="layers"]')?.click();
      // The menu is fetched first.
      setTimeout(() => {
        for (const box of [...map.renderRoot.querySelectorAll<HTMLElement>('#layers input')].slice(0, 5)) box.click();
      }, 1500);
    },
    restMs: 2500,
  },
  registers: {
    rows: () => [...evening(), ...registers(), ...devices(300)],
    then(_, map) {
      map.layers = ALL_LAYERS;
    },
  },
  camera: {
    rows: () => [...evening(), ...registers()],
    then(_, map) {
      map.layers = ALL_LAYERS;
    },
    act: (map) => [...map.renderRoot.querySelectorAll<HTMLElement>('.registers .row')].at(-3)!.click(),
  },
  replay: {
    rows: () => [...evening(), ...registers()],
    then(_, map) {
      const past = createFakeView({ now: ago(72), rows: [...evening().slice(0, 5), ...pastEvening()] });
      map.past = () => Promise.resolve({ ...past, close: () => undefined });
    },
    act(map) {
      map.renderRoot.querySelector<HTMLElement>('[data-replay-button]')!.click();
      setTimeout(() => {
        const slider = map.renderRoot.querySelector<HTMLInputElement>('.replay input')!;
        slider.value = '-72';
        slider.dispatchEvent(new Event('change'));
      }, 1500);
    },
    restMs: 4500,
  },
  tasks: { rows: tasks, act: (map) => select(map, 1), restMs: 1500 },
  'tasks-all': {
    rows: () => [...tasks(), ...flood()],
    act(map) {
      for (const row of map.renderRoot.querySelectorAll<HTMLElement>('.row.group')) row.click();
      map.renderRoot.querySelector('.side .tasks')!.setAttribute('open', '');
    },
    waitMs: 4000,
  },
  controls: { rows: () => [...evening(), ...registers()] },
  layers: {
    rows: evening,
    act: (map) => map.renderRoot.querySelector<HTMLElement>('[aria-controls="layers"]')?.click(),
    restMs: 2500,
  },
};
