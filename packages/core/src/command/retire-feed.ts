import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { FeedHealth } from '../model/feed.js';
import { id } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import { cityFact } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { purpose } from './purpose.js';
import { refuseInput } from './refuse-input.js';

const Input = z.strictObject({ feed: id, purpose });
/** Which feed is gone for good, and why, in 4 to 200 characters without personal data. */
export type RetireFeed = z.infer<typeof Input>;

/**
 * Says that a feed is gone for good: no all-clear waits for its word any more, and no device that hung on it alone vouches for
 * anything. Only one that is no longer configured can be gone; nothing is deleted, and one that is configured again is a feed like
 * any other. Who said it and why stands on its row and in the log; saying it again changes nothing.
 * Issues: `invalid-input`, `not-found`, `not-allowed-now`.
 */
export const retireFeed: CommandDefinition<'retire-feed', RetireFeed> = {
  name: 'retire-feed',
  title: { zh: '停用数据源', en: 'Retire a feed' },
  rule: commandRules['retire-feed'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"feed": "<id>", "purpose": "<why, 4 to 200 characters>"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const { feed, purpose: why } = parsed;
    const row = reader.get(feed);
    if (row?.kind !== 'feed')
      return refuseInput('not-found', `${feed} is no feed in the picture; read it again.`, 'feed');
    const health = row.value as unknown as FeedHealth;
    if (health.state !== 'removed')
      return refuseInput(
        'not-allowed-now',
        `${feed} is still configured; take it out of the configuration first, for it would come back by itself.`,
        'feed',
      );
    if (health.retired !== undefined) return { drafts: [] };
    const value: FeedHealth = { ...health, retired: maskNumbers(why) };
    return { drafts: [cityFact(feed, value, { command, at: now })] };
  },
};
