import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issue, systemClock, YingjiError } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { li, reports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { until } from '../../test/wait.js';
import { createToken } from '../auth/tokens.js';
import { createActs } from './acts.js';
import { openAudit, type Audit } from './audit-file.js';
import type { AuditLine } from './line.js';

const PATH = '/api/commands/acknowledge-alarm';
const decision = {
  v: 1,
  id: '13800000119-call',
  input: { of: 'report/fire/d1.1', purpose: 'call-back', note: '李小明' },
};

describe('what is written down', () => {
  let folder: string;
  let audit: Audit;
  let at: HttpFixture | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-acts-'));
    const file = join(folder, 'audit');
    const files = { file, keyFile: `${file}.key`, anchorFile: `${file}.anchor` };
    audit = await openAudit(files, { clock: systemClock, logger: createMemoryLogger() });
  });
  afterEach(async () => {
    await at?.close();
    at = undefined;
    await audit.close();
    rmSync(folder, { recursive: true });
  });
  const text = (): string => readFileSync(join(folder, 'audit'), 'utf8');
  const lines = (): AuditLine[] =>
    text()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as AuditLine);

  it('is every Command, before it is answered, without a word of what was in it', async () => {
    at = await startHttp({ audit });
    expect((await at.post(PATH, decision)).status).to.equal(200);
    const [line] = lines();
    expect(line).to.include({ who: 'li', what: 'command:acknowledge-alarm', purpose: 'call-back', outcome: 'done' });
    expect(line).to.have.keys(['v', 'n', 'at', 'who', 'what', 'of', 'from', 'purpose', 'outcome', 'seal']);
    await at.post(PATH, { ...decision, input: { purpose: '给李小明回电话' } });
    expect(lines()[1]).to.include({ purpose: 'not-a-word' });
    for (const secret of ['1380', '李', '127.0.0.1', at.token]) expect(text()).to.not.include(secret);
  });

  it('is what was decided against, what failed, and who may decide nothing', async () => {
    at = await startHttp({ audit, answer: { ok: false, issues: [issue('not-found', 'gone')] } });
    expect((await at.post(PATH, decision)).status).to.equal(422);
    const resident = createToken(at.tokensFile, { ...li, id: 'zhao', roles: ['resident', 'vendor'] }, systemClock);
    expect((await at.post(PATH, decision, { authorization: `Bearer ${resident}` })).status).to.equal(403);
    expect(at.sent).to.have.length(1);
    await at.close();
    at = await startHttp({ audit, answer: new YingjiError('store-failed', 'full', { recovery: 'retry' }) });
    expect((await at.post(PATH, decision)).status).to.equal(503);
    await until('three lines', () => lines().length === 3);
    expect(lines().map(({ who, outcome, code }) => [who, outcome, code])).to.deep.equal([
      ['li', 'refused', 'not-found'],
      ['zhao', 'refused', 'not-permitted'],
      ['li', 'failed', undefined],
    ]);
  });

  it('is every credential that was refused, with the reason that its sender does not get', async () => {
    at = await startHttp({ audit });
    const answer = await at.post('/api/view', reports, { authorization: 'Bearer yj_canary-7f3a' });
    expect(await answer.json()).to.have.keys(['code', 'message']);
    await until('the line', () => lines().length === 1);
    expect(lines()[0]).to.include({ what: 'credential', outcome: 'refused', code: 'unknown' });
    expect(lines()[0]!.from).to.match(/^[0-9a-f]{12}$/);
    expect(text()).to.not.include('canary');
  });

  it('is no more than 120 refusals a minute, and then how many there were besides', async () => {
    let ms = 0;
    const acts = createActs(audit, () => ms);
    const refuse = (count: number): void => {
      for (let i = 0; i < count; i += 1) acts.refused({ what: 'credential', code: 'unknown' }, '192.0.2.1');
    };
    refuse(1_000);
    ms = 60_000;
    refuse(1);
    await until('the lines', () => lines().length >= 122);
    expect(lines()).to.have.length(122);
    expect(lines()[120]).to.include({ what: 'held-back', count: 880 });
  });

  it('holds back the answer of a Command that could not be written down', async () => {
    const failing: Audit = {
      ...audit,
      append: () => Promise.reject(new YingjiError('audit-failed', 'full', { recovery: 'retry' })),
      sound: false,
    };
    at = await startHttp({ audit: failing });
    const answer = await at.post(PATH, decision);
    expect(answer.status).to.equal(503);
    expect(await answer.json()).to.include({ code: 'audit-failed' });
    expect((await at.post('/api/view', reports, { authorization: 'Bearer wrong' })).status).to.equal(401);
  });
});
