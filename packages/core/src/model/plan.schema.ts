import * as z from 'zod';
import { eventType, extra, idOf, instant, level, lonLat, means } from './marks.js';

const key = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be kebab-case');

const trigger = z.discriminatedUnion('on', [
  z.strictObject({
    on: means(z.literal('warning'), 'A warning of this scale comes into force.'),
    scheme: means(z.string(), 'Which scale the grades belong to, as on a warning.'),
    grades: means(z.array(z.string()).min(1), 'Grades that trigger it.'),
    eventTypes: means(z.array(z.string()), 'Event type codes, or how they begin; absent = every type.').optional(),
  }),
  z.strictObject({
    on: means(z.literal('response'), 'An authority starts or changes a response.'),
    levels: means(z.array(z.enum(['1', '2', '3', '4'])).min(1), 'Levels that trigger it.'),
    hazard: means(z.string(), 'Against what; absent = any.').optional(),
  }),
  z.strictObject({
    on: means(z.literal('lead-time'), 'Harm is expected in so long.'),
    withinS: means(z.number().positive(), 'Time left until the onset.', { unit: 's' }),
  }),
  z.strictObject({
    on: means(z.literal('incident'), 'An incident is confirmed.'),
    levels: means(z.array(level), 'Levels that trigger it; absent = every level.').optional(),
    eventTypes: means(z.array(z.string()), 'Event type codes, or how they begin; absent = every type.').optional(),
  }),
]);

/**
 * 预案: who does what when it comes to it: risks, roles, reporting, warning response, rescue of oneself and others, evacuation,
 * supplies. Names of people are not in it: A岗 and B岗 are ids.
 */
export const Plan = z.strictObject({
  state: means(
    z.enum(['drafted', 'reviewed', 'approved', 'filed', 'published', 'exercised', 'revised']),
    '编制 评审 批准 备案 发布 演练 修订.',
  ),
  title: means(z.string().min(1), 'Title as on its cover.'),
  version: means(z.string().min(1), 'Version of the text.'),
  replaces: means(idOf('plan'), 'The plan it takes the place of.').optional(),
  eventType: eventType.optional(),
  places: means(z.array(idOf('place')), 'Where it holds.'),
  risks: means(z.array(z.string()), 'Main risks it is for.').optional(),
  roles: means(
    z.array(
      z.strictObject({
        key: means(key, 'Name of the role in this plan.'),
        title: means(z.string(), 'What the role is called.'),
        duties: means(z.string(), 'What it has to do.').optional(),
        a: means(
          idOf('organization', 'team', 'responder'),
          'A岗: who has it, a responder, team or organization.',
        ).optional(),
        b: means(idOf('organization', 'team', 'responder'), 'B岗: who has it when A is not there.').optional(),
      }),
    ),
    'Roles, each with its deputy.',
  ),
  triggers: means(z.array(trigger), 'Any one of these triggers it.'),
  steps: means(
    z.array(
      z.strictObject({
        key: means(key, 'Name of the step in this plan.'),
        title: means(z.string(), 'What to do, verb first.'),
        role: means(key, 'Role that does it.').optional(),
        after: means(z.array(key), 'Steps that must be over before it.').optional(),
        beforeOnsetS: means(z.number().nonnegative(), 'To be started this long before the harm is expected.', {
          unit: 's',
        }).optional(),
        dueS: means(z.number().positive(), 'To be done in, from when it becomes active.', { unit: 's' }).optional(),
      }),
    ),
    'Steps.',
  ),
  routes: means(
    z.array(
      z.strictObject({
        name: means(z.string(), 'Name of the way.'),
        from: means(idOf('place'), 'Place people leave.').optional(),
        to: means(idOf('facility'), 'Facility they go to.').optional(),
        line: means(z.array(lonLat).min(2), 'The way, WGS 84.', { unit: '°' }).optional(),
      }),
    ),
    'Ways out.',
  ).optional(),
  shelters: means(z.array(idOf('facility')), 'Facilities people go to.').optional(),
  supplies: means(
    z.array(
      z.strictObject({
        item: means(z.string(), 'What is needed.'),
        quantity: means(z.number().positive(), 'How much.'),
        unit: means(z.string(), 'Counted in.'),
      }),
    ),
    'What must be at hand.',
  ).optional(),
  sections: means(
    z.array(z.strictObject({ heading: means(z.string(), 'Heading.'), text: means(z.string(), 'Text.') })),
    'The rest of its text, without names and numbers of people.',
  ).optional(),
  document: means(z.string(), 'Number it was approved or filed under.').optional(),
  reviewBy: means(instant, 'To be looked through again by.').optional(),
  extra,
});
export type Plan = z.infer<typeof Plan>;
export const planExample: z.input<typeof Plan> = {
  state: 'published',
  title: '新竹社区内涝应急预案',
  version: '2026-1',
  places: ['place/divisions/450103001005'],
  risks: ['下穿通道积水', '地下车库倒灌'],
  roles: [
    { key: 'head', title: '总指挥', a: 'responder/registry/D-001', b: 'responder/registry/D-002' },
    { key: 'patrol', title: '巡查组', duties: '查看易涝点，放置警示', a: 'team/registry/T-01' },
  ],
  triggers: [{ on: 'warning', scheme: 'signal-colour', grades: ['orange', 'red'], eventTypes: ['11B03'] }],
  steps: [
    { key: 'call-up', title: '叫应各责任人', role: 'head', dueS: 300 },
    { key: 'guard', title: '值守下穿通道', role: 'patrol', after: ['call-up'], beforeOnsetS: 3600 },
  ],
  shelters: ['facility/registry/F-01'],
  supplies: [{ item: '沙袋', quantity: 200, unit: '只' }],
};
