import * as z from 'zod';
import { extra, idOf, means, sensitive } from './marks.js';

/** 单位: a member unit of the city's emergency work, with what it answers for and where. */
export const Organization = z.strictObject({
  name: means(z.string().min(1), 'Name as it signs.'),
  type: means(
    z.enum([
      'government',
      'public-security',
      'fire',
      'medical',
      'community',
      'property',
      'utility',
      'school',
      'enterprise',
      'volunteer',
      'other',
    ]),
    'What sort of unit.',
  ),
  duties: means(z.array(z.string()), 'What it answers for, in words; no personal data.').optional(),
  scope: means(z.array(z.string()), 'Division codes it answers for.', { norm: 'GB/T 2260' }).optional(),
  parent: means(idOf('organization'), 'The unit above it.').optional(),
  place: means(idOf('place'), 'Where it sits.').optional(),
  contact: sensitive('Name of the person to ask for.').optional(),
  phone: sensitive('Number of that person, or of the duty desk.').optional(),
  extra,
});
export type Organization = z.infer<typeof Organization>;
export const organizationExample: z.input<typeof Organization> = {
  name: '新竹社区居民委员会',
  type: 'community',
  duties: ['社区值守', '先期处置'],
  scope: ['450103001005'],
  parent: 'organization/registry/450103001',
};
