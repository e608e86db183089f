import type { Briefing } from '../model/briefing.js';
import { freeze } from './table.js';

/** By when one briefing of a sort has to be there, counted from when the desk was told (接报). */
export interface BriefingRule {
  readonly stage: Briefing['stage'];
  readonly by: Briefing['by'];
  /** Seconds. */
  readonly withinS: number;
  /** Where it is laid down, for `rule` of the briefing. */
  readonly rule: string;
  /** `false` where it was not read in the text it is said to be of. */
  readonly verified: boolean;
}

/**
 * 首报 to the county: by phone within 30 minutes, in writing within 60 (unverified, from memory; counties differ: 20 and 40 are known
 * of one). No figure of Guangxi or Nanning is known: a city puts its own rules in place of these, in data of the same shape.
 */
export const briefingRules: readonly BriefingRule[] = freeze([
  { stage: 'first', by: 'phone', withinS: 1800, rule: '首报电话 30 分钟（待核）', verified: false },
  { stage: 'first', by: 'writing', withinS: 3600, rule: '首报书面 60 分钟（待核）', verified: false },
]);
