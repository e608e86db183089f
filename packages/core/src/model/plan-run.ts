import type { Kind, LifeCycle } from './kind.js';
export type { PlanRun } from './plan-run.schema.js';

/** The run itself goes from triggered to an end; each of its steps, named by `step`, from waiting to one. */
export const planRun: Kind = {
  name: 'plan-run',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['plan', 'run', 'grounds'],
};

export const planRunLife: LifeCycle = {
  begins: ['triggered', 'waiting'],
  states: {
    triggered: ['running', 'aborted'],
    running: ['completed', 'aborted'],
    completed: [],
    aborted: [],
    waiting: ['active', 'skipped'],
    active: ['done', 'skipped', 'failed'],
    done: [],
    skipped: [],
    failed: ['active'],
  },
};
