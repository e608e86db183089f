// What a page needs to say who is on duty, what is not covered and how far a call-up came, without the validators that the main entry carries.
export type { BriefingRule } from '../codes/briefing-rules.js';
export { briefingsOwed, type BriefingOwed } from './briefings.js';
export { callupReach, postOf, reachOf, type CallupReach, type Callups } from './call-book.js';
export type { ChainState } from './callups.js';
export { coverGaps, type CoverAsked, type Gap } from './cover-gaps.js';
export { onDuty, span, withParents, type DutyAsked, type OnDuty, type Rota } from './on-duty.js';
export { standIns, type StandIn, type StandInAsked } from './stand-ins.js';
export { hasSkill, type SkillAsked } from '../resilience/skills.js';
