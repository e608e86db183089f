export { isRole, mayDecide, roles, type Role } from './roles.js';
export { isScope } from './scope.js';
export { tiers, type Tier } from './tier.js';
export { asSeen, audienceKey, maySee, tierOf, type Belongs, type Sight } from './policy.js';
export { belongsTo } from './belongs.js';
export { readPolicy, type ReadPolicy } from './read-policy.js';
export { needsOf, type CommandRule, type Grant, type Waits } from './command-rule.js';
export { commandRules } from './command-rules.js';
