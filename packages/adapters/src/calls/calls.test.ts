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

describe('the configuration of a feed of calls', () => {
  const issuesOf = (from: object): readonly string[] => {
    const made = calls110.configure({ from: from as never });
    return 'issues' in made ? made.issues.map(({ path }) => path) : [];
  };

  it('refuses a statement that asks behind the watermark, and pages whose end nobody sees', () => {
    const base = { way: 'postgres', host: 'x', database: 'x', user: 'x', mark: 'gxsj' };
    const sql = (where: string) => issuesOf({ ...base, statement: `select * from jjdb where ${where} limit $2` });
    expect([sql('gxsj >= $1'), sql('$1 <= gxsj')]).to.deep.equal([[], []]);
    for (const where of ['gxsj > $1', 'gxsj>$1', '$1 < gxsj'])
      expect(sql(where), where).to.deep.equal(['/from/statement']);
    const pages = { way: 'http-poll', url: 'https://x.example/?page={page}' };
    expect([issuesOf(pages), issuesOf({ ...pages, list: '' })]).to.deep.equal([['/from/list'], []]);
  });
});
