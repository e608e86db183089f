export {
  checkFeed,
  checkProfile,
  feedChecks,
  type CheckOptions,
  type CheckResult,
  type FeedReport,
} from './check-feed.js';
export { loadCodecs, loadFeed, loadSubject, loadSubjects, loadTrialConfig } from './load-subject.js';
export type { ProfileSubject } from './profile-subject.js';
export type { FeedCheck, FeedSubject, FeedVector } from './subject.js';
