import * as z from 'zod';
import { extra, idOf, means, sensitive } from './marks.js';

/**
 * 重点人群: a person, or a household, who cannot get away alone or lives where it is dangerous. Who it is, where exactly and why
 * stay in the vault; the picture knows a building, how many, and who looks after them.
 */
export const PersonAtRisk = z.strictObject({
  name: sensitive('Name.').optional(),
  phone: sensitive('Number.').optional(),
  home: sensitive('Exact home: unit and door.').optional(),
  health: sensitive('Why they need help: illness, age, oxygen …').optional(),
  place: means(idOf('place'), 'The building or compound, no nearer.'),
  persons: means(z.number().int().positive(), 'How many people, the household counted as one record.', {
    unit: 'persons',
  }),
  moves: means(
    z.enum(['alone', 'helped', 'carried', 'powered']),
    'What moving them takes: goes alone, must be led, must be carried, needs power or oxygen on the way.',
  ).optional(),
  buddy: means(idOf('responder'), 'The responder who looks after them (包保责任人).').optional(),
  deputies: means(z.array(idOf('responder')), 'Who does so in their absence, in this order.').optional(),
  extra,
});
export type PersonAtRisk = z.infer<typeof PersonAtRisk>;
export const personAtRiskExample: z.input<typeof PersonAtRisk> = {
  name: '王小丽',
  home: '3 栋 1 单元 101',
  health: '独居，行动不便',
  place: 'place/registry/zhuyuan-3',
  persons: 2,
  moves: 'helped',
  buddy: 'responder/registry/r-1',
};
