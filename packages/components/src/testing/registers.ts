import type { Row } from '@yingji/core';
import { row } from './rows.js';

type More = Partial<Omit<Row, 'value' | 'derived' | 'id' | 'kind' | 'position'>> & { readonly derived?: object };

const of =
  (kind: string, source: string, stated: object) =>
  (native: string, value: object = {}, { derived = {}, ...more }: More = {}): Row => {
    const { position } = value as { position?: unknown };
    return row(`${kind}/${source}/${native}`, {
      value: { ...stated, ...value },
      derived: { ...(position !== undefined && { position }), ...derived },
      ...more,
    });
  };

export const control = of('control', 'city', {
  state: 'in-place',
  sort: 'underpass-closed',
  title: '示例涵洞双向封闭',
  authority: '示例交警大队',
});
export const response = of('response', 'city', {
  state: 'raised',
  title: '城市内涝应急响应提升为Ⅲ级',
  level: '3',
  hazard: '城市内涝',
  issuer: '示例内涝指挥部',
  area: '青秀区',
  places: ['place/division/450103'],
});
export const riskSource = of('risk-source', 'register', {
  name: '葛村路涵洞',
  category: 'flood-prone',
  grade: 'red',
});
export const facility = of('facility', 'register', {
  name: '新竹社区应急服务站',
  functions: ['duty-office', 'supply-point'],
});
export const team = of('team', 'register', { name: '竹园小区分队', sort: 'squad' });
export const asset = of('asset', 'register', {
  name: '示例排涝车 1 号',
  type: 'pump-truck',
  native: 'PL-01',
  state: 'moving',
});
export const deployment = of('deployment', 'city', {
  state: 'ordered',
  title: '排涝车 1 号在示例涵洞备勤',
  teams: [],
  assets: [],
});
export const camera = of('camera', 'video', { name: '示例涵洞东口', native: 'C-1', status: 'on' });

/** Some of each layer, around the evening of `evening()`. */
export function registers(): Row[] {
  return [
    control('k1', { position: [108.352, 22.823], until: '2026-06-12T18:00:00+08:00', detour: '绕行地面辅道' }),
    control('k2', { state: 'ordered', sort: 'classes-suspended', title: '示例小学停课' }),
    response('r1'),
    riskSource('s1', { position: [108.355, 22.83] }, { derived: { findings: { open: 2, openMajor: 1, overdue: 0 } } }),
    riskSource('s2', { name: '示例液化气站', category: 'gas', grade: undefined, position: [108.4, 22.81] }),
    facility('f1', { position: [108.3502, 22.8106] }),
    facility(
      'f2',
      {
        name: '示例中学',
        functions: ['school'],
        emergencyFunctions: ['shelter'],
        state: 'open',
        capacity: { persons: 1200 },
        position: [108.38, 22.84],
      },
      { derived: { occupancy: { atLeast: 1200, atMost: 1200 }, full: 'yes' } },
    ),
    team('t1', {}, { derived: { position: [108.33, 22.82], placeName: '竹园小区' } }),
    asset('a1', { position: [108.354, 22.8] }),
    deployment('d1', { position: [108.352, 22.8235] }),
    camera('c1', {
      position: [108.36, 22.8],
      view: { bearing: 270, angle: 60, rangeM: 800, what: '涵洞东口路面和水尺' },
    }),
    camera('c2', { name: '示例路口', status: 'off', position: [108.41, 22.83] }),
    camera('c3', { name: '示例广场', status: undefined, position: [108.42, 22.84] }),
  ];
}

export const ALL_LAYERS = 'controls responses risks facilities teams cameras';
