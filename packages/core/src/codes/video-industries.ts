import { defineTable, type CodeOf } from './table.js';

/** 行业编码, digits 9–10 of a GB/T 28181 id. */
export const videoIndustries = defineTable({
  id: 'video-industries',
  zh: '视频接入行业',
  en: 'video industries',
  norm: 'GB/T 28181, 行业编码',
  verified: true,
  complete: false,
  note: 'Read from public code.',
  rows: {
    '00': { zh: '社会治安路面', en: 'public security, roads' },
    '01': { zh: '社会治安社区', en: 'public security, communities' },
    '02': { zh: '社会治安内部', en: 'public security, inside' },
    '03': { zh: '社会治安其他', en: 'public security, other' },
    '04': { zh: '交通路面', en: 'traffic, roads' },
    '05': { zh: '交通卡口', en: 'traffic, checkpoints' },
    '06': { zh: '交通内部', en: 'traffic, inside' },
    '07': { zh: '交通其他', en: 'traffic, other' },
    '08': { zh: '城市管理', en: 'city management' },
    '09': { zh: '卫生环保', en: 'health and environment' },
    10: { zh: '商检海关', en: 'inspection and customs' },
    11: { zh: '教育', en: 'education' },
    12: { zh: '民航', en: 'civil aviation' },
    13: { zh: '铁路', en: 'railway' },
    14: { zh: '航运', en: 'shipping' },
    40: { zh: '农林牧渔', en: 'farming, forestry and fishing' },
    41: { zh: '采矿', en: 'mining' },
    42: { zh: '制造', en: 'manufacturing' },
    43: { zh: '电热气水', en: 'electricity, heat, gas and water' },
    44: { zh: '建筑', en: 'construction' },
    45: { zh: '批零', en: 'wholesale and retail' },
  },
});

/** A code of {@link videoIndustries}. */
export type VideoIndustry = CodeOf<typeof videoIndustries>;
