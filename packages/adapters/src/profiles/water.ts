import { defineDeviceProfile, type JsonProfile } from '@yingji/core';
import { byMembers, type Members } from './generic-json.js';
import { NORM } from './norm.js';
import { battery, stationState, watchedState } from './states.js';

const percent = { unit: '%', lowest: 0, highest: 100 };
const common = { norm: NORM, contract: 1, payload: 'json' } as const;
/** What stations of SL 651 write where they have no value, and forwarders pass on: nines, with the decimals of a level, N(7,3), of rain, N(5,1), or of all rain, N(6,1). */
const NO_LEVEL = [99_999_999, 99_999.999, 9_999.999];
const NO_RAIN = [99_999_999, 99_999, 9_999.9];
const NO_TOTAL = [99_999_999, 999_999, 99_999.9];
const gaugeFault = ['level-gauge-fault'] as const;

export const pondingMembers = {
  state: stationState('water-level-exceeded', 'level-gauge-fault'),
  depth: { quantity: 'ponding-depth', unit: 'cm', times: 0.01, unless: gaugeFault, zh: '积水深度', en: 'depth' },
  battery,
} as const satisfies Members;

/** 积水监测仪 in underpasses and low streets. */
export const pondingGauge: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'ponding-gauge',
  title: { zh: '积水监测仪', en: 'Ponding gauge' },
  type: 'ponding-gauge',
  quantities: {
    'station-state': {},
    'ponding-depth': { unit: 'm', lowest: 0, highest: 5 },
    'battery-level': percent,
  },
  updates: { by: 'periodic', everyS: 600 },
  detects: ['11A02'],
  alarms: [
    {
      quantity: 'station-state',
      word: 'water-level-exceeded',
      title: '积水超限报警',
      needs: ['municipal'],
      eventType: '11A02',
    },
  ],
  decode: byMembers(pondingMembers),
});

export const waterLevelMembers = {
  state: stationState('water-level-exceeded', 'level-gauge-fault'),
  level: { quantity: 'water-level', unit: 'm', unless: gaugeFault, zh: '水位', en: 'level above its datum' },
  battery,
} as const satisfies Members;

/** 水位计 at rivers, reservoirs and pump stations. The vertical datum (基面) is that of the gauge, in the register. */
export const waterLevelGauge: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'water-level-gauge',
  title: { zh: '水位计', en: 'Water level gauge' },
  type: 'water-level-gauge',
  quantities: {
    'station-state': {},
    'water-level': { unit: 'm', lowest: -200, highest: 9000, faults: NO_LEVEL },
    'battery-level': percent,
  },
  updates: { by: 'periodic', everyS: 3600 },
  detects: ['11A'],
  alarms: [
    {
      quantity: 'station-state',
      word: 'water-level-exceeded',
      title: '水位超限报警',
      needs: ['municipal'],
      eventType: '11A01',
    },
  ],
  decode: byMembers(waterLevelMembers),
});

export const rainMembers = {
  rain5min: { quantity: 'rainfall-5min', unit: 'mm', zh: '5 分钟降水量', en: 'rain in 5 minutes' },
  rain1h: { quantity: 'rainfall-1h', unit: 'mm', zh: '1 小时降水量', en: 'rain in 1 hour' },
  rain24h: { quantity: 'rainfall-24h', unit: 'mm', zh: '24 小时降水量', en: 'rain in 24 hours' },
  total: { quantity: 'rainfall-total', unit: 'mm', zh: '降水量累计值', en: 'rain since the counter began' },
  battery,
} as const satisfies Members;

/** 雨量计, tipping bucket. */
export const rainGauge: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'rain-gauge',
  title: { zh: '雨量计', en: 'Rain gauge' },
  type: 'rain-gauge',
  quantities: {
    'rainfall-5min': { unit: 'mm', lowest: 0, highest: 150, faults: NO_RAIN },
    'rainfall-1h': { unit: 'mm', lowest: 0, highest: 500, faults: NO_RAIN },
    'rainfall-24h': { unit: 'mm', lowest: 0, highest: 2000, faults: NO_RAIN },
    'rainfall-total': { unit: 'mm', lowest: 0, highest: 99_999, faults: NO_TOTAL },
    'battery-level': percent,
  },
  updates: { by: 'periodic', everyS: 300 },
  detects: ['11B03'],
  decode: byMembers(rainMembers),
});

export const pipePressureMembers = {
  state: watchedState,
  pressure: {
    quantity: 'pressure',
    unit: 'MPa',
    times: 1_000_000,
    unless: ['fault'],
    zh: '管网压力',
    en: 'pressure above that of the air',
  },
  battery,
} as const satisfies Members;

/** 管网压力计 of fire mains and water supply. */
export const pipePressureGauge: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'pipe-pressure-gauge',
  title: { zh: '管网压力计', en: 'Pipe pressure gauge' },
  type: 'pipe-pressure-gauge',
  quantities: {
    'component-state': {},
    pressure: { unit: 'Pa', lowest: -100_000, highest: 2_500_000 },
    'battery-level': percent,
  },
  updates: { by: 'periodic', everyS: 600 },
  detects: ['12P'],
  alarms: [
    {
      quantity: 'component-state',
      word: 'supervisory',
      title: '管网压力报警',
      needs: ['fire', 'municipal'],
      eventType: '12P00',
    },
  ],
  decode: byMembers(pipePressureMembers),
});

export const flowMembers = {
  state: stationState('flow-exceeded', 'flow-meter-fault'),
  flow: {
    quantity: 'flow-rate',
    unit: 'm³/h',
    times: 1 / 3600,
    unless: ['flow-meter-fault'],
    zh: '流量',
    en: 'flow',
  },
  velocity: {
    quantity: 'flow-velocity',
    unit: 'm/s',
    unless: ['flow-meter-fault'],
    zh: '流速',
    en: 'velocity',
  },
} as const satisfies Members;

/** 流量计 of pipes and drains. */
export const flowMeter: JsonProfile = defineDeviceProfile({
  ...common,
  id: 'flow-meter',
  title: { zh: '流量计', en: 'Flow meter' },
  type: 'flow-meter',
  quantities: {
    'station-state': {},
    'flow-rate': { unit: 'm3/s', lowest: -50, highest: 50 },
    'flow-velocity': { unit: 'm/s', lowest: -20, highest: 20 },
  },
  updates: { by: 'periodic', everyS: 300 },
  detects: ['11A02', '12P'],
  alarms: [{ quantity: 'station-state', word: 'flow-exceeded', title: '流量超限报警', needs: ['municipal'] }],
  decode: byMembers(flowMembers),
});
