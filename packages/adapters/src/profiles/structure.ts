import { defineDeviceProfile, type JsonProfile } from '@yingji/core';
import { byMembers, type Members } from './generic-json.js';
import { NORM } from './norm.js';
import { battery, watchedState } from './states.js';

const percent = { unit: '%', lowest: 0, highest: 100 };
const daily = { by: 'periodic', everyS: 86_400 } as const;
const common = { norm: NORM, contract: 1, payload: 'json' } as const;

export const manholeMembers = {
  state: {
    quantity: 'manhole-state',
    zh: '井盖状态',
    en: 'state of the cover',
    words: {
      ...{ '0': 'closed', '1': 'open', '2': 'tilted', '3': 'flooded', false: 'closed', true: 'open' },
      ...{ normal: 'closed', 正常: 'closed', 打开: 'open', 倾斜: 'tilted', 水浸: 'flooded' },
    },
  },
  tilt: { quantity: 'tilt', unit: '°', zh: '倾角', en: 'tilt' },
  battery,
} as const satisfies Members;

/** 智能井盖: open or tilted is a hole in the road, flooded a drain that runs over. */
export const manholeCover: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'manhole-cover',
  title: { zh: '井盖监测仪', en: 'Manhole cover sensor' },
  type: 'manhole-cover',
  quantities: {
    'manhole-state': {},
    tilt: { unit: 'deg', lowest: -180, highest: 180 },
    'battery-level': percent,
  },
  updates: daily,
  detects: ['12P'],
  alarms: [
    { quantity: 'manhole-state', word: 'open', title: '井盖打开报警', needs: ['municipal'], eventType: '12P00' },
    { quantity: 'manhole-state', word: 'tilted', title: '井盖倾斜报警', needs: ['municipal'], eventType: '12P00' },
    { quantity: 'manhole-state', word: 'flooded', title: '井内水浸报警', needs: ['municipal'], eventType: '11A02' },
  ],
  decode: byMembers(manholeMembers),
});

export const tiltMembers = {
  state: watchedState,
  tilt: { quantity: 'tilt', unit: '°', unless: ['fault'], zh: '倾角', en: 'tilt' },
  displacement: { quantity: 'displacement', unit: 'mm', unless: ['fault'], zh: '位移', en: 'displacement' },
  battery,
} as const satisfies Members;

/** 倾角位移计 at old houses, walls and slopes. Its own alarm is told; how much is too much is besides a limit of the device in the register. */
export const tiltSensor: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'tilt-sensor',
  title: { zh: '倾角位移计', en: 'Tilt sensor' },
  type: 'tilt-sensor',
  quantities: {
    'component-state': {},
    tilt: { unit: 'deg', lowest: -90, highest: 90 },
    displacement: { unit: 'mm', lowest: -2000, highest: 2000 },
    'battery-level': percent,
  },
  updates: { by: 'periodic', everyS: 3600 },
  detects: ['11D', '12P13'],
  alarms: [{ quantity: 'component-state', word: 'supervisory', title: '倾斜位移报警', needs: ['municipal'] }],
  decode: byMembers(tiltMembers),
});

export const doorMembers = {
  state: {
    quantity: 'door-state',
    zh: '门状态',
    en: 'state of the door',
    words: { '0': 'closed', '1': 'open', false: 'closed', true: 'open', 关: 'closed', 开: 'open' },
  },
  battery,
} as const satisfies Members;

/** 门磁 at fire doors and ways out. A door that is open is no alarm; what it means is a rule of the plan. */
export const doorSensor: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'door-sensor',
  title: { zh: '门磁', en: 'Door sensor' },
  type: 'door-sensor',
  quantities: { 'door-state': {}, 'battery-level': percent },
  updates: daily,
  decode: byMembers(doorMembers),
});

export const pumpMembers = {
  state: {
    quantity: 'pump-state',
    zh: '水泵状态',
    en: 'state of the pump',
    words: {
      ...{ '0': 'stopped', '1': 'running', '2': 'fault', false: 'stopped', true: 'running' },
      ...{ 停止: 'stopped', 运行: 'running', 故障: 'fault' },
    },
  },
  current: { quantity: 'current', unit: 'A', zh: '电流', en: 'current' },
  voltage: { quantity: 'voltage', unit: 'V', zh: '电压', en: 'voltage' },
  flow: { quantity: 'flow-rate', unit: 'm³/h', times: 1 / 3600, zh: '流量', en: 'flow' },
} as const satisfies Members;

/** 排水泵 or fire pump. A fault is an observation, as a fault always is: its device is then no help. */
export const pump: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'pump',
  title: { zh: '水泵', en: 'Pump' },
  type: 'pump',
  quantities: {
    'pump-state': {},
    current: { unit: 'A', lowest: 0, highest: 2000 },
    voltage: { unit: 'V', lowest: 0, highest: 12_000 },
    'flow-rate': { unit: 'm3/s', lowest: -50, highest: 50 },
  },
  updates: { by: 'periodic', everyS: 60 },
  decode: byMembers(pumpMembers),
});
