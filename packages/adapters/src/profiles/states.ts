import type { MeasuredMember, WordsMember } from './generic-json.js';

/** State of a detector or another component, by word, by the words of GB/T 26875.3, or by the three codes that most vendors have. */
export const componentState: WordsMember = {
  quantity: 'component-state',
  zh: '运行状态',
  en: 'state of the component',
  words: {
    ...{ '0': 'normal', '1': 'fire', '2': 'fault', false: 'normal', true: 'fire', alarm: 'fire' },
    ...{ 正常: 'normal', 火警: 'fire', 报警: 'fire', 故障: 'fault', 屏蔽: 'shielded', 测试: 'test' },
  },
};

/** State of a gas detector: its alarm is gas and no fire, also where a forwarder has but the word `fire` of GB/T 26875.3 for it. */
export const gasState: WordsMember = {
  quantity: 'gas-state',
  zh: '可燃气体探测器状态',
  en: 'state of the gas detector',
  words: {
    ...{ '0': 'normal', '1': 'alarm', '2': 'fault', false: 'normal', true: 'alarm', fire: 'alarm' },
    ...{ 正常: 'normal', 报警: 'alarm', 火警: 'alarm', 故障: 'fault', 屏蔽: 'shielded', 测试: 'test' },
  },
};

/** State of what is no fire detector: its alarm, code 1, is 监管, `supervisory`. */
export const watchedState: WordsMember = {
  ...componentState,
  words: {
    ...{ '0': 'normal', '1': 'supervisory', '2': 'fault', false: 'normal', true: 'supervisory', alarm: 'supervisory' },
    ...{ 正常: 'normal', 报警: 'supervisory', 故障: 'fault', 测试: 'test' },
  },
};

/** State of a station that measures water, with the word that its code 1 stands for. */
export const stationState = (one: 'water-level-exceeded' | 'flow-exceeded', gauge: string): WordsMember => ({
  quantity: 'station-state',
  zh: '测站状态',
  en: 'state of the station',
  words: {
    ...{ '0': 'normal', '1': one, '2': gauge, '3': 'battery-low', false: 'normal', true: one, alarm: one },
    ...{ 正常: 'normal', 超限: one, 故障: gauge, 电量低: 'battery-low' },
  },
});

export const battery: MeasuredMember = { quantity: 'battery-level', unit: '%', zh: '电量', en: 'battery' };
