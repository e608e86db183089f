import type { EntityId, Instant, JsonObject, Position, Row } from '@yingji/core';

export const NOW = '2026-06-12T14:32:00+08:00';

/** An instant some minutes before {@link NOW}. */
export const ago = (minutes: number): Instant => new Date(Date.parse(NOW) - minutes * 60_000).toISOString() as Instant;

type More = Partial<Omit<Row, 'value' | 'derived' | 'id' | 'kind' | 'position'>>;

export function row(id: string, parts: { readonly value: object; readonly derived?: object } & More): Row {
  const { value, derived = {}, ...more } = parts;
  const [kind = '', source = ''] = id.split('/');
  const at = more.at ?? ago(4);
  return {
    id: id as EntityId,
    kind,
    value: value as JsonObject,
    derived: derived as JsonObject,
    at,
    recordedAt: at,
    basis: 'stated',
    source: decodeURIComponent(source),
    position: 1 as Position,
    fresh: { state: 'live', since: at },
    ...more,
  };
}

const RANK: { readonly [level: string]: number } = { red: 0, orange: 1, ungraded: 2, yellow: 3, blue: 4 };

interface Graded {
  readonly level?: 'red' | 'orange' | 'ungraded' | 'yellow' | 'blue';
  readonly position?: readonly [number, number] | undefined;
  readonly value?: object;
  readonly derived?: object;
}

const graded = ({ level = 'ungraded', position, derived }: Graded): object => ({
  level,
  rank: RANK[level],
  ...(position && { position }),
  ...derived,
});

/** An alarm of a detector. */
export function alarm(native: string, { level, position, value, derived, ...more }: Graded & More = {}): Row {
  return row(`report/fire/${native}`, {
    value: { channel: 'device', title: '感烟火灾探测器火警', native, device: `device/registry/${native}`, ...value },
    derived: {
      ...graded({ ...(level && { level }), position, ...(derived && { derived }) }),
      state: 'received',
      ...derived,
    },
    ...more,
  });
}

/** A call. */
export function call(native: string, parts: Graded & More = {}): Row {
  const { value, ...rest } = parts;
  return {
    ...alarm(native, { ...rest, value: { channel: '119', device: undefined, title: '电话报警', ...value } }),
    id: `report/calls/${native}` as EntityId,
    source: 'calls',
  };
}

export function incident(native: string, { level, position, value, derived, ...more }: Graded & More = {}): Row {
  return row(`incident/city/${native}`, {
    value: { state: 'confirmed', title: '燃气泄漏', ...value },
    derived: { ...graded({ ...(level && { level }), position }), reports: 0, ...derived },
    ...more,
  });
}

export function warning(native: string, { level = 'orange', value, derived, ...more }: Graded & More = {}): Row {
  return row(`warning/weather/${native}`, {
    value: {
      scheme: 'signal-colour',
      ...(level !== 'ungraded' && { grade: level }),
      title: '南宁市气象台发布暴雨橙色预警信号',
      verb: 'issue',
      issuer: 'drill@example.org',
      native,
      sent: ago(30),
      expires: '2026-06-12T17:00:00+08:00',
      references: [],
      tellings: [
        {
          language: 'zh-CN',
          event: '暴雨',
          senderName: '南宁市气象台',
          instruction: '停止地下车库通行，转移低洼处人员。',
          areas: [{ name: '青秀区', codes: [{ scheme: 'CN-GB2260', code: '450103' }] }],
        },
      ],
      ...value,
    },
    derived: {
      level,
      rank: RANK[level],
      state: 'in-force',
      revision: 1,
      places: ['place/division/450103'],
      ...derived,
    },
    at: ago(30),
    ...more,
  });
}

const square = ([west, south, east, north]: readonly [number, number, number, number]): number[][][][] => [
  [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
];

export function place(
  code: string,
  name: string,
  box?: readonly [number, number, number, number],
  more: object = {},
): Row {
  return row(`place/division/${code}`, {
    value: { name, scheme: 'division', code, ...(box && { boundary: square(box) }), ...more },
  });
}

export function device(
  native: string,
  position: readonly [number, number] | undefined,
  more: More & { readonly derived?: object } = {},
): Row {
  const { derived, ...rest } = more;
  return row(`device/registry/${native}`, {
    value: { type: 'smoke-detector', native },
    derived: { states: [], alarms: 0, ...(position && { position }), ...derived },
    ...rest,
  });
}

export function feed(source: string, zh: string, more: More & { readonly state?: string } = {}): Row {
  const { state = 'live', ...rest } = more;
  return row(`feed/city/${source}`, {
    value: { title: { zh, en: source }, state, issues: 0, quarantined: 0 },
    fresh: { state: 'live', since: ago(0) },
    ...rest,
  });
}

/** A believable evening: two districts, a storm warning, an incident, calls and alarms, three feeds. */
export function evening(): Row[] {
  return [
    place('450103', '青秀区', [108.32, 22.76, 108.46, 22.88], { population: { night: 42_000 } }),
    place('450102', '兴宁区', [108.22, 22.8, 108.32, 22.92], { population: { night: 30_000 } }),
    feed('weather', '气象预警'),
    feed('fire', '消防物联'),
    feed('calls', '接警'),
    warning('w1'),
    incident('i1', {
      level: 'red',
      position: [108.37, 22.82],
      value: { address: '民族大道 88 号' },
      derived: { placeName: '新竹社区', reports: 3 },
    }),
    incident('i2', {
      level: 'orange',
      position: [108.34, 22.8],
      at: ago(12),
      value: { title: '道路积水', address: '3 号路口', state: 'responding' },
      derived: { acknowledged: { at: ago(10), masked: '李*' } },
    }),
    call('c1', {
      level: 'yellow',
      position: [108.4, 22.85],
      at: ago(20),
      value: { title: '树木倒伏', address: '仙葫路中段' },
    }),
    alarm('d1', {
      position: [108.3, 22.85],
      at: ago(2),
      derived: { deviceName: '3 栋 1 层走廊感烟', placeName: '凤岭北' },
    }),
    alarm('889-1-1-131082', { at: ago(1) }),
  ];
}

/** A row of which a rule could tell nothing: what was stated, and that it failed. */
export const unjudged = (row: Row): Row => ({
  ...row,
  derived: { fault: 'derivation-failed' },
  fresh: { state: 'unknown' },
});
