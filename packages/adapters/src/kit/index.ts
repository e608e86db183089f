export {
  checkFeed,
  checkProfile,
  feedChecks,
  type CheckOptions,
  type CheckResult,
  type FeedReport,
} from './check-feed.js';
export { loadFeed } from './load-feed.js';
export { loadCodecs, loadSubject, loadSubjects, loadTrialConfig } from './load-subject.js';
export type { ProfileSubject } from './profile-subject.js';
export type { FeedCheck, FeedSubject, FeedVector, LineKind } from './subject.js';
