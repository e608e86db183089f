import type { Report, Task } from '@yingji/core';
import type { Channel, Need } from './agency.js';

type Table<T> = { readonly [word: string]: T };
type FireGrade = NonNullable<NonNullable<Report['grades']>['fire']>;

/** 接警类型. 00, 01, 02 as in the table that 110 shares with 12345. */
const dialledWords: Table<Channel> = {
  '00': '12345',
  '01': '110',
  '02': '122',
  110: '110',
  119: '119',
  120: '120',
  122: '122',
  12345: '12345',
  '110报警': '110',
  '119报警': '119',
  '120报警': '120',
  '122报警': '122',
};

const flagWords: Table<boolean> = {
  1: true,
  是: true,
  有: true,
  true: true,
  t: true,
  y: true,
  yes: true,
  0: false,
  否: false,
  无: false,
  false: false,
  f: false,
  n: false,
  no: false,
};

/** How far an order is, by the words and two-digit codes seen; a code names what is still to come (02 未到场 = signed for). */
const stateWords: Table<Task['state']> = {
  '01': 'issued',
  未签收: 'issued',
  已派警: 'issued',
  派发: 'issued',
  '02': 'signed',
  未到场: 'signed',
  签收: 'signed',
  已签收: 'signed',
  已接收: 'signed',
  出动: 'moving',
  已出动: 'moving',
  已出车: 'moving',
  '03': 'on-scene',
  未结束: 'on-scene',
  到场: 'on-scene',
  到达: 'on-scene',
  已到达: 'on-scene',
  已到场: 'on-scene',
  '04': 'handling',
  未反馈: 'handling',
  处置中: 'handling',
  已处警: 'handling',
  '05': 'reported',
  反馈: 'reported',
  已反馈: 'reported',
  办结: 'done',
  已办结: 'done',
  退单: 'returned',
  已退单: 'returned',
  退回: 'returned',
};

/** States of a report that say it was given to 12345. */
const handedOverWords: Table<'12345'> = {
  转12345: '12345',
  已转12345: '12345',
  移交12345: '12345',
  转12345办理: '12345',
};

/** 退单/取消原因 that may stand in public; any other text may name somebody and stays in the vault or in quarantine. */
const returnedWords: Table<string> = {
  重复派警: '重复派警',
  重复报警: '重复报警',
  非本辖区: '非本辖区',
  管辖错误: '非本辖区',
  非本单位职责: '非本单位职责',
  误报: '误报',
  报警人取消: '报警人取消',
  改派: '改派',
};

/** 火警等级, 1 the lowest. */
const fireGradeWords: Table<FireGrade> = Object.fromEntries(
  (['1', '2', '3', '4', '5'] as const).flatMap((grade, i) =>
    [grade, `0${grade}`, `${grade}级`, `${'一二三四五'[i]!}级`, `${'一二三四五'[i]!}级火警`].map((word) => [
      word,
      grade,
    ]),
  ),
);

/** What stands in the name of a class, and its event type; the first that is in it counts. */
const eventTypeParts: readonly (readonly [part: string, eventType: string])[] = [
  ['森林火', '11G00'],
  ['草原火', '11G00'],
  ['车辆火', '12H04'],
  ['车辆起火', '12H04'],
  ['火灾', '12G00'],
  ['火警', '12G00'],
  ['交通事故', '12H00'],
  ['危化品', '12D00'],
  ['危险化学品', '12D00'],
  ['电梯', '12N04'],
  ['内涝', '11A02'],
  ['洪水', '11A01'],
  ['山洪', '11A51'],
  ['滑坡', '11D01'],
  ['泥石流', '11D02'],
  ['地面塌陷', '11D04'],
  ['建筑垮塌', '12P13'],
  ['建筑倒塌', '12P13'],
  ['踩踏', '12S00'],
  ['群体中毒', '13C00'],
  ['群体性事件', '14A00'],
  ['刑事', '14B00'],
];

/** What names of classes are made of. Only these words of a class stand in public: the rest of it may tell of a person. */
export const classWords: readonly string[] = [
  ...['刑事', '治安', '交通', '火灾', '火警', '起火', '有烟', '冒烟', '爆炸', '燃气', '泄漏', '危化品', '危险化学品'],
  ...[
    '事故',
    '事件',
    '案件',
    '警情',
    '报警',
    '求助',
    '救助',
    '救援',
    '抢险',
    '救治',
    '急救',
    '转运',
    '外伤',
    '中毒',
    '疾病',
  ],
  ...[
    '车辆',
    '机动车',
    '非机动车',
    '电动车',
    '汽车',
    '住宅',
    '居民',
    '高层',
    '厂房',
    '仓库',
    '商铺',
    '森林',
    '草原',
    '电梯',
  ],
  ...[
    '纠纷',
    '家庭',
    '邻里',
    '劳资',
    '经济',
    '消费',
    '医患',
    '打架',
    '斗殴',
    '盗窃',
    '被盗',
    '诈骗',
    '抢劫',
    '抢夺',
    '赌博',
  ],
  ...[
    '走失',
    '失踪',
    '溺水',
    '坠楼',
    '自杀',
    '精神',
    '醉酒',
    '噪音',
    '扰民',
    '拥堵',
    '违停',
    '违法',
    '逃逸',
    '受伤',
    '被困',
  ],
  ...[
    '内涝',
    '积水',
    '洪水',
    '山洪',
    '滑坡',
    '泥石流',
    '塌陷',
    '垮塌',
    '倒塌',
    '踩踏',
    '台风',
    '暴雨',
    '自然灾害',
    '灾害',
  ],
  ...[
    '群体性',
    '群体',
    '投诉',
    '举报',
    '咨询',
    '建议',
    '噪声',
    '占道',
    '其他',
    '一般',
    '简易',
    '程序',
    '行政',
    '社会',
    '联动',
  ],
];

/** How names of units end that are sent. */
export const unitEnds: readonly string[] = [
  ...[
    '派出所',
    '分局',
    '公安局',
    '大队',
    '中队',
    '支队',
    '总队',
    '警务站',
    '警务室',
    '执勤点',
    '消防站',
    '救援站',
    '专职队',
  ],
  ...[
    '急救站',
    '急救点',
    '急救中心',
    '分站',
    '医院',
    '卫生院',
    '卫生服务中心',
    '指挥中心',
    '社区',
    '街道办事处',
    '居委会',
  ],
];

/** Agencies that an event type asks for, by how it begins; the longest beginning counts. */
const needsByType: { readonly [begins: string]: readonly Need[] } = {
  '11A': ['municipal'],
  '11D': ['fire'],
  '11G': ['fire'],
  '12D': ['fire'],
  '12G': ['fire'],
  '12H': ['traffic'],
  '12H04': ['traffic', 'fire'],
  '12N04': ['fire'],
  '12P13': ['fire'],
  '12S': ['police', 'medical'],
  '13': ['medical'],
  '14': ['police'],
};

/** What words and codes of one feed mean: the tables above, with those of a configuration before them. */
export interface Words {
  readonly dialled: ReadonlyMap<string, Channel>;
  readonly flag: ReadonlyMap<string, boolean>;
  readonly state: ReadonlyMap<string, Task['state']>;
  readonly handedOver: ReadonlyMap<string, '12345'>;
  readonly returned: ReadonlyMap<string, string>;
  readonly fireGrade: ReadonlyMap<string, FireGrade>;
  /** Codes and whole names of classes, from the configuration alone. */
  readonly eventType: ReadonlyMap<string, string>;
}

/** Words that a configuration adds. */
export type OwnWords = {
  readonly [table in keyof Words]?: (Words[table] extends ReadonlyMap<string, infer T> ? Table<T> : never) | undefined;
};

const standing: Words = {
  dialled: new Map(Object.entries(dialledWords)),
  flag: new Map(Object.entries(flagWords)),
  state: new Map(Object.entries(stateWords)),
  handedOver: new Map(Object.entries(handedOverWords)),
  returned: new Map(Object.entries(returnedWords)),
  fireGrade: new Map(Object.entries(fireGradeWords)),
  eventType: new Map(),
};

export function wordsWith(own: OwnWords): Words {
  const both = <T>(table: ReadonlyMap<string, T>, added: Table<T> | undefined): ReadonlyMap<string, T> =>
    added ? new Map([...table, ...Object.entries(added)]) : table;
  return {
    dialled: both(standing.dialled, own.dialled),
    flag: both(standing.flag, own.flag),
    state: both(standing.state, own.state),
    handedOver: both(standing.handedOver, own.handedOver),
    returned: both(standing.returned, own.returned),
    fireGrade: both(standing.fireGrade, own.fireGrade),
    eventType: both(standing.eventType, own.eventType),
  };
}

/** The event type of a class by what its name holds; `undefined`: none of ours, which is not "nothing". */
export const eventTypeIn = (name: string): string | undefined =>
  eventTypeParts.find(([part]) => name.includes(part))?.[1];

/** Agencies that an event type asks for; none where that depends. */
export function needsOf(eventType: string): readonly Need[] {
  const begins = Object.keys(needsByType).filter((each) => eventType.startsWith(each));
  const longest = begins.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? [] : needsByType[longest]!;
}
