import { number } from './quantity.js';

const rain = (zh: string, en: string, most: number, overS?: number) =>
  number(zh, en, ['mm', 0, most], overS === undefined ? {} : { overS });
const hours = (count: number): number => count * 3600;

/** 雨水情 and water quality: what SL 651 stations and ponding sensors tell. Depth of rain in millimetres, as everybody reads it. */
export const WATER = {
  'water-level': number('水位', 'water level', ['m', -200, 9000], { datum: true }),
  'water-level-upstream': number('闸上水位', 'water level above the gate', ['m', -200, 9000], {
    datum: true,
  }),
  'water-level-downstream': number('闸下水位', 'water level below the gate', ['m', -200, 9000], {
    datum: true,
  }),
  'ponding-depth': number('积水深度', 'ponding depth', ['m', 0, 10]),
  'groundwater-depth': number('地下水埋深', 'depth to groundwater', ['m', 0, 1000]),
  'rainfall-1min': rain('1 分钟降水量', 'rain in 1 minute', 50, 60),
  'rainfall-5min': rain('5 分钟降水量', 'rain in 5 minutes', 150, 300),
  'rainfall-10min': rain('10 分钟降水量', 'rain in 10 minutes', 200, 600),
  'rainfall-30min': rain('30 分钟降水量', 'rain in 30 minutes', 300, 1800),
  'rainfall-1h': rain('1 小时降水量', 'rain in 1 hour', 500, hours(1)),
  'rainfall-2h': rain('2 小时降水量', 'rain in 2 hours', 700, hours(2)),
  'rainfall-3h': rain('3 小时降水量', 'rain in 3 hours', 900, hours(3)),
  'rainfall-6h': rain('6 小时降水量', 'rain in 6 hours', 1200, hours(6)),
  'rainfall-12h': rain('12 小时降水量', 'rain in 12 hours', 1600, hours(12)),
  'rainfall-24h': rain('24 小时降水量', 'rain in 24 hours', 2000, hours(24)),
  'rainfall-day': rain('日降水量', 'rain of the hydrological day', 2000, hours(24)),
  'rainfall-today': rain('当前降水量', 'rain of the day so far', 2000),
  'rainfall-event': rain('暴雨量', 'rain of this storm', 5000),
  'rainfall-total': rain('降水量累计值', 'rain since the counter began', 100_000),
  'snowfall-6h': rain('6 小时降雪量', 'snow in 6 hours, as water', 300, hours(6)),
  'snowfall-12h': rain('12 小时降雪量', 'snow in 12 hours, as water', 500, hours(12)),
  'flow-rate': number('流量', 'flow rate', ['m3/s', -200_000, 200_000]),
  'flow-velocity': number('流速', 'flow velocity', ['m/s', -20, 20]),
  'water-temperature': number('水温', 'water temperature', ['Cel', -5, 100]),
  'soil-moisture': number('土壤含水率', 'soil moisture', ['%', 0, 100]),
  'water-ph': number('pH', 'pH', ['[pH]', 0, 14]),
  'dissolved-oxygen': number('溶解氧', 'dissolved oxygen', ['mg/L', 0, 50]),
  'water-conductivity': number('电导率', 'conductivity', ['uS/cm', 0, 200_000]),
  turbidity: number('浊度', 'turbidity', ['{NTU}', 0, 10_000]),
  'permanganate-index': number('高锰酸盐指数', 'permanganate index', ['mg/L', 0, 1000]),
  'ammonia-nitrogen': number('氨氮', 'ammonia nitrogen', ['mg/L', 0, 1000]),
  'total-phosphorus': number('总磷', 'total phosphorus', ['mg/L', 0, 1000]),
  'total-nitrogen': number('总氮', 'total nitrogen', ['mg/L', 0, 1000]),
};
