import { expect } from 'chai';
import { issue, toInstant, YingjiError } from '@yingji/core';
import { li, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { until } from '../../test/wait.js';
import { changeTokens } from '../auth/token-file.js';

const PATH = '/api/commands/acknowledge-alarm';
const decision = { v: 1, id: 'decision-1', input: { of: 'report/fire/d1.1' } };

describe('POST /api/commands/:name', () => {
  let at: HttpFixture;
  afterEach(() => at.close());

  it('hands the decision on with the actor of the token', async () => {
    at = await startHttp();
    const answer = await at.post(PATH, decision);
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal({ ok: true, at: 3, ids: [] });
    expect(at.sent).to.have.length(1);
    expect(at.sent[0]!.request).to.deep.equal({ ...decision, name: 'acknowledge-alarm' });
    expect(at.sent[0]!.actor).to.deep.include(li);
  });

  for (const [what, body] of Object.entries({
    'an actor': { ...decision, actor: 'wang' },
    'a time': { ...decision, at: '2026-06-12T16:00:00+08:00' },
    'another name': { ...decision, name: 'other' },
    'no id': { v: 1, input: {} },
    'a short id': { ...decision, id: '1' },
    'another version': { ...decision, v: 2 },
    'no input': { v: 1, id: 'decision-1' },
    'a position of no entity': { ...decision, expects: [{ id: 'x', position: 1 }] },
  }))
    it(`refuses a body with ${what}`, async () => {
      at = await startHttp();
      const answer = await at.post(PATH, body);
      expect(answer.status).to.equal(400);
      expect(at.sent).to.deep.equal([]);
    });

  it('answers a decision against with its reasons', async () => {
    at = await startHttp({ answer: { ok: false, issues: [issue('not-found', 'It is gone.')] } });
    const answer = await at.post(PATH, decision);
    expect(answer.status).to.equal(422);
    expect(await answer.json()).to.deep.include({ code: 'not-found', message: 'It is gone.', ok: false });
  });

  for (const [how, end] of Object.entries({
    'is taken back': ({ tokensFile }: HttpFixture) => changeTokens(tokensFile, () => []),
    ends: ({ tokensFile }: HttpFixture) =>
      changeTokens(tokensFile, (tokens) => tokens.map((token) => ({ ...token, expiresAt: toInstant(Date.now() - 1) }))),
  }))
    it(`a credential that ${how} while its Command waits for the writer is told of`, async () => {
      let waiting = false;
      at = await startHttp({
        recheckMs: 10,
        answer: async (fallen) => {
          expect(fallen()).to.equal(undefined);
          waiting = true;
          return { ok: false, issues: [await until('the fall', fallen)] };
        },
      });
      const answer = at.post(PATH, decision);
      await until('the Command', () => waiting);
      end(at);
      expect(await (await answer).json())
        .to.have.property('code')
        .that.matches(/^token-/);
    });

  it('says that it cannot when the writer cannot, and nothing of why', async () => {
    at = await startHttp({ answer: new YingjiError('store-failed', 'secret-path', { recovery: 'retry' }) });
    const answer = await at.post(PATH, decision);
    expect(answer.status).to.equal(503);
    expect(await answer.text())
      .to.include('store-failed')
      .and.not.include('secret-path');
  });

  it('says no more than that something broke when a handler throws', async () => {
    at = await startHttp({ answer: new Error('canary') });
    const answer = await at.post(PATH, decision);
    expect(answer.status).to.equal(500);
    expect((await answer.text()) + JSON.stringify(at.log)).to.not.include('canary');
  });

  it('names the Commands there are', async () => {
    at = await startHttp();
    const answer = await at.post('/api/commands/open-gate', decision);
    expect(answer.status).to.equal(404);
    expect(await answer.json()).to.deep.equal({ code: 'unknown-command', message: 'Commands are: acknowledge-alarm.' });
  });
});
