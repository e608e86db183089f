import type { OwnWords, Sentences } from '../frame/own-words.js';
import type { ItemContext } from './item-context.js';

/** What only the map and its list say: who shows another element loads none of it. */
const zh = {
  'count.unlocated': '位置未知 {n}',
  'count.devices': '设备 {n}',
  'count.device.alarms': '报警 {n}',
  'count.none': '现无警情',
  'base.failed': '底图未能载入，只显示区划界线',
  'no-map': '本机无法显示地图，以下为列表。',
  'flood.line': '告警集中：10 分钟 {n} 条，归为 {groups} 组',
  filtered: '已筛去 {n}',
  'filtered.worst': '其中{level} {n}',
  layers: '图层',
  'layer.warnings': '预警范围',
  'layer.incidents': '突发事件',
  'layer.reports': '警情与报警',
  'layer.devices': '感知设备',
  'layer.places': '区划界线',
  'show.list': '列表',
  'search.label': '按名称或地点搜索',
  'zoom.in': '放大',
  'zoom.out': '缩小',
  follow: '跟随新警情',
  legend: '图例',
  'list.label': '态势列表，{n} 项',
  'new.rows': '有 {n} 条新事件，最高{level}',
  'more.rows': '另有 {n} 条，最高{level}',
  'map.label': '地图，{n} 项',
  'map.keys': '方向键移动，加号减号缩放，N 下一项，P 上一项，回车打开，L 列表，问号查看按键。',
  'key.next': '下一项（由重到轻）',
  'key.previous': '上一项',
  'key.list': '显示或收起列表',
  'key.follow': '跟随新警情',
  'key.open': '打开',
  'key.close': '关闭并返回',
  'key.search': '搜索',
  'key.pan': '移动地图，或在列表中选择',
  'key.zoom': '缩放地图',
  'cluster.here': '此处 {n} 项，最高{level}',
  'cluster.unacknowledged': '，未确认 {n} 项',
  'news.camera': '视野内 {n} 项，最高{level}。',
  'news.camera.none': '视野内无对象。',
  'news.acknowledged': '已确认：{title}。',
} as const;

export type MapKey = keyof typeof zh;

const en: { readonly [K in MapKey]: string } = {
  'count.unlocated': '{n} without position',
  'count.devices': '{n} devices',
  'count.device.alarms': '{n} in alarm',
  'count.none': 'No alarms',
  'base.failed': 'The base map could not be loaded; boundaries only',
  'no-map': 'This machine cannot show the map; here is the list.',
  'flood.line': 'Alarm flood: {n} in 10 min, {groups#1 group|# groups}',
  filtered: '{n} filtered out',
  'filtered.worst': '{n} of them {level}',
  layers: 'Layers',
  'layer.warnings': 'Warning areas',
  'layer.incidents': 'Incidents',
  'layer.reports': 'Reports and alarms',
  'layer.devices': 'Devices',
  'layer.places': 'Boundaries',
  'show.list': 'List',
  'search.label': 'Search by name or place',
  'zoom.in': 'Zoom in',
  'zoom.out': 'Zoom out',
  follow: 'Follow new alarms',
  legend: 'Legend',
  'list.label': 'Situation list, {n#1 item|# items}',
  'new.rows': '{n} new, worst {level}',
  'more.rows': '{n} more, worst {level}',
  'map.label': 'Map, {n#1 item|# items}',
  'map.keys': 'Arrows pan, plus and minus zoom, N next, P previous, Enter opens, L list, question mark shows the keys.',
  'key.next': 'Next, worst first',
  'key.previous': 'Previous',
  'key.list': 'Show or hide the list',
  'key.follow': 'Follow new alarms',
  'key.open': 'Open',
  'key.close': 'Close and return',
  'key.search': 'Search',
  'key.pan': 'Pan the map, or choose in the list',
  'key.zoom': 'Zoom the map',
  'cluster.here': '{n} here, worst {level}',
  'cluster.unacknowledged': ', {n} not acknowledged',
  'news.camera': '{n} in view, worst {level}.',
  'news.camera.none': 'Nothing in view.',
  'news.acknowledged': 'Acknowledged: {title}.',
};

export const mapSentences: Sentences<MapKey> = { zh, en };

export type MapWords = OwnWords<MapKey>;

/** What a row is turned into words with, where the map says them. */
export interface MapContext extends ItemContext {
  readonly words: MapWords;
}
