import { expect } from 'chai';
import fc from 'fast-check';
import { YingjiError } from '../error.js';
import type { Json } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import { entityId } from '../model/id.js';
import { schemas } from '../model/schemas.js';
import { toInstant } from '../model/time.js';
import { createEntries, fireAlarm } from '../testing/entries.js';
import { fromCloudEvent, fromCloudEventBatch, toCloudEvent, type CloudEvent } from './index.js';
import { seeds } from '../testing/seeds.js';

const options = { source: 'https://city.example.org/nanning', prefix: 'org.example' };
const alarm = createEntries().put(...fireAlarm('1'));
const crossed = (event: CloudEvent): unknown => JSON.parse(JSON.stringify(event));
const sent = (more: object = {}): Record<string, unknown> => ({ ...toCloudEvent(alarm, options), ...more });
/** `level code path` of every Issue. */
const said = (json: unknown): string[] =>
  fromCloudEvent(json).issues.map(({ level, code, path }) => `${level} ${code} ${path}`);

describe('to CloudEvents', () => {
  it('a fact becomes an event with the attributes of the norm and three of ours', () => {
    const { data, ...context } = toCloudEvent(alarm, { ...options, schemaBase: 'https://city.example.org/schemas/' });
    expect(context).to.deep.equal({
      specversion: '1.0',
      id: '1',
      source: 'https://city.example.org/nanning',
      type: 'org.example.yingji.report.v1',
      subject: 'report/fire/1.1',
      time: '2026-06-12T08:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'https://city.example.org/schemas/report.v1.json',
      yingjiposition: '1',
      yingjirecorded: '2026-06-12T08:00:00.000Z',
    });
    const { position: _, recordedAt: __, ...change } = alarm;
    expect(data).to.deep.equal(change);
  });

  it('every attribute is named as the norm wants: a–z and 0–9, at most 20', () => {
    for (const entry of [alarm, { ...alarm, exercise: 'drill-1' }])
      for (const name of Object.keys(toCloudEvent(entry, options))) expect(name).to.match(/^[a-z0-9]{1,20}$/);
  });

  it('a drill is told by its type, so that whoever looks at nothing else never takes it for real', () => {
    const event = toCloudEvent({ ...alarm, exercise: 'drill-1' }, options);
    expect([event.type, event['yingjiexercise']]).to.deep.equal(['org.example.yingji.exercise.report.v1', true]);
    expect(toCloudEvent(alarm, { source: 'x' }).type).to.equal('yingji.report.v1');
  });

  it('wrong wiring throws, with a code', () => {
    const memory = createEntries().put(entityId('memory', 'city', 'x'), {});
    const cases: readonly [code: string, make: () => unknown][] = [
      ['bad-event-source', () => toCloudEvent(alarm, { source: '' })],
      ['bad-event-source', () => toCloudEvent(alarm, { source: '南宁' })],
      ['bad-event-source', () => toCloudEvent(alarm, { source: 'a b' })],
      ['bad-event-prefix', () => toCloudEvent(alarm, { ...options, prefix: 'Org.Example.' })],
      ['bad-event-schema', () => toCloudEvent(alarm, { ...options, schemaBase: '/schemas/' })],
      ['host-only-kind', () => toCloudEvent(memory, options)],
    ];
    for (const [code, make] of cases) expect(make).to.throw(YingjiError).with.property('code', code);
  });
});

describe('there and back', () => {
  const texts = fc.string({ minLength: 1, unit: 'grapheme' });
  const ms = fc.integer({ min: 0, max: 4e12 });
  const body = fc.oneof(
    fc.constantFrom(...Object.values(schemas).map(({ example }) => ({ value: example as unknown as Json }))),
    fc
      .dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        fc.oneof(fc.string(), fc.integer(), fc.boolean()),
      )
      .map((value) => ({ value })),
    fc.record({ removed: fc.constant(true as const), reason: fc.string() }),
  );
  const entries: fc.Arbitrary<Entry> = fc
    .record(
      {
        kind: fc.constantFrom(...Object.keys(schemas), 'acme:bike-shed'),
        source: texts,
        native: texts,
        at: ms,
        recorded: ms,
        order: fc.tuple(fc.maxSafeNat(), fc.maxSafeNat()),
        basis: fc.constantFrom('stated' as const, 'derived' as const, 'unknown' as const),
        body,
        position: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        exercise: texts,
        by: texts,
        cause: fc.oneof(fc.array(texts), fc.record({ command: texts })),
      },
      { requiredKeys: ['kind', 'source', 'native', 'at', 'recorded', 'order', 'basis', 'body', 'position'] },
    )
    .map(({ native, recorded, at, position, ...rest }) => ({
      ...(rest as Omit<Entry, 'v' | 'id' | 'at' | 'position' | 'recordedAt'>),
      v: 1,
      id: entityId(rest.kind, rest.source, native),
      at: toInstant(at),
      position: position as Position,
      recordedAt: toInstant(recorded),
    }));

  it('an entry comes back as it was, without an Issue', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const { entry: back, event, issues } = fromCloudEvent(crossed(toCloudEvent(entry, options)));
        expect(issues).to.deep.equal([]);
        expect(back).to.deep.equal(entry);
        expect(event).to.deep.equal(crossed(toCloudEvent(entry, options)));
      }),
      seeds(),
    );
  });

  it('so does a batch, in its order', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 5 }), (list) => {
        const batch: unknown = JSON.parse(JSON.stringify(list.map((entry) => toCloudEvent(entry, options))));
        const { read, issues } = fromCloudEventBatch(batch);
        expect(issues).to.deep.equal([]);
        expect(read.map(({ entry }) => entry)).to.deep.equal(list);
      }),
      seeds(),
    );
  });

  it('a hop may write the time in another way, and put in attributes of its own', () => {
    const { entry, issues } = fromCloudEvent(
      sent({
        time: '2026-06-12t16:00:00.000000+08:00',
        traceparent: '00-0af7',
        hops: 3,
        sampled: false,
        subject: null,
      }),
    );
    expect(issues).to.deep.equal([]);
    expect(entry).to.deep.equal(alarm);
  });
});

describe('hostile and foreign events', () => {
  it('an event of the norm’s own examples is given back as it is', () => {
    const example = {
      ...{
        specversion: '1.0',
        type: 'com.example.someevent',
        source: '/mycontext',
        subject: null,
        id: 'C234-1234-1234',
      },
      ...{ time: '2018-04-05T17:31:00Z', comexampleextension1: 'value', comexampleothervalue: 5 },
      ...{ datacontenttype: 'application/json', data: { appinfoA: 'abc', appinfoB: 123, appinfoC: true } },
    };
    const { event, entry, issues } = fromCloudEvent(example);
    const { subject: _, ...rest } = example;
    expect(event).to.deep.equal(rest);
    expect(entry).to.equal(undefined);
    expect(issues.map(({ code, level }) => [code, level])).to.deep.equal([['event-of-others', 'info']]);
    const others: object[] = [
      { datacontenttype: 'application/vnd.apache.thrift.binary', data: undefined, data_base64: 'AAEC' },
      { datacontenttype: 'application/xml', data: '<much wow="xml"/>' },
      { datacontenttype: undefined, data: "I'm just a string" },
      { datacontenttype: 'application/geo+json; charset=utf-8', data: [1] },
      { data: null },
    ];
    for (const each of others)
      expect(said(JSON.parse(JSON.stringify({ ...example, ...each })))).to.deep.equal(['info event-of-others /type']);
  });

  const bad: readonly [what: string, event: unknown, issues: string[]][] = [
    ['nothing', null, ['error event-no-object ']],
    ['text', '{}', ['error event-no-object ']],
    ['a list', [], ['error event-no-object ']],
    [
      'an empty object',
      {},
      ['specversion', 'id', 'source', 'type'].map((name) => `error event-attribute-missing /${name}`),
    ],
    ['version 0.3', sent({ specversion: '0.3' }), ['error event-specversion /specversion']],
    ['version 1.0.2', sent({ specversion: '1.0.2' }), ['error event-specversion /specversion']],
    ['a version that is a number', sent({ specversion: 1 }), ['error event-attribute-required /specversion']],
    ['no id', sent({ id: undefined }), ['error event-attribute-missing /id']],
    ['an id that is null', sent({ id: null }), ['error event-attribute-missing /id']],
    ['an empty id', sent({ id: '' }), ['error event-attribute-required /id']],
    ['an id that is a number', sent({ id: 5 }), ['error event-attribute-required /id']],
    ['half a surrogate pair', sent({ id: '\ud800' }), ['error event-attribute-required /id']],
    ['a control character', sent({ type: 'a\nb' }), ['error event-attribute-required /type']],
    ['a source of 10 MB', sent({ source: 'x'.repeat(10_000_000) }), ['error event-attribute-required /source']],
    ['both sorts of data', sent({ data_base64: 'AAEC' }), ['error event-data /data_base64']],
    ['bytes that are no base64', sent({ data: undefined, data_base64: 'A*' }), ['error event-data /data_base64']],
    ['bytes that are a number', sent({ data: undefined, data_base64: 7 }), ['error event-data /data_base64']],
    ['bytes where ours have JSON', sent({ data: undefined, data_base64: 'AAEC' }), ['error event-data-missing /data']],
    ['an object as XML', sent({ datacontenttype: 'application/xml' }), ['error event-data /data']],
    ['no data', sent({ data: undefined }), ['error event-data-missing /data']],
    ['data that is text', sent({ data: 'x' }), ['error event-data-missing /data']],
    ['version 2 of ours', sent({ type: 'org.example.yingji.report.v2' }), ['error event-version /type']],
    ['a memory', sent({ type: 'yingji.memory.v1' }), ['error event-host-only /type']],
    ['no position', sent({ yingjiposition: undefined }), ['error event-mark /yingjiposition']],
    ['position 0', sent({ yingjiposition: '0' }), ['error event-mark /yingjiposition']],
    ['a position beyond all', sent({ yingjiposition: '9999999999999999' }), ['error event-mark /yingjiposition']],
    ['a recorded time of words', sent({ yingjirecorded: 'noon' }), ['error event-mark /yingjirecorded']],
    ['another subject', sent({ subject: 'report/fire/2' }), ['error event-contradiction /subject']],
    ['another time', sent({ time: '2026-06-12T08:00:01Z' }), ['error event-contradiction /time']],
    ['a drill by its mark alone', sent({ yingjiexercise: true }), ['error event-contradiction /yingjiexercise']],
    ['a drill by its type alone', sent({ type: 'yingji.exercise.report.v1' }), ['error event-contradiction /type']],
    ['another kind', sent({ type: 'yingji.warning.v1' }), ['error event-contradiction /type']],
    ['a source with spaces', sent({ source: 'a b' }), ['warning event-source /source']],
    ['a time of words', sent({ time: 'noon' }), ['warning event-attribute /time']],
    ['a time in the year 275760', sent({ time: '+275760-09-13T00:00:00Z' }), ['warning event-attribute /time']],
    ['a relative schema', sent({ dataschema: '/x' }), ['warning event-attribute /dataschema']],
    ['a content type of one word', sent({ datacontenttype: 'json' }), ['warning event-attribute /datacontenttype']],
    ['a subject that is true', sent({ subject: true }), ['warning event-attribute /subject']],
    ['an extension in capitals', sent({ traceParent: 'x' }), ['warning event-attribute-name /traceParent']],
    ['an extension that is an object', sent({ trace: {} }), ['warning event-attribute /trace']],
    ['an extension of 33 bits', sent({ big: 2 ** 31 }), ['warning event-attribute /big']],
    ['a broken number', sent({ half: 0.5 }), ['warning event-attribute /half']],
    ['an extension named constructor', sent({ constructor: {} }), ['warning event-attribute /constructor']],
  ];
  for (const [what, event, issues] of bad)
    it(`${what}: ${issues[0] ?? 'nothing'}`, () => {
      expect(said(event)).to.deep.equal(issues);
      const { event: read, entry } = fromCloudEvent(event);
      const lost = issues.some((each) => each.startsWith('error'));
      expect(entry === undefined).to.equal(lost);
      if (!lost) expect(entry).to.deep.equal(alarm);
      if (read)
        for (const name of issues.filter((each) => each.includes('attribute')))
          expect(read).to.not.have.own.property(name.split('/')[1]!);
    });

  const change = sent()['data'] as Record<string, unknown>;
  const changes: readonly [what: string, data: object, path: string][] = [
    ['v 2', { v: 2 }, 'v'],
    ['an id of another kind', { id: 'device/fire/1' }, 'id'],
    ['an order of three', { order: [0, 1, 2] }, 'order'],
    ['an order of text', { order: [0, '1'] }, 'order'],
    ['a time without an offset', { at: '2026-06-12T08:00:00' }, 'at'],
    ['an unknown basis', { basis: 'heard' }, 'basis'],
    ['no body', { body: undefined }, 'body'],
    ['a body of both', { body: { value: {}, removed: true, reason: '' } }, 'body'],
    ['a value that is no object', { body: { value: 5 } }, 'body'],
    ['a cause that is text', { cause: 'x' }, 'cause'],
    ['an empty by', { by: '' }, 'by'],
  ];
  for (const [what, more, path] of changes)
    it(`${what}: no entry, and the event is kept`, () => {
      const json: unknown = JSON.parse(
        JSON.stringify(sent({ data: { ...change, ...more }, subject: null, time: null })),
      );
      const { entry, event, issues } = fromCloudEvent(json);
      expect(entry).to.equal(undefined);
      expect(event).to.not.equal(undefined);
      expect(issues.map((each) => each.path)).to.deep.equal([`/data/${path}`]);
    });

  it('a member that no Change has is left out, and said without its name', () => {
    const { entry, issues } = fromCloudEvent(sent({ data: { ...change, 李小明: '13800000000' } }));
    expect(entry).to.deep.equal(alarm);
    expect(JSON.stringify(issues)).to.include('event-unknown-member').and.not.include('李小明');
  });

  it('__proto__ and depth: an Issue, and no prototype is touched', () => {
    const proto = JSON.stringify(sent()).replace('"needs"', '"__proto__":{"polluted":1},"needs"');
    expect(said(JSON.parse(proto))).to.deep.equal(['error event-data /data']);
    const top = `{"__proto__":{"polluted":1},${JSON.stringify(sent()).slice(1)}`;
    expect(said(JSON.parse(top))).to.deep.equal(['warning event-attribute-name /__proto__']);
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(said(sent({ data: deep }))).to.deep.equal(['error event-data /data']);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('a hundred thousand attributes: no more Issues and members than are read', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x${i}`, 'y']));
    const { event, issues } = fromCloudEvent({ ...many, ...sent() });
    expect(issues.length).to.be.below(140);
    expect(Object.keys(event!).length).to.be.below(140);
  });

  it('a batch that is none, and one bad event among good ones', () => {
    expect(fromCloudEventBatch({}).issues.map(({ code }) => code)).to.deep.equal(['event-no-batch']);
    expect(fromCloudEventBatch([])).to.deep.equal({ read: [], issues: [] });
    const { read, issues } = fromCloudEventBatch([sent(), sent({ id: '' }), sent()]);
    expect(read.map(({ entry }) => entry !== undefined)).to.deep.equal([true, false, true]);
    expect(issues.map(({ path }) => path)).to.deep.equal(['/1/id']);
  });

  it('whatever comes: no throw, and no entry that says something else than its context', () => {
    const event = fc.record(
      Object.fromEntries(
        Object.entries(sent()).map(([name, value]) => [
          name,
          fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, fc.jsonValue() as fc.Arbitrary<unknown>),
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(event, fc.jsonValue()), (json) => {
        const { entry, event: read, issues } = fromCloudEvent(json);
        if (entry) expect([read!.subject ?? entry.id, entry.kind]).to.deep.equal([entry.id, 'report']);
        if (!read) expect(issues.some(({ level }) => level === 'error')).to.equal(true);
      }),
      seeds(2000),
    );
  });
});
