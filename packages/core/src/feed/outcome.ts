import type { Message } from './define-feed.js';

/** What became of a message, where it does not say so itself. */
export const outcomeOf = ({ outcome, issues = [] }: Message): NonNullable<Message['outcome']> =>
  outcome ?? (issues.some(({ level }) => level === 'error') ? 'undecodable' : 'good');
