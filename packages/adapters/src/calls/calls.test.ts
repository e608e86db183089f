import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Instant } from '@yingji/core';
import { checkFeed } from '../kit/check-feed.js';
import type { FeedVector } from '../kit/subject.js';
import { calls110, calls119, calls120, calls122 } from './index.js';

const here = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const PLAYED = 'a source that signs and posts is played in http-push.test.ts and session.test.ts';

describe('yingji check of the feeds of calls', function () {
  this.timeout(30_000);
  for (const definition of [calls110, calls119, calls120, calls122])
    it(definition.id, async () => {
      const { checks } = await checkFeed({
        definition,
        config: { from: { way: 'http-push', port: 0, secret: 'sixteen characters' } },
        vectors: JSON.parse(here(`./vectors/${definition.id}.json`)) as FeedVector[],
        readme: here('./README.md'),
        receivedAt: '2026-06-12T16:31:00+08:00' as Instant,
        skip: { chunking: PLAYED, settle: PLAYED, keys: PLAYED, restart: PLAYED, 'back-pressure': PLAYED },
      });
      expect(checks.flatMap(({ id, findings }) => findings.map((what) => `${id}: ${what}`))).to.deep.equal([]);
    });
});
