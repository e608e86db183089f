// What `yingji check` runs on a feed of others, on this one.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Instant } from '@yingji/core';
import { checkFeed, feedChecks, type FeedVector } from '../kit/index.js';
import { sl651 } from './index.js';
import { packets, SELF, up } from './station.test.js';

const text = (...bytes: readonly Uint8Array[]): string => Buffer.concat(bytes).toString('hex');
/** In the form of the check; what the norm says, and somebody else wrote down, is in `vectors.test.ts`. */
const own: readonly FeedVector[] = [
  {
    ...{ name: 'a report, its time echoed', source: 'derived', sort: 'good' },
    frame: text(up(`${SELF} 20 19 000005 39 23 00010490`)),
    drafts: [{ body: { value: { value: 0.5 } } }, { body: { value: { value: 10.49, unit: 'm' } } }],
    answer: '7e7e4501030001011234328008020007260612160000040fdc',
  },
  {
    ...{ name: 'a picture in three packets', source: 'derived', sort: 'good', drafts: [], issues: ['sl651-picture'] },
    frame: text(
      ...packets(
        Uint8Array.from({ length: 300 }, (_, i) => i),
        3,
      ),
    ),
  },
  {
    ...{ name: 'cut before the sum', source: 'derived', sort: 'truncated', drafts: [], issues: ['no-message'] },
    frame: text(up(`${SELF} 20 19 000005`).subarray(0, -2)),
  },
  {
    ...{ name: 'last bit of the sum changed', source: 'derived', sort: 'checksum', issues: ['sl651-checksum'] },
    frame: text(up(`${SELF} 20 19 000005`).map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte))),
  },
  {
    ...{ name: 'an element longer than its message', source: 'derived', sort: 'hostile' },
    frame: text(up(`${SELF} 20 f9 000005`)),
    issues: ['sl651-element', 'sl651-unmapped'],
  },
];

describe('sl651: yingji check', () => {
  const subject = {
    definition: sl651,
    config: { verticalDatum: '1985国家高程基准', confirmTime: 'echo' },
    vectors: own,
    readme: readFileSync(new URL('./README.md', import.meta.url), 'utf8'),
    line: 'tcp-client',
    receivedAt: '2026-06-12T16:31:00+08:00' as Instant,
    skip: {},
  } as const;

  it('every check passes', async function () {
    this.timeout(60_000);
    const { checks } = await checkFeed(subject);
    expect(checks.filter(({ result }) => result !== 'passed')).to.deep.equal([]);
    expect(checks).to.have.length(feedChecks.length);
  });
});
