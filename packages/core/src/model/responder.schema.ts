import * as z from 'zod';
import { extra, idOf, instant, means, sensitive } from './marks.js';

const skill = z.strictObject({
  skill: means(z.string().min(1), 'What they can do, kebab-case: first-aid, pump, boat-driver, lift …'),
  level: means(z.number().int().min(1).max(9), 'How well, 1 is the lowest; the steps are the city’s own.').optional(),
  certificate: means(z.string(), 'Sort of the certificate, no number of a person.').optional(),
  expires: means(instant, 'The certificate holds until then; absent = does not expire.').optional(),
});

/** 队员: a person who can be sent. Who it is stays in the vault; the picture shows `李*`. */
export const Responder = z.strictObject({
  name: sensitive('Name.').optional(),
  phone: sensitive('Number.').optional(),
  state: means(
    z.enum(['enrolled', 'trained', 'active', 'paused', 'left']),
    'Where they stand: 已登记, 已培训, 在岗, 暂停, 退出. Only who is active is counted on.',
  ),
  skills: means(z.array(skill), 'What they can do (一专多能).'),
  availability: means(
    z.strictObject({
      is: means(
        z.enum(['available', 'stand-by', 'unavailable']),
        '可出动, 待命 (can be called, not at once), 不可出动.',
      ),
      until: means(instant, 'Holds until then, and is not known after; absent = until said otherwise.').optional(),
    }),
    'Whether they can be sent, as they or their unit say; absent = not said. Who is on a shift or a task is told by those.',
  ).optional(),
  organization: means(idOf('organization'), 'The unit they belong to.').optional(),
  teams: means(z.array(idOf('team')), 'Teams they go out with.').optional(),
  grid: means(idOf('place'), 'The grid they know.').optional(),
  deputies: means(z.array(idOf('responder')), 'Who answers in their place, in this order.').optional(),
  account: means(z.string(), 'Id under which they sign in to this system; names no person.').optional(),
  extra,
});
export type Responder = z.infer<typeof Responder>;
export const responderExample: z.input<typeof Responder> = {
  name: '李小明',
  phone: '13800001234',
  state: 'active',
  skills: [{ skill: 'first-aid', level: 2, certificate: '红十字救护员', expires: '2027-05-01T00:00:00+08:00' }],
  availability: { is: 'stand-by', until: '2026-06-13T08:00:00+08:00' },
  teams: ['team/registry/zhuyuan'],
  grid: 'place/registry/grid-3',
};
