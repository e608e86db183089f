import type { Sentences } from '../frame/own-words.js';

/** What measuring says; fetched with it. */
const zh = {
  centre: '图中心起点',
  line: '{from}到十字 {distance}，{direction}',
  here: '移动地图，从{from}量起',
  around: '周边 {distance}内：{told}',
  none: '图上未见警情和事件',
  some: '警情和事件 {n} 项，最高{level}',
  drills: '演练 {n} 项',
  unplaced: '另有 {n} 项位置未知，不在内',
  m: '{n} 米',
  km: '{n} 公里',
  n: '向北',
  ne: '东北方向',
  e: '向东',
  se: '东南方向',
  s: '向南',
  sw: '西南方向',
  w: '向西',
  nw: '西北方向',
} as const;

export type MeasureKey = keyof typeof zh;

const en: { readonly [K in MeasureKey]: string } = {
  centre: 'where you began',
  line: '{distance} {direction} from {from} to the cross',
  here: 'Pan the map to measure from {from}',
  around: 'Within {distance}: {told}',
  none: 'no alarms or incidents on the map',
  some: '{n#1 alarm or incident|# alarms and incidents}, worst {level}',
  drills: '{n} of an exercise',
  unplaced: '{n} more without position are not in it',
  m: '{n} m',
  km: '{n} km',
  n: 'north',
  ne: 'north-east',
  e: 'east',
  se: 'south-east',
  s: 'south',
  sw: 'south-west',
  w: 'west',
  nw: 'north-west',
};

export const measureSentences: Sentences<MeasureKey> = { zh, en };
