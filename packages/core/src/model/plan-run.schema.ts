import * as z from 'zod';
import { extra, id, idOf, instant, means } from './marks.js';

/**
 * 预案执行: one thing that happened while a plan was carried out. The event that triggers it begins a run; every later one names
 * that event in `run`, and the step it is about, if any. What has become of run and steps is a fold over these events.
 */
export const PlanRun = z.strictObject({
  plan: means(idOf('plan'), 'The plan.'),
  version: means(z.string(), 'Version of the plan that is carried out.').optional(),
  run: means(idOf('plan-run'), 'The event that triggered this run; absent on that event itself.').optional(),
  step: means(z.string(), 'Key of the step; absent = the run as a whole.').optional(),
  state: means(
    z.enum(['triggered', 'running', 'completed', 'aborted', 'waiting', 'active', 'done', 'skipped', 'failed']),
    'Of the run: 触发 执行中 完成 中止. Of a step: 等待 进行中 完成 跳过 失败.',
  ),
  grounds: means(z.array(id), 'What triggered it: warning, response, incident.').optional(),
  due: means(instant, 'When the step is to be done.').optional(),
  reason: means(z.string(), 'Why it was skipped, failed or aborted; no personal data.').optional(),
  extra,
});
export type PlanRun = z.infer<typeof PlanRun>;
export const planRunExample: z.input<typeof PlanRun> = {
  plan: 'plan/registry/P-01',
  version: '2026-1',
  run: 'plan-run/city/77c1',
  step: 'guard',
  state: 'skipped',
  reason: '通道已由交警封闭',
};
