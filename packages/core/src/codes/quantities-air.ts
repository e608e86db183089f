import { number } from './quantity.js';

const mass = (zh: string, en: string) => number(zh, en, ['ug/m3', 0, 10_000]);

/** Weather and air quality: what weather stations and HJ 212 stations tell, and what the warning signals are judged by. */
export const AIR = {
  'air-temperature': number('气温', 'air temperature', ['Cel', -60, 60]),
  'ground-temperature': number('地面温度', 'ground temperature', ['Cel', -60, 90]),
  'temperature-drop-24h': number('24 小时降温', 'fall of temperature in 24 hours', ['K', 0, 60], {
    overS: 86_400,
  }),
  'temperature-drop-48h': number('48 小时降温', 'fall of temperature in 48 hours', ['K', 0, 60], {
    overS: 172_800,
  }),
  'relative-humidity': number('相对湿度', 'relative humidity', ['%', 0, 100]),
  'air-pressure': number('气压', 'air pressure', ['Pa', 30_000, 110_000]),
  'wind-speed': number('风速', 'wind speed', ['m/s', 0, 120]),
  'wind-direction': number('风向', 'wind direction, where it comes from', ['deg', 0, 360]),
  'wind-force': number('平均风力', 'mean wind force', ['{Beaufort}', 0, 18]),
  'gust-force': number('阵风风力', 'gust force', ['{Beaufort}', 0, 18]),
  visibility: number('能见度', 'visibility', ['m', 0, 100_000]),
  'pm2-5': mass('PM2.5', 'PM2.5'),
  pm10: mass('PM10', 'PM10'),
  'sulfur-dioxide': mass('二氧化硫', 'sulphur dioxide'),
  'nitrogen-dioxide': mass('二氧化氮', 'nitrogen dioxide'),
  ozone: mass('臭氧', 'ozone'),
  'carbon-monoxide': number('一氧化碳', 'carbon monoxide', ['mg/m3', 0, 2000]),
};
