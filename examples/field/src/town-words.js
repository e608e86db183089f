/**
 * Names and codes of streets and communities of 青秀区 are real (statistical codes, 2023). Everything else is invented:
 * the compounds, and every point, including the anchors below, which only spread the compounds over the built-up part.
 */

/** @type {Readonly<Record<string, string>>} */
export const STREETS = {
  450103001: '新竹街道',
  450103002: '中山街道',
  450103003: '建政街道',
  450103004: '南湖街道',
  450103005: '津头街道',
};

/** @type {readonly { code: string, name: string, anchor: readonly [lon: number, lat: number] }[]} */
export const COMMUNITIES = [
  { code: '450103001006', name: '思贤社区', anchor: [108.335, 22.8225] },
  { code: '450103001005', name: '新竹社区', anchor: [108.3465, 22.8185] },
  { code: '450103001026', name: '星湖社区', anchor: [108.3415, 22.8115] },
  { code: '450103001009', name: '东葛路社区', anchor: [108.3525, 22.825] },
  { code: '450103001025', name: '建政社区', anchor: [108.3395, 22.826] },
  { code: '450103001022', name: '民主路社区', anchor: [108.3275, 22.819] },
  { code: '450103001007', name: '民族大道中段社区', anchor: [108.3345, 22.8165] },
  { code: '450103002015', name: '桃源北社区', anchor: [108.331, 22.81] },
  { code: '450103002019', name: '柳沙社区', anchor: [108.348, 22.7935] },
  { code: '450103003011', name: '茅桥社区', anchor: [108.355, 22.833] },
  { code: '450103003018', name: '金花茶社区', anchor: [108.3475, 22.83] },
  { code: '450103003021', name: '长湖社区', anchor: [108.3675, 22.8315] },
  { code: '450103004002', name: '金湖社区', anchor: [108.371, 22.8175] },
  { code: '450103004011', name: '丹凤社区', anchor: [108.3875, 22.833] },
  { code: '450103004003', name: '凤岭北社区', anchor: [108.3985, 22.8275] },
  { code: '450103005005', name: '埌西社区', anchor: [108.365, 22.81] },
  { code: '450103005009', name: '桂雅社区', anchor: [108.3785, 22.8095] },
  { code: '450103005013', name: '会展社区', anchor: [108.385, 22.818] },
  { code: '450103005007', name: '凤岭南社区', anchor: [108.4015, 22.8145] },
  { code: '450103005015', name: '紫荆社区', anchor: [108.4105, 22.805] },
];

/** Compounds that the scenes speak of, the first of their communities. */
/** @type {Readonly<Record<string, string>>} */
export const SCENE_COMPOUNDS = { 思贤社区: '思贤苑', 新竹社区: '竹园小区', 星湖社区: '湖畔苑' };

export const FIRST_WORDS = [
  '榕荫',
  '翠堤',
  '朱槿',
  '望江',
  '绿茵',
  '锦绣',
  '云岭',
  '荷塘',
  '凤翎',
  '桂香',
  '澄湖',
  '邕畔',
  '青松',
  '兰亭',
  '金穗',
  '白鹭',
  '木棉',
  '扶桑',
  '松涛',
  '竹影',
];
export const LAST_WORDS = ['苑', '花园', '小区', '家园', '公寓', '雅居'];

/**
 * Detectors of an ordinary floor, in turn, and of the two special fire compartments of a building.
 * `component` is the component type of GB/T 26875.3, `type` the word of the registry.
 */
const SMOKE = { component: 42, type: '点型光电感烟火灾探测器', short: '感烟' };
const HEAT = { component: 31, type: '点型感温火灾探测器', short: '感温' };
const BUTTON = { component: 23, type: '手动火灾报警按钮', short: '手报' };
const HYDRANT = { component: 24, type: '消火栓按钮', short: '消报' };
const GAS = { component: 11, type: '点型可燃气体探测器', short: '燃气' };
export const SWITCH_ROOM = [
  { ...SMOKE, where: '配电房' },
  { ...SMOKE, where: '配电房' },
  { ...HEAT, where: '配电房' },
];
export const OPEN_GROUND = [
  { ...SMOKE, where: '架空层' },
  { ...SMOKE, where: '架空层' },
];
export const FLOOR = [
  { ...SMOKE, where: '走廊' },
  { ...SMOKE, where: '前室' },
  { ...BUTTON, where: '楼梯口' },
  { ...HYDRANT, where: '走廊' },
  { ...SMOKE, where: '强电井' },
  { ...GAS, where: '厨房井' },
];
