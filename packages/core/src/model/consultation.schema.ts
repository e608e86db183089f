import * as z from 'zod';
import { extra, id, idOf, instant, means } from './marks.js';

/** 会商: units judged a situation together: who was there, what each thought, what was concluded, and what came of it. */
export const Consultation = z.strictObject({
  title: means(z.string(), 'One line that names it.'),
  about: means(z.array(id), 'What it was about: warnings, incidents, responses.'),
  way: means(z.enum(['meeting', 'video', 'phone']), '现场 视频 电话.').optional(),
  from: means(instant, 'When it began.').optional(),
  until: means(instant, 'When it ended.').optional(),
  present: means(z.array(idOf('organization')), 'Organizations that took part.'),
  opinions: means(
    z.array(
      z.strictObject({
        by: means(idOf('organization'), 'Organization whose opinion it is.'),
        text: means(z.string(), 'What it thought; no personal data.'),
      }),
    ),
    '会商意见, one for each who had one.',
  ).optional(),
  conclusion: means(z.string(), 'What was concluded; no personal data.'),
  leadsTo: means(z.array(id), 'What came of it: responses, controls, plan runs.').optional(),
  extra,
});
export type Consultation = z.infer<typeof Consultation>;
export const consultationExample: z.input<typeof Consultation> = {
  title: '暴雨内涝会商',
  about: ['warning/cap/DRILL-1'],
  way: 'video',
  from: '2026-06-12T17:00:00+08:00',
  present: ['organization/registry/weather', 'organization/registry/drainage-works'],
  opinions: [{ by: 'organization/registry/weather', text: '未来三小时仍有强降雨' }],
  conclusion: '提升城市内涝应急响应',
  leadsTo: ['response/command/2026-7'],
};
