import type { Resume } from '@yingji/core/wire';
import { expect } from 'chai';
import fc from 'fast-check';
import { seeds } from './seeds.js';
import { startHttp } from './http-fixture.js';
import { openStream } from './stream-reader.js';

const queries = { reports: { kind: 'report' } };
const isReady = ({ t }: { readonly t: string }): boolean => t === 'ready';

describe('a stream that is asked for from a place in another', function () {
  this.timeout(60_000);

  it('is whole and flagged over HTTP, and tells no change before', async () => {
    const at = await startHttp();
    try {
      const open = { t: 'open', versions: [2, 1], queries };
      const first = await openStream(at, open);
      const ready = (await first.until(isReady)).at(-1) as { readonly resume: Resume };
      at.alarm('d2');
      await first.until(({ t }) => t === 'diff');
      await first.close();
      const { epoch } = ready.resume;
      const ask = async (resume: object): Promise<string[]> => {
        const stream = await openStream(at, { ...open, resume });
        const told = await stream.until(isReady);
        await stream.close();
        return told.map((message) =>
          message.t === 'hello'
            ? `hello ${message.resumed}`
            : message.t === 'snap'
              ? `snap ${message.flagged}`
              : message.t,
        );
      };
      expect(await ask(ready.resume), 'of this stream').to.deep.equal(['hello true', 'diff', 'ready']);
      const others = fc
        .oneof(
          fc.integer({ min: 0, max: 99 }).map((policy) => epoch.replace(/^\d+/, String(policy))),
          fc.string({ maxLength: 40 }).map((stream) => epoch.replace(/\..*/s, () => `.${stream}`)),
          fc.string({ maxLength: 60 }),
        )
        .filter((other) => other !== epoch);
      const numbers = fc.integer({ min: 0, max: 3 });
      const resumes = fc.record({ epoch: others, seq: numbers, loose: numbers, position: numbers });
      await fc.assert(
        fc.asyncProperty(resumes, async (resume) => {
          expect(await ask(resume)).to.deep.equal(['hello false', 'snap true', 'ready']);
        }),
        // Each opens a stream over HTTP and hears its first messages.
        seeds(60, 300),
      );
    } finally {
      await at.close();
    }
  });
});
