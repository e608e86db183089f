import { defineDeviceProfile, type JsonProfile } from '@yingji/core';
import { byMembers, type Members } from './generic-json.js';
import { NORM } from './norm.js';
import { battery, componentState, gasState } from './states.js';

const percent = { unit: '%', lowest: 0, highest: 100 };
/** A detector in a room hears from itself once a day; an alarm it tells at once. */
const daily = { by: 'periodic', everyS: 86_400 } as const;
const common = { norm: NORM, contract: 1, payload: 'json' } as const;

export const smokeMembers = {
  state: componentState,
  obscuration: {
    quantity: 'smoke-obscuration',
    unit: '%/m',
    unless: ['fault'],
    zh: '烟雾减光率',
    en: 'obscuration',
  },
  temperature: { quantity: 'temperature', unit: '°C', unless: ['fault'], zh: '温度', en: 'temperature' },
  battery,
} as const satisfies Members;

/** 感烟火灾探测器, wireless. */
export const smokeDetector: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'smoke-detector',
  title: { zh: '感烟火灾探测器', en: 'Smoke detector' },
  type: 'smoke-detector',
  quantities: {
    'component-state': {},
    'smoke-obscuration': { unit: '%/m', lowest: 0, highest: 50 },
    temperature: { unit: 'Cel', lowest: -40, highest: 125 },
    'battery-level': percent,
  },
  updates: daily,
  detects: ['12G'],
  alarms: [{ quantity: 'component-state', word: 'fire', title: '感烟探测器火警', needs: ['fire'], eventType: '12G00' }],
  decode: byMembers(smokeMembers),
});

export const heatMembers = {
  state: componentState,
  temperature: { quantity: 'temperature', unit: '°C', unless: ['fault'], zh: '温度', en: 'temperature' },
  battery,
} as const satisfies Members;

/** 感温火灾探测器, wireless. */
export const heatDetector: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'heat-detector',
  title: { zh: '感温火灾探测器', en: 'Heat detector' },
  type: 'heat-detector',
  quantities: {
    'component-state': {},
    temperature: { unit: 'Cel', lowest: -40, highest: 200 },
    'battery-level': percent,
  },
  updates: daily,
  detects: ['12G'],
  alarms: [{ quantity: 'component-state', word: 'fire', title: '感温探测器火警', needs: ['fire'], eventType: '12G00' }],
  decode: byMembers(heatMembers),
});

export const gasMembers = {
  state: gasState,
  concentration: {
    quantity: 'gas-concentration',
    unit: '%LEL',
    unless: ['fault'],
    zh: '可燃气体浓度',
    en: 'combustible gas',
  },
} as const satisfies Members;

/** 可燃气体探测器 in kitchens and pipe galleries: gas that leaks is no fire yet. */
export const gasDetector: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'gas-detector',
  title: { zh: '可燃气体探测器', en: 'Combustible gas detector' },
  type: 'gas-detector',
  quantities: {
    'gas-state': {},
    'gas-concentration': { unit: '%{LEL}', lowest: 0, highest: 100 },
  },
  updates: { by: 'periodic', everyS: 3600 },
  detects: ['12D02'],
  alarms: [
    {
      quantity: 'gas-state',
      word: 'alarm',
      title: '可燃气体浓度报警',
      needs: ['fire', 'municipal'],
      eventType: '12D02',
    },
  ],
  decode: byMembers(gasMembers),
});

export const ebikeChargerMembers = {
  state: componentState,
  temperature: {
    quantity: 'charger-temperature',
    unit: '°C',
    unless: ['fault'],
    zh: '充电桩温度',
    en: 'temperature of the charger',
  },
  current: { quantity: 'current', unit: 'A', zh: '充电电流', en: 'charging current' },
} as const satisfies Members;

/** 电动自行车充电桩: how hot it is, and the smoke or heat alarm that stands at it. */
export const ebikeCharger: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'ebike-charger',
  title: { zh: '电动自行车充电桩', en: 'E-bike charger' },
  type: 'ebike-charger',
  quantities: {
    'component-state': {},
    'charger-temperature': { unit: 'Cel', lowest: -40, highest: 150 },
    current: { unit: 'A', lowest: 0, highest: 32 },
  },
  updates: { by: 'periodic', everyS: 300 },
  detects: ['12G'],
  alarms: [
    {
      quantity: 'component-state',
      word: 'fire',
      title: '电动自行车充电桩火警',
      needs: ['fire'],
      eventType: '12G00',
    },
  ],
  decode: byMembers(ebikeChargerMembers),
});
