import { defineTable, type CodeOf } from './table.js';

/** The twelve county-level divisions of Nanning (450100) by GB/T 2260, as of 2023-06-30. Streets and communities are in `@yingji/core/codes/nanning`. */
export const nanningDistricts = defineTable({
  id: 'nanning-districts',
  zh: '南宁市县级行政区',
  en: 'county-level divisions of Nanning',
  norm: 'GB/T 2260; statistical codes of 2023-06-30',
  verified: true,
  complete: true,
  note: '450181 was 450127 横县 before: old data may still say so.',
  rows: {
    450102: { zh: '兴宁区', en: 'Xingning District' },
    450103: { zh: '青秀区', en: 'Qingxiu District' },
    450105: { zh: '江南区', en: 'Jiangnan District' },
    450107: { zh: '西乡塘区', en: 'Xixiangtang District' },
    450108: { zh: '良庆区', en: 'Liangqing District' },
    450109: { zh: '邕宁区', en: 'Yongning District' },
    450110: { zh: '武鸣区', en: 'Wuming District' },
    450123: { zh: '隆安县', en: 'Long’an County' },
    450124: { zh: '马山县', en: 'Mashan County' },
    450125: { zh: '上林县', en: 'Shanglin County' },
    450126: { zh: '宾阳县', en: 'Binyang County' },
    450181: { zh: '横州市', en: 'Hengzhou City' },
  },
});

/** A code of {@link nanningDistricts}. */
export type NanningDistrict = CodeOf<typeof nanningDistricts>;
