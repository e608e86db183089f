import * as z from 'zod';
import { extra, idOf, instant, means } from './marks.js';

/**
 * 韧性评价: how a place stood up to a list of indicators at one time. The list, its weights and its version belong to the scheme
 * and are data: values of two versions are not compared.
 */
export const Assessment = z.strictObject({
  title: means(z.string(), 'One line that names it.'),
  place: means(idOf('place'), 'What was assessed.'),
  scheme: means(z.string().min(1), 'List of indicators, kebab-case, e.g. disaster-reduction-community.', {
    norm: '全国综合减灾示范社区; GB/T 40947-2021; UNDRR Disaster Resilience Scorecard for Cities',
  }),
  schemeVersion: means(z.string().min(1), 'Version of the list.'),
  by: means(z.enum(['self', 'higher-level', 'third-party']), '自评 上级评价 第三方评价.', { norm: 'GB/T 40947-2021' }),
  asOf: means(instant, 'What was known until.'),
  indicators: means(
    z.array(
      z.strictObject({
        code: means(z.string(), 'Code in the scheme.'),
        value: means(z.union([z.number(), z.string(), z.boolean()]), 'What was found.').optional(),
        unit: means(z.string(), 'UCUM code of the value.', { norm: 'UCUM' }).optional(),
        score: means(z.number(), 'Points given.').optional(),
        most: means(z.number(), 'Points that can be given.').optional(),
        evidence: means(z.array(z.string()), 'What shows it: ids or addresses.').optional(),
        note: means(z.string(), 'Why; no personal data.').optional(),
      }),
    ),
    'What was found, indicator by indicator; what is absent was not assessed.',
  ),
  extra,
});
export type Assessment = z.infer<typeof Assessment>;
export const assessmentExample: z.input<typeof Assessment> = {
  title: '新竹社区 2026 年上半年自评',
  place: 'place/divisions/450103001005',
  scheme: 'disaster-reduction-community',
  schemeVersion: 'example-1',
  by: 'self',
  asOf: '2026-06-30T18:00:00+08:00',
  indicators: [
    { code: '1.1', value: true, score: 2, most: 2, evidence: ['领导小组成立文件'] },
    { code: '1.3', score: 2, most: 3 },
  ],
};
