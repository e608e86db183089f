import { issue, type Issue } from '@yingji/core';
import { personHeader, plain } from './words.js';

/** What a table is about. */
export type TableKind = 'place' | 'device';

type Aliases = { readonly [field: string]: readonly string[] };

/** Headers understood for each field, best first; compared by `plain`, a unit in brackets at the end does not matter. */
export const columns: { readonly [kind in TableKind]: Aliases } = {
  device: {
    code: [
      '编码',
      '设备编码',
      '设备编号',
      '点位编码',
      '点位编号',
      '部件地址',
      '设备地址',
      '编号',
      '地址编码',
      'code',
      'native',
      'address',
      'deviceid',
      'id',
    ],
    name: ['名称', '设备名称', '点位名称', 'name'],
    type: ['类型', '设备类型', '部件类型', 'type', 'devicetype'],
    lon: ['经度', 'lon', 'lng', 'longitude'],
    lat: ['纬度', 'lat', 'latitude'],
    datum: ['坐标系', '坐标系统', '坐标基准', 'datum', 'crs'],
    place: ['所在地点', '所在地点编码', '地点编码', '所属地点', '楼栋编码', '小区编码', 'place', 'placecode'],
    zone: ['防火分区', '分区', 'zone', 'firezone'],
    every: ['上报周期', '上报间隔', '心跳周期', 'everys', 'every', 'period'],
    range: ['探测半径', '保护半径', '作用半径', 'rangem', 'range'],
    accuracy: ['定位精度', '位置精度', 'accuracym', 'accuracy'],
  },
  place: {
    code: ['编码', '区划代码', '行政区划代码', '统计用区划代码', '代码', '地点编码', 'code', 'adcode', 'id'],
    name: ['名称', '地点名称', '区划名称', 'name'],
    scheme: ['类型', '类别', '地点类型', 'scheme', 'type'],
    lon: ['经度', '中心经度', 'lon', 'lng', 'longitude'],
    lat: ['纬度', '中心纬度', 'lat', 'latitude'],
    datum: ['坐标系', '坐标系统', '坐标基准', 'datum', 'crs'],
    parents: ['上级', '上级编码', '上级代码', '所属', '所属编码', 'parents', 'parent'],
    address: ['地址', '详细地址', 'address'],
    day: ['白天人口', '日间人口', 'daypopulation', 'day'],
    night: ['夜间人口', 'nightpopulation', 'night'],
  },
};

export interface Columns {
  /** Column index of each field that is there. */
  readonly fields: ReadonlyMap<string, number>;
  /** Columns that no field takes, kept under `extra`. */
  readonly rest: readonly { readonly index: number; readonly header: string }[];
  readonly issues: readonly Issue[];
}

const bare = (header: string): string => plain(header.replace(/[（([【].*?[）)\]】]\s*$/, ''));

/**
 * Finds the column of each field. `chosen` (field → header as written) goes before the aliases.
 * A missing code column is an error: nothing can be said of rows without a name of their own.
 */
export function findColumns(options: {
  readonly kind: TableKind;
  readonly header: readonly string[];
  readonly headerPath: string;
  readonly chosen?: { readonly [field: string]: string };
}): Columns {
  const { kind, header, headerPath, chosen = {} } = options;
  const issues: Issue[] = [];
  const fields = new Map<string, number>();
  const plainHeader = header.map(bare);
  const twice = header.find((name, at) => name !== '' && header.indexOf(name) !== at);
  if (twice !== undefined) {
    issues.push(
      issue('column-duplicate', `Two columns are headed "${twice}"; rename one, so that it is clear which counts.`, {
        path: headerPath,
      }),
    );
  }
  for (const [field, aliases] of Object.entries(columns[kind])) {
    const wanted = chosen[field];
    const at =
      wanted === undefined
        ? aliases.map((alias) => plainHeader.indexOf(plain(alias))).find((index) => index >= 0)
        : header.findIndex((name) => plain(name) === plain(wanted));
    if (at !== undefined && at >= 0) fields.set(field, at);
    else if (wanted !== undefined) {
      issues.push(
        issue(
          'column-missing',
          `No column is headed "${wanted}" (chosen for ${field}); correct the option columns or the header.`,
          { path: headerPath },
        ),
      );
    }
  }
  if (!fields.has('code') && chosen['code'] === undefined) {
    issues.push(
      issue('column-missing', 'No column holds the code (编码); add one, or name it by the option columns.', {
        path: headerPath,
      }),
    );
  }
  const taken = new Set(fields.values());
  const rest: { index: number; header: string }[] = [];
  header.forEach((name, index) => {
    if (taken.has(index) || name === '') return;
    if (!personHeader.test(name)) return void rest.push({ index, header: name });
    const message = `Column "${name}" looks like personal data and is left out; people have a table of their own.`;
    issues.push(issue('personal-column', message, { path: headerPath, level: 'warning' }));
  });
  return { fields, rest, issues };
}
