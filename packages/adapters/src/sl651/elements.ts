import type { QuantityName } from '@yingji/core/codes';

/** 要素: what a guide byte (标识符引导符) announces; SL 651-2014 appendix C, as read in the approval draft. */
export interface Element {
  /** Its name in ASCII frames. */
  readonly symbol: string;
  readonly zh: string;
  /** Decimal digits that the norm gives it, and how many of them are decimals: N(7,3). */
  readonly digits: number;
  readonly decimals: number;
  /** Absent: the vocabulary has no word for it, it goes along in `extra`. */
  readonly quantity?: QuantityName;
  /** The unit of the quantity over that of the norm: 100 for hPa. */
  readonly factor?: number;
  /** What measures it where a station has several of a kind: `z3` of station 4501030001 is 4501030001-z3. */
  readonly part?: string;
}

type Row = readonly [symbol: string, zh: string, digits: number, decimals: number];
type Meant = Omit<Element, 'symbol' | 'zh' | 'digits' | 'decimals'>;

const element = ([symbol, zh, digits, decimals]: Row, meant: Meant = {}): Element => ({
  ...{ symbol, zh, digits, decimals },
  ...meant,
});
const is = (quantity: QuantityName, more: Omit<Meant, 'quantity'> = {}): Meant => ({ quantity, ...more });

const single: { readonly [guide: number]: Element } = {
  0x01: element(['AC', '断面面积', 8, 2]),
  0x02: element(['AI', '瞬时气温', 3, 1], is('air-temperature')),
  0x03: element(['C', '瞬时水温', 3, 1], is('water-temperature')),
  0x05: element(['DT', '时段长', 4, 2]),
  0x06: element(['ED', '日蒸发量', 5, 1]),
  0x07: element(['EJ', '当前蒸发', 5, 1]),
  0x08: element(['FL', '气压', 5, 0], is('air-pressure', { factor: 100 })),
  0x09: element(['GH', '闸门开启高度', 5, 2]),
  0x0a: element(['GN', '闸门编号', 3, 0]),
  0x0b: element(['GS', '输水设备类别', 1, 0]),
  0x0c: element(['GT', '闸门开启孔数', 3, 0]),
  0x0d: element(['GTP', '地温', 3, 1], is('ground-temperature')),
  0x0e: element(['H', '地下水瞬时埋深', 6, 2], is('groundwater-depth')),
  0x0f: element(['HW', '波浪高度', 5, 2]),
  // The norm says 湿度 of nothing in particular; that it is of the air is from memory.
  0x18: element(['MST', '湿度', 4, 1], is('relative-humidity')),
  0x19: element(['NS', '开机台数', 2, 0]),
  0x1a: element(['P1', '1 小时时段降水量', 5, 1], is('rainfall-1h')),
  0x1b: element(['P2', '2 小时时段降水量', 5, 1], is('rainfall-2h')),
  0x1c: element(['P3', '3 小时时段降水量', 5, 1], is('rainfall-3h')),
  0x1d: element(['P6', '6 小时时段降水量', 5, 1], is('rainfall-6h')),
  0x1e: element(['P12', '12 小时时段降水量', 5, 1], is('rainfall-12h')),
  0x1f: element(['PD', '日降水量', 5, 1], is('rainfall-day')),
  0x20: element(['PJ', '当前降水量', 5, 1], is('rainfall-today')),
  0x21: element(['PN01', '1 分钟时段降水量', 5, 1], is('rainfall-1min')),
  0x22: element(['PN05', '5 分钟时段降水量', 5, 1], is('rainfall-5min')),
  0x23: element(['PN10', '10 分钟时段降水量', 5, 1], is('rainfall-10min')),
  0x24: element(['PN30', '30 分钟时段降水量', 5, 1], is('rainfall-30min')),
  0x25: element(['PR', '暴雨量', 5, 1], is('rainfall-event')),
  0x26: element(['PT', '降水量累计值', 6, 1], is('rainfall-total')),
  0x27: element(['Q', '瞬时流量', 9, 3], is('flow-rate')),
  0x30: element(['QA', '总出库流量', 9, 3], is('flow-rate', { part: 'qa' })),
  0x31: element(['QZ', '输水设备流量', 9, 3], is('flow-rate', { part: 'qz' })),
  0x32: element(['SW', '输沙量', 11, 3]),
  // Sectors 1–16; from which direction they are counted was not found, so that no degrees are made of them.
  0x33: element(['UC', '风向', 2, 0]),
  0x34: element(['UE', '风力', 2, 0], is('wind-force')),
  0x35: element(['US', '风速', 4, 1], is('wind-speed')),
  0x36: element(['VA', '断面平均流速', 5, 3], is('flow-velocity', { part: 'va' })),
  0x37: element(['VJ', '当前瞬时流速', 5, 3], is('flow-velocity')),
  0x38: element(['VT', '电源电压', 4, 2], is('voltage')),
  0x39: element(['Z', '瞬时河道水位、潮位', 7, 3], is('water-level')),
  0x3a: element(['ZB', '下水位', 7, 3], is('water-level-downstream')),
  0x3b: element(['ZU', '上水位', 7, 3], is('water-level-upstream')),
  0x44: element(['SQ', '含沙量', 9, 3]),
  0x46: element(['pH', 'pH', 4, 2], is('water-ph')),
  0x47: element(['DO', '溶解氧', 4, 1], is('dissolved-oxygen')),
  0x48: element(['COND', '电导率', 5, 0], is('water-conductivity')),
  // 度 is taken for NTU, from memory.
  0x49: element(['TURB', '浊度', 3, 0], is('turbidity')),
  0x4a: element(['CODMN', '高锰酸盐指数', 4, 1], is('permanganate-index')),
  0x4b: element(['REDOX', '氧化还原电位', 5, 1]),
  0x4c: element(['NH4N', '氨氮', 6, 2], is('ammonia-nitrogen')),
  0x4d: element(['TP', '总磷', 5, 3], is('total-phosphorus')),
  0x4e: element(['TN', '总氮', 5, 2], is('total-nitrogen')),
  0x4f: element(['TOC', '总有机碳', 4, 2]),
  0x50: element(['CU', '铜', 7, 4]),
  0x51: element(['ZN', '锌', 6, 4]),
  0x52: element(['SE', '硒', 7, 5]),
  0x53: element(['AS', '砷', 7, 5]),
  0x54: element(['THG', '总汞', 7, 5]),
  0x55: element(['CD', '镉', 7, 5]),
  0x56: element(['PB', '铅', 7, 5]),
  0x57: element(['CHLA', '叶绿素 a', 4, 2]),
  0x70: element(['VTA', '交流 A 相电压', 4, 1], is('voltage', { part: 'vta' })),
  0x71: element(['VTB', '交流 B 相电压', 4, 1], is('voltage', { part: 'vtb' })),
  0x72: element(['VTC', '交流 C 相电压', 4, 1], is('voltage', { part: 'vtc' })),
  0x73: element(['VIA', '交流 A 相电流', 4, 1], is('current', { part: 'via' })),
  0x74: element(['VIB', '交流 B 相电流', 4, 1], is('current', { part: 'vib' })),
  0x75: element(['VIC', '交流 C 相电流', 4, 1], is('current', { part: 'vic' })),
};

/** Eight of a kind, by the guide of the first. */
const eight: readonly (readonly [guide: number, prefix: string, row: Row, meant: Meant])[] = [
  [0x28, 'Q', ['', '取（排）水口流量', 9, 3], is('flow-rate')],
  [0x3c, 'Z', ['', '取（排）水口水位', 7, 3], is('water-level')],
  [0x58, 'WP', ['', '水压', 5, 2], is('pressure', { factor: 1000 })],
  [0x60, 'SYL', ['', '水表剩余水量', 11, 3], {}],
  [0x68, 'SBL', ['', '水表每小时水量', 10, 2], {}],
];
const numbered = eight.flatMap(([guide, prefix, [, zh, digits, decimals], meant]) =>
  Array.from({ length: 8 }, (_, i) => {
    const symbol = `${prefix}${i + 1}`;
    return [guide + i, element([symbol, `${zh} ${i + 1}`, digits, decimals], { ...meant, part: symbol.toLowerCase() })];
  }),
);
const soil = [10, 20, 30, 40, 50, 60, 80, 100].map((cm, i) => {
  const row = [`M${cm}`, `${cm} 厘米处土壤含水量`, 4, 1] as const;
  return [0x10 + i, element(row, is('soil-moisture', { part: `m${cm}` }))];
});

/** Elements that are one number each, by their guide. */
export const ELEMENTS: { readonly [guide: number]: Element } = {
  ...single,
  ...(Object.fromEntries([...numbered, ...soil]) as typeof single),
};

/** Definition that the norm gives an element: high five bits bytes, low three decimals; −1 where it gives none. */
export const DEFINED: readonly number[] = Array.from({ length: 256 }, (_, guide) => {
  const known = ELEMENTS[guide];
  return known ? (Math.ceil(known.digits / 2) << 3) | known.decimals : -1;
});

/** Guides by the symbols of ASCII frames. */
export const SYMBOLS: ReadonlyMap<string, number> = new Map(
  Object.entries(ELEMENTS).map(([guide, { symbol }]) => [symbol, Number(guide)]),
);

/** 遥测站分类码: P H K Z D T M G Q I O. */
export const CLASSES: ReadonlySet<string> = new Set('PHKZDTMGQIO');

/** Guides that announce something else than one number. */
export const GUIDES = {
  step: 0x04,
  state: 0x45,
  observed: 0xf0,
  station: 0xf1,
  entry: 0xf2,
  picture: 0xf3,
  rain: 0xf4,
  /** F5–FC: twelve levels each, over the base of their gauge. */
  levels: 0xf5,
  velocity: 0xfd,
  extended: 0xff,
} as const;
