import * as z from 'zod';
import { count, extra, id, idOf, instant, means } from './marks.js';

/**
 * 发布/通知: a message to many by one channel, or a later count of one. Coverage (覆盖率) and reach (触达率) are derived from
 * people, not from sends: a number that got it twice is one.
 */
export const Notice = z.strictObject({
  title: means(z.string(), 'One line that names it.'),
  text: means(z.string(), 'What was said, as everybody may read it.').optional(),
  language: means(z.string(), 'RFC 5646 tag, e.g. zh-CN, za.').optional(),
  about: means(z.array(id), 'What it passes on: warnings, responses, incidents, controls.').optional(),
  channel: means(
    z.enum(['sms', 'app', 'wechat', 'phone', 'loudspeaker', 'siren', 'screen', 'radio', 'television', 'door', 'gong']),
    '短信 应用 微信 电话 大喇叭 警报器 电子屏 广播 电视 敲门 敲锣.',
  ),
  audience: means(z.string(), 'Whom it is for, in words.'),
  places: means(z.array(idOf('place')), 'Where it is for.').optional(),
  sentAt: means(instant, 'When it went out.').optional(),
  issuer: means(z.string(), 'Who sent it, as readers know them.').optional(),
  counts: means(idOf('notice'), 'The notice of which this is a later count; absent = this is the notice.').optional(),
  reached: means(
    z.array(
      z.strictObject({
        place: means(idOf('place'), 'Where; absent = not told apart.').optional(),
        sent: means(count, 'Sent to.', { unit: 'persons' }).optional(),
        delivered: means(count, 'Arrived at.', { unit: 'persons' }).optional(),
        acknowledged: means(count, 'Confirmed by.', { unit: 'persons' }).optional(),
      }),
    ),
    'Counts so far, by place; what the channel cannot tell is absent, not nought.',
  ).optional(),
  extra,
});
export type Notice = z.infer<typeof Notice>;
export const noticeExample: z.input<typeof Notice> = {
  title: '暴雨橙色预警：请勿进入下穿通道',
  text: '未来三小时有强降雨，请勿驾车或步行进入下穿通道。',
  language: 'zh-CN',
  about: ['warning/cap/DRILL-1'],
  channel: 'sms',
  audience: '新竹社区全体居民',
  places: ['place/divisions/450103001005'],
  sentAt: '2026-06-12T16:57:00+08:00',
  issuer: '新竹社区',
  reached: [{ place: 'place/divisions/450103001005', sent: 7420, delivered: 7105 }],
};
