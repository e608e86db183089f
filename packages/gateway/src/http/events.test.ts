import { systemClock, toInstant, type Actor, type Authenticator } from '@yingji/core';
import { fromCloudEvent, fromCloudEventBatch, type CloudEvent } from '@yingji/core/envelope';
import { expect } from 'chai';
import { readLines } from '../../test/stream-reader.js';
import { until as patiently } from '../../test/wait.js';
import { li, startHttp, type HttpFixture } from '../../test/http-fixture.js';

const BATCH = 'application/cloudevents-batch+json; charset=utf-8';
/** `type subject` of events, without what is the same in all. */
const said = (events: readonly CloudEvent[]): string[] =>
  events.map(({ type, subject }) => `${type.replace('yingji.', '').replace('.v1', '')} ${subject ?? ''}`.trim());
const FIRST = ['stream.reset', 'row.report report/fire/d1.1', 'stream.whole'];

describe('GET /api/events', () => {
  let at: HttpFixture;
  afterEach(() => at.close());

  const ask = (query: string, headers: { [name: string]: string } = {}, signal?: AbortSignal): Promise<Response> =>
    fetch(`${at.url}/api/events?${query}`, {
      headers: { authorization: `Bearer ${at.token}`, ...headers },
      ...(signal && { signal }),
    });
  const batch = async (query: string): Promise<CloudEvent[]> => {
    const answer = await ask(query);
    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, BATCH]);
    return (await answer.json()) as CloudEvent[];
  };
  /** The events of a stream, one by one. */
  async function* lines(query: string, stop = new AbortController()): AsyncGenerator<CloudEvent> {
    const answer = await ask(query, { accept: 'application/x-ndjson' }, stop.signal);
    expect(answer.headers.get('content-type')).to.equal('application/x-ndjson; charset=utf-8');
    for await (const line of readLines(answer.body!)) yield JSON.parse(line) as CloudEvent;
  }
  async function until(events: AsyncGenerator<CloudEvent>, type: string): Promise<CloudEvent[]> {
    const seen: CloudEvent[] = [];
    for (;;) {
      const { done, value } = await events.next();
      if (done) throw new Error(`the stream ended after ${said(seen).join(', ')}`);
      seen.push(value);
      if (value.type === type) return seen;
    }
  }

  it('gives all there is as a batch of CloudEvents, then what came after an event, then an empty list', async () => {
    at = await startHttp();
    const first = await batch('kind=report');
    expect(said(first)).to.deep.equal(FIRST);
    const { read, issues } = fromCloudEventBatch(first);
    expect(read.every(({ event }) => event !== undefined)).to.equal(true);
    expect(issues.filter(({ level }) => level !== 'info')).to.deep.equal([]);
    expect(first[1]).to.include({ source: '/yingji/nanning', time: first[1]!.time });
    const here = `kind=report&lastEventId=${encodeURIComponent(first.at(-1)!.id)}`;
    expect(await batch(here)).to.deep.equal([]);
    at.alarm('d2');
    const more = await batch(here);
    expect(said(more)).to.deep.equal(['row.report report/fire/d2.1']);
    expect(await batch(`kind=report&lastEventId=${encodeURIComponent(more[0]!.id)}`)).to.deep.equal([]);
  });

  it('gives lines for as long as somebody listens, with a beat', async () => {
    at = await startHttp({ beatMs: 50 });
    const stop = new AbortController();
    const events = lines('kind=report,device', stop);
    expect(said(await until(events, 'yingji.stream.whole.v1'))).to.include.members(FIRST);
    at.alarm('d2');
    const next = await until(events, 'yingji.row.report.v1');
    expect(next.at(-1)).to.include({ subject: 'report/fire/d2.1' });
    const beat = (await until(events, 'yingji.stream.beat.v1')).at(-1)!;
    expect(fromCloudEvent(beat).event).to.deep.equal(beat);
    stop.abort();
    await events.next().catch(() => undefined);
  });

  it('waits for the first change where it is asked to, and no longer', async () => {
    at = await startHttp();
    const first = await batch('kind=report');
    const here = `kind=report&lastEventId=${encodeURIComponent(first.at(-1)!.id)}`;
    expect(await batch(`${here}&timeout=80`)).to.deep.equal([]);
    const waiting = batch(`${here}&timeout=20000`);
    setTimeout(() => at.alarm('d2'), 100);
    expect(said(await waiting)).to.deep.equal(['row.report report/fire/d2.1']);
  });

  it('begins anew, and says so, for an event of another life', async () => {
    at = await startHttp();
    for (const id of ['17', '5-0-9-1.gone:0', 'new-x:4', '%00']) {
      const events = await batch(`kind=report&lastEventId=${id}`);
      expect(said(events), id).to.deep.equal(FIRST);
      expect(events[0]!.data, id).to.deep.equal({ kind: 'report', gap: true });
    }
  });

  it('is bounded, and the rest comes with the next', async () => {
    at = await startHttp();
    let last = (await batch('kind=report')).at(-1)!.id;
    for (let n = 0; n < 1_500; n += 1) at.alarm(`many-${n}`);
    const sizes: number[] = [];
    const subjects = new Set<unknown>();
    for (;;) {
      const events = await batch(`kind=report&lastEventId=${encodeURIComponent(last)}`);
      if (events.length === 0) break;
      sizes.push(events.length);
      for (const { subject } of events) subjects.add(subject);
      last = events.at(-1)!.id;
    }
    expect(sizes).to.deep.equal([1_000, 500]);
    expect(subjects.size).to.equal(1_500);
  });

  it('says in words what it does not understand', async () => {
    at = await startHttp();
    for (const [query, hint] of [
      ['', 'kind=report'],
      ['kind=', 'kind is none'],
      ['kind=nothing', 'kind is none'],
      ['kind=report,memory', 'kind is none'],
      ['kind=__proto__', 'kind is none'],
      ['kind=report&kind=warning', 'kind=report'],
      [`kind=${Array.from({ length: 65 }, (_, i) => `k${i}`).join()}`, '64 queries'],
      ['kind=report&lastEventId=1&lastEventId=2', 'one lastEventId'],
      ['kind=report&timeout=30001', '30000'],
      ['kind=report&timeout=-1', '30000'],
      ['kind=report&timeout=soon', '30000'],
    ] as const) {
      const answer = await ask(query);
      expect(answer.status, query).to.equal(400);
      expect(await answer.text(), query).to.include(hint);
    }
  });

  it('takes what a client accepts, and never hands one event out as many', async () => {
    at = await startHttp();
    const types = async (accept: string): Promise<string> => {
      const stop = new AbortController();
      const answer = await ask('kind=report', { accept }, stop.signal);
      stop.abort();
      return `${answer.status} ${answer.headers.get('content-type')?.split(';')[0]}`;
    };
    const [LIST, LINES] = ['200 application/cloudevents-batch+json', '200 application/x-ndjson'];
    expect(await types('application/cloudevents-batch+json')).to.equal(LIST);
    expect(await types('text/html, application/x-ndjson;q=0.9, */*;q=0.1')).to.equal(LINES);
    expect(await types('application/x-ndjson;q=0, application/*')).to.equal(LIST);
    for (const none of ['application/cloudevents+json', 'text/event-stream', ''])
      expect(await types(none), none).to.equal(none === '' ? LIST : '406 application/json');
  });

  it('has nothing for HEAD, which would listen for ever', async () => {
    at = await startHttp();
    const headers = { authorization: `Bearer ${at.token}`, accept: 'application/x-ndjson' };
    expect((await fetch(`${at.url}/api/events?kind=report`, { method: 'HEAD', headers })).status).to.equal(404);
  });

  it('lets nobody in without a credential', async () => {
    at = await startHttp();
    expect((await ask('kind=report', { authorization: '' })).status).to.equal(401);
    expect((await ask(`kind=report&access_token=${at.token}`, { authorization: 'Bearer x' })).status).to.equal(401);
  });

  it('never lets a picture that is no longer kept look calm', async () => {
    at = await startHttp();
    const first = await batch('kind=report');
    at.view.advance(systemClock.now(), 'store-failed');
    const here = `kind=report&lastEventId=${encodeURIComponent(first.at(-1)!.id)}`;
    for (const query of ['kind=report', here, `${here}&timeout=5000`]) {
      const answer = await ask(query);
      expect([answer.status, Number(answer.headers.get('retry-after')) > 0], query).to.deep.equal([503, true]);
      expect(await answer.json()).to.include({ code: 'store-failed' });
    }
    expect(said(await until(lines('kind=report'), 'yingji.stream.bye.v1'))).to.deep.equal(['stream.bye']);
  });

  it('ends with the credential: lines by saying so, a batch that waits by no answer', async () => {
    const authenticator: Authenticator = {
      authenticate: async (): Promise<Actor> => ({ ...li, expiresAt: toInstant(Date.now() + 400) }),
    };
    at = await startHttp({ authenticator });
    const began = Date.now();
    const events = lines('kind=report');
    const [bye] = (await until(events, 'yingji.stream.bye.v1')).slice(-1);
    expect(bye!.data).to.include({ code: 'credential-ended' });
    expect((await events.next()).done).to.equal(true);
    const { id } = (await batch('kind=report')).at(-1)!;
    const waiting = await ask(`kind=report&timeout=20000&lastEventId=${encodeURIComponent(id)}`);
    expect([waiting.status, ((await waiting.json()) as { code: string }).code]).to.deep.equal([
      503,
      'credential-ended',
    ]);
    expect(Date.now() - began).to.be.below(5_000);
  });

  it('takes a place among the streams of its actor, and gives it back', async () => {
    at = await startHttp({ config: { limits: { streamsPerActor: 1 } } });
    const stop = new AbortController();
    const events = lines('kind=report', stop);
    await events.next();
    expect((await ask('kind=report')).status).to.equal(429);
    stop.abort();
    await events.next().catch(() => undefined);
    await patiently('its place', async () => (await ask('kind=report')).status === 200);
    for (let i = 0; i < 5; i += 1) await batch('kind=report');
  });
});
