import * as z from 'zod';
import { extra, idOf, instant, means } from './marks.js';

export const findingState = z.enum(['found', 'graded', 'assigned', 'rectifying', 'submitted', 'verified', 'closed']);

const step = z.strictObject({
  to: means(findingState, 'What it became.'),
  at: means(instant, 'When.'),
  by: means(z.string(), 'Id of the person.'),
  note: means(z.string(), 'Why, or what was done; no personal data.').optional(),
  evidence: means(z.array(z.string()), 'Names of photographs or papers.').optional(),
});

const extension = z.strictObject({
  from: means(instant, 'When it was due.'),
  until: means(instant, 'When it is due now.'),
  at: means(instant, 'When it was granted.'),
  by: means(z.string(), 'Id of the person who granted it.'),
  reason: means(z.string(), 'Why; no personal data.'),
});

/** 隐患: something that is wrong and must be put right, followed until it is closed (销号). Ordinary or major; it has no colour. */
export const Finding = z.strictObject({
  title: means(z.string().min(1), 'One line that names what is wrong; no personal data.'),
  state: means(findingState, '发现, 定级, 交办, 整改中, 已提交, 已验收, 已销号.'),
  sort: means(z.enum(['ordinary', 'major']), '一般, 重大; absent = not graded.').optional(),
  source: means(idOf('risk-source'), 'The risk source it was found at.').optional(),
  place: means(idOf('place'), 'Where, as a place.').optional(),
  inspection: means(idOf('inspection'), 'The inspection that found it.').optional(),
  assignee: means(
    idOf('organization', 'team', 'responder'),
    'Organization, team or responder who must put it right.',
  ).optional(),
  due: means(instant, 'To be put right by, extensions counted.').optional(),
  extensions: means(z.array(extension), '延期: what was granted, in this order.').optional(),
  authority: means(
    idOf('organization'),
    'The unit that supervises it by name (挂牌督办); absent = not listed.',
  ).optional(),
  steps: means(z.array(step), 'How it came to where it stands.'),
  extra,
});
export type Finding = z.infer<typeof Finding>;
export const findingExample: z.input<typeof Finding> = {
  title: '围墙鼓包开裂，墙下有住户',
  state: 'assigned',
  sort: 'major',
  place: 'place/registry/sixian',
  assignee: 'organization/registry/sixian-property',
  due: '2026-06-19T18:00:00+08:00',
  steps: [
    { to: 'found', at: '2026-06-12T18:20:00+08:00', by: 'u1' },
    { to: 'graded', at: '2026-06-12T18:25:00+08:00', by: 'u2' },
    { to: 'assigned', at: '2026-06-12T18:26:00+08:00', by: 'u2' },
  ],
};
