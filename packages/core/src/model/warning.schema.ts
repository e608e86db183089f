import * as z from 'zod';
import { eventType, extra, id, idOf, instant, lonLat, means, ring, sensitive } from './marks.js';

const code = z.strictObject({
  scheme: means(z.string(), 'List the code is of.'),
  code: means(z.string(), 'The code.'),
});

export const WarningArea = z.strictObject({
  name: means(z.string(), 'The area in words.'),
  polygons: means(z.array(ring), 'Closed rings, WGS 84.', { unit: '°' }).optional(),
  circles: means(
    z.array(
      z.strictObject({
        centre: means(lonLat, 'Centre, WGS 84.', { unit: '°' }),
        radiusM: means(z.number().nonnegative(), 'Radius.', { unit: 'm' }),
      }),
    ),
    'Circles.',
    {
      unit: 'm',
    },
  ).optional(),
  codes: means(z.array(code), 'Area codes; without geometry they are joined to places.').optional(),
  altitudeFt: means(z.number(), 'Floor above mean sea level.', { unit: 'ft' }).optional(),
  ceilingFt: means(z.number(), 'Ceiling above mean sea level.', { unit: 'ft' }).optional(),
});

export const WarningTelling = z.strictObject({
  language: means(z.string(), 'RFC 3066 tag.'),
  event: means(z.string(), 'The subject event in words.'),
  headline: means(z.string(), 'One line.').optional(),
  description: means(z.string(), 'What is coming.').optional(),
  instruction: means(z.string(), 'What to do.').optional(),
  senderName: means(z.string(), 'The issuing authority as readers know it.').optional(),
  audience: means(z.string(), 'Whom it is for.').optional(),
  contact: means(z.string(), 'Where to ask.').optional(),
  web: means(z.string(), 'Where to read more.').optional(),
  urgency: means(z.string(), 'CAP urgency.').optional(),
  severity: means(z.string(), 'CAP severity; never turned into a colour.').optional(),
  certainty: means(z.string(), 'CAP certainty.').optional(),
  categories: means(z.array(z.string()), 'CAP categories.').optional(),
  responseTypes: means(z.array(z.string()), 'CAP response types.').optional(),
  codes: means(z.array(code), 'Event codes.').optional(),
  parameters: means(
    z.array(z.strictObject({ name: means(z.string(), 'Name.'), value: means(z.string(), 'Value.') })),
    'System parameters as stated.',
  ).optional(),
  effective: means(instant, 'In force from.').optional(),
  onset: means(instant, 'The event begins.').optional(),
  expires: means(instant, 'In force until.').optional(),
  resources: means(
    z.array(
      z.strictObject({
        description: means(z.string(), 'What it is.'),
        mimeType: means(z.string(), 'Media type.').optional(),
        uri: means(z.string(), 'Where it is.').optional(),
        size: means(z.number(), 'Size.', { unit: 'bytes' }).optional(),
        digest: means(z.string(), 'SHA-1 of its bytes, hex.').optional(),
      }),
    ),
    'Files that go with it; their bytes are not kept here.',
  ).optional(),
  areas: means(z.array(WarningArea), 'Where it holds; the union of all.'),
});

/**
 * 预警: an authority's word that harm may come. Colour only where it was stated. Ends differ: lifted (解除), withdrawn (撤销,
 * issued in error), superseded, expired; without `expires` it stays in force with its age. CAP 1.2 is the fullest carrier.
 */
export const Warning = z.strictObject({
  scheme: means(
    z.enum(['signal-colour', 'numbered-level', 'hydrological', 'flash-flood', 'cap-severity']),
    'Which scale the grade belongs to.',
  ),
  grade: means(
    z.enum(['red', 'orange', 'yellow', 'blue', '1', '2', '3', '4']),
    'Only as stated; absent = not graded.',
  ).optional(),
  eventType: eventType.optional(),
  title: means(z.string(), 'One line for lists.'),
  verb: means(
    z.enum(['issue', 'update', 'raise', 'lower', 'continue', 'lift', 'withdraw', 'end']),
    '发布 更新(调整) 提升(升级) 降级 继续 解除 撤销; end = cancelled, why unknown.',
  ),
  issuer: means(z.string(), 'The sender as the message names it.'),
  native: means(z.string(), 'The message number at its issuer.'),
  sent: means(instant, 'When it was sent.'),
  effective: means(instant, 'In force from.').optional(),
  expires: means(instant, 'In force until; absent = open-ended.').optional(),
  evidence: means(z.array(id), 'What it rests on: observations, consultations, incidents.').optional(),
  drafter: sensitive('拟稿: who wrote it.').optional(),
  checker: sensitive('审核: who checked it.').optional(),
  signer: sensitive('签发: who signed it.').optional(),
  references: means(z.array(idOf('warning')), 'Warnings this message updates or ends.'),
  tellings: means(z.array(WarningTelling), 'The text, one for each language or part.'),
  scope: means(z.enum(['public', 'restricted', 'private']), 'Whom the issuer meant it for.').optional(),
  incidents: means(z.array(z.string()), 'Issuer’s own incident names.').optional(),
  note: means(z.string(), 'Purpose or reason as stated.').optional(),
  extra,
});
export type Warning = z.infer<typeof Warning>;
/** One text of a warning, in one language or for one area. After CAP 1.2 `info`. */
export type WarningTelling = z.infer<typeof WarningTelling>;
/** Where a telling of a warning holds: words, geometry in WGS 84, codes. After CAP 1.2 `area`. */
export type WarningArea = z.infer<typeof WarningArea>;
export const warningExample: z.input<typeof Warning> = {
  scheme: 'signal-colour',
  grade: 'orange',
  eventType: '11B03',
  title: '南宁市气象台发布暴雨橙色预警信号',
  verb: 'issue',
  issuer: 'drill@example.org',
  native: 'DRILL-1',
  sent: '2026-06-12T16:55:00+08:00',
  expires: '2026-06-12T19:55:00+08:00',
  references: [],
  tellings: [
    {
      language: 'zh-CN',
      event: '暴雨',
      headline: '南宁市气象台发布暴雨橙色预警信号',
      areas: [{ name: '青秀区', codes: [{ scheme: 'CN-GB2260', code: '450103' }] }],
    },
  ],
};
