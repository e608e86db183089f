import type { Actor, Authenticator } from '@yingji/core';
import type { Down } from '@yingji/core/wire';
import { expect } from 'chai';
import { li, openReports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { openStream } from '../../test/stream-reader.js';

const letsIn = (actor: Actor): Authenticator => ({ authenticate: () => Promise.resolve(actor) });
const own = { 'sec-fetch-site': 'same-origin' };

describe('who acts, as a stream says it first', () => {
  let at: HttpFixture;
  afterEach(() => at.close());

  /** What the first line says of who acts, and how a Command of the same person is answered. */
  async function said(): Promise<readonly unknown[]> {
    const stream = await openStream(
      at,
      { ...openReports, versions: [2] },
      { ...own, authorization: `Bearer ${at.token}` },
    );
    const [hello] = await stream.until(() => true);
    await stream.close();
    const answer = await at.post('/api/commands/acknowledge-alarm', { v: 1, id: 'decision-1', input: {} }, own);
    const { code } = (await answer.json()) as { code?: string };
    const { actor, readOnly } = hello as Down & { t: 'hello' };
    return [actor, readOnly, answer.status, code];
  }

  it('who may decide is named, and decides', async () => {
    at = await startHttp();
    expect(await said()).to.deep.equal([li.masked, undefined, 200, undefined]);
  });

  it('who may only read is named and told so', async () => {
    for (const role of ['resident', 'auditor', 'vendor'] as const) {
      at = await startHttp({ authenticator: letsIn({ ...li, masked: '覃**', roles: [role] }) });
      expect(await said(), role).to.deep.equal(['覃**', 'no-right', 403, 'not-permitted']);
      if (role !== 'vendor') await at.close();
    }
  });

  it('a page that nobody signed in to has no name, and is told so', async () => {
    at = await startHttp({ withTokens: false });
    expect(await said()).to.deep.equal([undefined, 'no-actor', 403, 'actor-unknown']);
  });
});
