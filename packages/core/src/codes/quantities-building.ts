import { number, text } from './quantity.js';

/** Buildings, pipes, structures and the devices themselves: what GB/T 26875.3 and sensors of vendors tell. */
export const BUILDING = {
  temperature: number('温度', 'temperature', ['Cel', -273.15, 2000]),
  'smoke-obscuration': number('烟雾减光率', 'smoke obscuration', ['%/m', 0, 100]),
  'gas-concentration': number('可燃气体浓度', 'combustible gas concentration', ['%{LEL}', 0, 100]),
  pressure: number('压力', 'pressure', ['Pa', -101_325, 100_000_000]),
  height: number('高度', 'height', ['m', -330, 330]),
  'air-flow-rate': number('风量', 'air flow rate', ['m3/s', 0, 1000]),
  voltage: number('电压', 'voltage', ['V', -1000, 500_000]),
  current: number('电流', 'current', ['A', -10_000, 10_000]),
  duration: number('时间', 'duration', ['s', 0, 1_000_000_000]),
  'event-count': number('事件计数', 'event count', ['{count}', 0, 1_000_000_000]),
  tilt: number('倾角', 'tilt', ['deg', -180, 180]),
  displacement: number('位移', 'displacement', ['mm', -100_000, 100_000]),
  'battery-level': number('电池电量', 'battery level', ['%', 0, 100]),
  'battery-voltage': number('电池电压', 'battery voltage', ['V', 0, 100]),
  'charger-temperature': number('充电桩温度', 'charger temperature', ['Cel', -40, 300]),
  analog: text('模拟量（未知类型）', 'analog value of an unknown type'),
  'software-version': text('软件版本', 'software version'),
  configuration: text('配置情况', 'configuration'),
  'device-time': text('设备时间', 'device clock'),
  picture: text('图片（引用）', 'picture, by reference'),
};
