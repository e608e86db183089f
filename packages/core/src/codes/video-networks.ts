import { defineTable, type CodeOf } from './table.js';

/** 网络标识, digit 14 of a GB/T 28181 id. */
export const videoNetworks = defineTable({
  id: 'video-networks',
  zh: '视频网络标识',
  en: 'video networks',
  norm: 'GB/T 28181, 网络标识',
  verified: true,
  complete: true,
  note: 'Read from public code.',
  rows: {
    0: { zh: '公安视频传输网', en: 'police video network' },
    1: { zh: '公安视频传输网', en: 'police video network' },
    2: { zh: '行业专网', en: 'industry network' },
    3: { zh: '政法信息网', en: 'political and legal network' },
    4: { zh: '公安移动信息网', en: 'police mobile network' },
    5: { zh: '公安信息网', en: 'police network' },
    6: { zh: '电子政务外网', en: 'government extranet' },
    7: { zh: '互联网等公共网络', en: 'internet and other public networks' },
    8: { zh: '专线', en: 'leased line' },
    9: { zh: '预留', en: 'reserved' },
  },
});

/** A code of {@link videoNetworks}. */
export type VideoNetwork = CodeOf<typeof videoNetworks>;
