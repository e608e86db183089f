// A gauge of nobody in particular that stands in an underpass and tells over LoRaWAN how deep the water is. A profile is all of it:
// a feed that takes profiles (MQTT, webhook) brings the messages.
import { defineDeviceProfile } from '@yingji/core/feed';
import { defineLayout, readFrame } from '@yingji/core/frame';

const states = {
  0: { word: 'battery-low', zh: '电量低', en: 'battery low' },
  1: { word: 'level-gauge-fault', zh: '水位计故障', en: 'gauge fault' },
  2: { word: 'water-level-exceeded', zh: '水位超限', en: 'water over its limit' },
};
const layout = defineLayout({
  title: { zh: '积水液位计上行', en: 'ponding gauge, uplink' },
  norm: 'Example ponding gauge 1.0',
  fields: [
    { name: 'version', is: 'mark', hex: '57', zh: '版本', en: 'version' },
    { name: 'depth', is: 'uint', bytes: 2, scale: 0.001, unit: 'm', none: [0xffff], zh: '水深', en: 'depth' },
    { name: 'temperature', is: 'int', bytes: 2, scale: 0.1, unit: 'Cel', zh: '水温', en: 'water temperature' },
    { name: 'battery', is: 'uint', bytes: 1, unit: '%', zh: '电量', en: 'battery' },
    { name: 'states', is: 'flags', bytes: 1, bits: states, zh: '状态', en: 'states' },
    { name: 'sum', is: 'checksum', of: 'xor8', from: 'version', zh: '校验', en: 'checksum' },
  ],
});

export const waterLevelGauge = defineDeviceProfile({
  id: 'water-level-gauge',
  title: { zh: '积水液位计', en: 'Ponding gauge' },
  norm: layout.norm,
  contract: 1,
  type: 'ponding-gauge',
  payload: 'bytes',
  layouts: [layout],
  quantities: {
    'ponding-depth': { unit: 'm', lowest: 0, highest: 5 },
    'water-temperature': { unit: 'Cel', lowest: -5, highest: 60 },
    'battery-level': { unit: '%', lowest: 0, highest: 100, faults: [255] },
    'station-state': {},
  },
  updates: { by: 'periodic', everyS: 600 },
  alarms: [{ quantity: 'station-state', word: 'water-level-exceeded', title: '积水超限报警', needs: ['municipal'] }],
  decode(payload) {
    const { value, issues } = readFrame(layout, payload);
    if (!value) return { readings: [], issues };
    const { depth, temperature, battery, states: words } = value;
    const readings = [
      { quantity: 'ponding-depth', value: words.includes('level-gauge-fault') ? null : depth },
      { quantity: 'water-temperature', value: temperature },
      { quantity: 'battery-level', value: battery },
      { quantity: 'station-state', value: words.length > 0 ? words : ['normal'] },
    ];
    return { readings, issues };
  },
});
