import { expect } from 'chai';
import type { JsonObject } from '@yingji/core';
import { checkFeed, loadSubject } from './index.js';

const folder = new URL('../../../../examples/04-own-adapter', import.meta.url).pathname;

describe('what a vector says', () => {
  it('of a time is the instant, however it is written, and no other', async () => {
    const subject = await loadSubject(folder);
    const { definition, vectors } = subject;
    const good = vectors.find(({ sort, drafts = [] }) => sort === 'good' && drafts.length > 0)!;
    const checked = async (at: string, saying: string): Promise<readonly string[]> => {
      const dated = {
        ...definition,
        decode(...given: Parameters<typeof definition.decode>) {
          const read = definition.decode(...given);
          return { ...read, drafts: read.drafts.map((draft) => ({ ...draft, at: saying as never })) };
        },
      };
      const drafts = good.drafts!.map((draft): JsonObject => ({ ...(draft as JsonObject), at }));
      const only = { ...subject, definition: dated, vectors: [{ ...good, drafts }] };
      return (await checkFeed(only, { only: ['decode'] })).checks[0]!.findings;
    };
    expect(await checked('2026-06-12T16:00:00+08:00', '2026-06-12T08:00:00.000Z')).to.deep.equal([]);
    expect(await checked('2026-06-12T16:00:00+08:00', '2026-06-12T16:00:00.000Z')).not.to.deep.equal([]);
    expect(await checked('2026-06-12', '2026-06-12T00:00:00.000Z'), 'no instant').not.to.deep.equal([]);
  });
});
