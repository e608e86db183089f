import { expect } from 'chai';
import { reports, startHttp, type HttpFixture } from '../../test/http-fixture.js';

describe('POST /api/view', () => {
  let at: HttpFixture;
  before(async () => (at = await startHttp()));
  after(() => at.close());

  it('gives the rows of each query as of one position', async () => {
    const answer = await at.post('/api/view', { queries: { ...reports.queries, none: { kind: 'warning' } } });
    const body = (await answer.json()) as {
      city: string;
      at: number;
      now: string;
      rows: { [key: string]: { id: string }[] };
    };
    expect(body).to.have.keys(['city', 'at', 'now', 'rows']);
    expect(body.city).to.equal('nanning');
    expect(body.at).to.equal(2);
    expect(body.rows['reports']!.map(({ id }) => id)).to.deep.equal(['report/fire/d1.1']);
    expect(body.rows['none']).to.deep.equal([]);
  });

  it('filters, sorts and cuts as asked', async () => {
    at.alarm('d2');
    at.alarm('d3');
    const query = {
      kind: 'device',
      where: [{ field: 'native', op: 'ne', value: 'd2' }],
      sort: [{ field: 'native', dir: 'desc' }],
      top: 1,
    };
    const body = (await (await at.post('/api/view', { queries: { q: query } })).json()) as {
      rows: { q: { value: { native: string } }[] };
    };
    expect(body.rows.q.map(({ value }) => value.native)).to.deep.equal(['d3']);
  });

  it('keeps what stays inside', async () => {
    const answer = await at.post('/api/view', { queries: { q: { kind: 'memory' } } });
    expect(answer.status).to.equal(400);
    expect(await answer.json()).to.include({ code: 'bad-open' });
  });

  it('holds nobody up while it answers who asks for everything many times', async function () {
    this.timeout(60_000);
    for (let i = 0; i < 6_000; i += 1) at.alarm(`many-${i}`);
    const began = Date.now();
    let last = began;
    let held = 0;
    const ticking = setInterval(() => {
      held = Math.max(held, Date.now() - last);
      last = Date.now();
    }, 5);
    const queries = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`q${i}`, { kind: 'report' }]));
    const answer = await at.post('/api/view', { queries });
    let bytes = 0;
    for await (const chunk of answer.body!) bytes += (chunk as Uint8Array).length;
    clearInterval(ticking);
    expect(bytes).to.be.above(60_000_000);
    expect(held).to.be.below((Date.now() - began) / 3);
  });
});

describe('the open routes', () => {
  let at: HttpFixture;
  before(async () => (at = await startHttp()));
  after(() => at.close());

  it('give JSON Schema of every kind that a source may state', async () => {
    const all = (await (await fetch(`${at.url}/api/schema`)).json()) as { $defs: object };
    expect(Object.keys(all.$defs)).to.include('report').and.include('warning').and.not.include('memory');
    const one = await fetch(`${at.url}/api/schema/report`);
    expect(one.headers.get('content-type')).to.include('application/schema+json');
    expect(await one.json()).to.include({ title: 'report' });
  });
});
