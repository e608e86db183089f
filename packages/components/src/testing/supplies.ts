import type { Row } from '@yingji/core';
import { ago, feed, NOW, row, warning } from './rows.js';

/** An instant some days after {@link NOW}; before it when negative. */
export const inDays = (days: number): string => new Date(Date.parse(NOW) + days * 86_400_000).toISOString();

const STATION = 'facility/registry/station';
const SHELTER = 'facility/registry/shelter';

export const facility = (native: string, name: string, divisions: readonly string[] = ['450103001001']): Row =>
  row(`facility/registry/${native}`, { value: { name, functions: ['supply-point'] }, derived: { divisions } });

/** One lot; `counted` is how many days ago it was counted. */
export function lot(
  native: string,
  {
    quantity,
    counted = 2,
    difference = 0,
    lent,
    exercise,
    divisions = ['450103001001'],
    ...value
  }: {
    readonly quantity?: number;
    readonly counted?: number | 'never';
    readonly difference?: number;
    readonly lent?: number;
    readonly exercise?: string;
    readonly divisions?: readonly string[];
    readonly [field: string]: unknown;
  },
): Row {
  return row(`stock/registry/${native}`, {
    value: { item: 'sandbag', name: '沙袋', facility: STATION, unit: '个', ownership: 'own', lot: native, ...value },
    derived:
      quantity === undefined
        ? { fault: 'derivation-failed' }
        : {
            ...{ quantity, discrepancy: Math.max(0, -quantity), expired: false, divisions },
            ...(counted !== 'never' && { count: { at: inDays(-counted), counted: quantity, difference } }),
            ...(lent !== undefined && { lent }),
          },
    ...(exercise !== undefined && { exercise }),
  });
}

export const transit = (native: string, stock: string, inTransit: number, more: object = {}): Row =>
  row(`movement/city/${native}`, {
    value: { stock, sort: 'transfer', direction: 'out', quantity: inTransit, to: SHELTER, ...more },
    derived: { inTransit },
    at: ago(40),
  });

/** A believable store: sandbags short and on the way, water in three lots, blankets lent, an expired lot, one never counted. */
export function store(): Row[] {
  const water = { item: 'bottled-water', name: '瓶装水', unit: '瓶', minimum: 600 };
  return [
    feed('registry', '物资台账'),
    feed('weather', '气象预警'),
    facility('station', '新竹社区应急服务站'),
    facility('shelter', '凤岭北避难场所', ['450103002001']),
    warning('w1', { derived: { divisions: ['450103'] } }),
    lot('SD-01', { quantity: 240, minimum: 400 }),
    lot('SD-02', { quantity: 500, facility: SHELTER }),
    lot('W-03', { ...water, quantity: 120, expires: inDays(12) }),
    lot('W-07', { ...water, quantity: 620, expires: inDays(300), counted: 1, difference: -4 }),
    lot('W-01', { ...water, quantity: 36, expires: inDays(-3) }),
    lot('BL-1', { item: 'blanket', name: '毛毯', unit: '条', quantity: 160, lent: 40, counted: 50 }),
    lot('GN-1', {
      item: 'generator',
      name: '发电机',
      unit: '台',
      quantity: 1,
      minimum: 2,
      counted: 'never',
      ownership: 'agreement',
    }),
    transit('t1', 'stock/registry/SD-02', 100, { to: STATION }),
  ];
}

export const NORMS = [
  { item: 'sandbag', unit: '个', perPerson: 4 },
  { item: 'bottled-water', unit: '瓶', perPersonDay: 2 },
] as const;
