export { checkFeed, feedChecks, type CheckResult, type FeedReport } from './check-feed.js';
export { loadFeed, loadSubject, loadTrialConfig } from './load-subject.js';
export type { FeedCheck, FeedSubject, FeedVector } from './subject.js';
