import type { Facility, Organization, PersonAtRisk, Responder, Stock, Team } from '@yingji/core';
import type { Datum } from '../datum/index.js';

/** Ways of cutting the ground, as core's Place names them. */
export const schemes = ['division', 'compound', 'building', 'grid', 'police', 'zone'] as const;
export type Scheme = (typeof schemes)[number];

type Words<K extends string> = { readonly [word in K]: readonly string[] };

/** What registries write in a datum column. Older Chinese datums (北京54, 西安80) are not here: they need survey parameters. */
export const datumWords: Words<Datum> = {
  wgs84: ['wgs84', 'epsg:4326', 'crs84', 'gps', '地球坐标系'],
  cgcs2000: ['cgcs2000', 'epsg:4490', '国家2000', '2000国家大地坐标系', '国家大地坐标系2000', '大地2000', '天地图'],
  gcj02: ['gcj02', '火星坐标系', '火星坐标', '火星', '国测局坐标系', '国测局', '高德', '高德坐标系', '腾讯'],
  bd09: ['bd09', 'bd09ll', '百度', '百度坐标系', '百度经纬度'],
};

export const schemeWords: Words<Scheme> = {
  division: ['division', '区划', '行政区划', '城区', '县', '区', '街道', '乡镇', '镇', '乡', '社区', '村'],
  compound: ['compound', '小区', '住宅小区', '院落', '单位大院'],
  building: ['building', '楼栋', '楼', '栋', '建筑', '建筑物', '楼宇'],
  grid: ['grid', '网格', '微网格', '基础网格'],
  police: ['police', '警务区', '派出所辖区'],
  zone: ['zone', '开发区', '园区', '功能区'],
};

/**
 * Device types. Chinese names follow the component types of GB/T 26875.3-2011 and what people say for short.
 * A registry with other words maps them by the option `types`.
 */
export const typeWords: Words<string> = {
  'fire-alarm-controller': ['火灾报警控制器', '火灾报警主机', '消防主机'],
  'user-information-device': ['用户信息传输装置', '用传装置', '用户信息装置'],
  'fire-detector': ['火灾探测器', '通用'],
  'smoke-detector': [
    '感烟火灾探测器',
    '感烟探测器',
    '感烟',
    '烟感',
    '点型感烟火灾探测器',
    '点型感烟探测器',
    '点型离子感烟火灾探测器',
    '点型光电感烟火灾探测器',
    '线型光束感烟火灾探测器',
    '吸气式感烟火灾探测器',
    '独立式感烟火灾探测报警器',
    '独立烟感',
  ],
  'heat-detector': [
    '感温火灾探测器',
    '感温探测器',
    '感温',
    '温感',
    '点型感温火灾探测器',
    '点型感温探测器',
    '线型感温火灾探测器',
    '光纤感温火灾探测器',
  ],
  'combination-detector': ['复合式火灾探测器', '复合式感烟感温火灾探测器', '烟温复合', '烟温复合探测器'],
  'flame-detector': ['火焰探测器', '紫外火焰探测器', '红外火焰探测器', '感光火灾探测器', '感光探测器'],
  'gas-detector': [
    '可燃气体探测器',
    '燃气探测器',
    '点型可燃气体探测器',
    '独立式可燃气体探测器',
    '线型可燃气体探测器',
    '气体探测器',
  ],
  'electrical-fire-monitor': ['电气火灾监控报警器', '电气火灾监控探测器'],
  'residual-current-detector': ['剩余电流式电气火灾监控探测器', '剩余电流'],
  'cable-temperature-detector': ['测温式电气火灾监控探测器', '测温式'],
  'fire-display': ['火灾显示盘', '楼层显示器'],
  'manual-call-point': ['手动火灾报警按钮', '手动报警按钮', '手报', '手动按钮'],
  'hydrant-button': ['消火栓按钮', '消火栓报警按钮', '消报'],
  'water-flow-indicator': ['水流指示器'],
  'signal-valve': ['信号阀'],
  'alarm-valve': ['报警阀', '湿式报警阀'],
  'pressure-switch': ['压力开关'],
  'fire-pump': ['消防水泵', '消防泵'],
  'sprinkler-pump': ['喷淋泵'],
  'water-tank': ['消防水箱', '消防水池'],
  'fire-door': ['防火门', '防火门监控器'],
  'fire-damper': ['防火阀', '排烟防火阀'],
  'smoke-fan': ['防烟排烟风机', '排烟风机', '正压送风机'],
  'fire-shutter': ['防火卷帘', '防火卷帘控制器'],
  module: ['模块', '输入模块', '输出模块', '输入/输出模块', '中继模块'],
  sounder: ['警报装置', '声光警报器', '声光报警器'],
  'water-level-gauge': ['水位计', '水位监测', '水位'],
  'ponding-gauge': ['积水监测仪', '积水监测', '积水', '地埋式积水监测仪'],
  'rain-gauge': ['雨量计', '雨量站', '雨量'],
};

/** Headers under which a registry keeps people. They stay out: a table of places or devices has no vault for them. */
export const personHeader =
  /联系人|责任人|负责人|管理员|保管|领用人|经办|楼栋长|网格员|户主|业主|姓名|电话|手机|联系方式|身份证|微信|邮箱|contact|phone|mobile|^tel(ephone)?$|person|owner|e-?mail|id-?card/i;

/** The form in which words and headers are compared: full width to half width, lower case, no blanks, `_` or `-`. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}

/** Turns a table of words round, so that any spelling finds its key; the keys find themselves. */
export function wordFinder<K extends string>(words: Words<K>): (text: string) => K | undefined {
  const found = new Map<string, K>();
  for (const key of Object.keys(words) as K[]) for (const word of [key, ...words[key]]) found.set(plain(word), key);
  return (text) => found.get(plain(text));
}

/** Sorts of units, as core's Organization names them. */
export const organizationWords: Words<Organization['type']> = {
  government: ['党政机关', '政府', '政府部门', '机关', '街道办', '街道办事处', '应急局'],
  'public-security': ['公安', '派出所', '交警', '警务室'],
  fire: ['消防', '消防站', '消防救援', '微型消防站'],
  medical: ['医疗', '医院', '卫生', '社区卫生服务中心', '120'],
  community: ['社区', '居委会', '社区居委会', '村委会'],
  property: ['物业', '物业公司', '物业服务企业'],
  utility: ['公用事业', '供电', '供水', '燃气', '排水', '通信', '市政'],
  school: ['学校', '幼儿园', '教育'],
  enterprise: ['企业', '商户', '公司'],
  volunteer: ['社会组织', '志愿组织', '志愿者'],
  other: ['其他'],
};

/** What a facility serves as. */
export const functionWords: Words<Facility['functions'][number]> = {
  'duty-office': ['值班室', '应急值班室', '值守点'],
  'micro-fire-station': ['微型消防站', '微站'],
  'experience-area': ['体验区', '体验馆', '科普体验区'],
  'medical-point': ['医疗点', '医疗救护点', '救护点', '卫生站'],
  'supply-point': ['物资点', '物资库', '仓库', '物资储备点', '应急物资储备库'],
  shelter: ['避难场所', '应急避难场所', '避难点', '安置点'],
  'command-post': ['指挥所', '指挥点', '指挥部'],
  aed: ['自动体外除颤器', 'AED点'],
  'water-source': ['水源', '消防水源'],
  'pump-station': ['泵站', '排涝泵站'],
  gate: ['闸门', '水闸'],
  'e-bike-park': ['电动车停放点', '电动自行车停放点', '电动车棚', '充电棚'],
  school: ['学校', '中学', '小学', '幼儿园'],
  'sports-ground': ['运动场', '体育场', '操场'],
  'community-hall': ['社区活动中心', '文化活动中心', '党群服务中心', '礼堂'],
  other: ['其他'],
};

export const teamWords: Words<Team['sort']> = {
  team: ['响应队', '社区响应队', '队伍', '大队'],
  squad: ['分队', '小区分队', '小队', '班组'],
};

/** Where a responder stands. */
export const stateWords: Words<Responder['state']> = {
  enrolled: ['已登记', '登记', '已报名', '报名'],
  trained: ['已培训', '培训合格'],
  active: ['在岗', '在职', '在队', '正常', '可出动'],
  paused: ['暂停', '请假', '停岗'],
  left: ['退出', '离队', '离职', '已退出'],
};

/** What moving somebody takes. */
export const moveWords: Words<NonNullable<PersonAtRisk['moves']>> = {
  alone: ['自行', '自行转移', '能自理'],
  helped: ['搀扶', '陪同', '需搀扶', '需陪同'],
  carried: ['背抬', '担架', '轮椅', '需背抬', '卧床'],
  powered: ['带电', '吸氧', '呼吸机', '需供电'],
};

export const ownershipWords: Words<Stock['ownership']> = {
  own: ['自储', '自有', '自购'],
  'stored-by-others': ['代储'],
  agreement: ['协议', '协议储备'],
};
