import { expect } from 'chai';
import { entityId } from '../model/id.js';
import { detector, fireAlarm } from '../testing/index.js';
import type { Row } from '../view/view.js';
import { fromColumns } from './from-columns.js';
import { actor, incident, opened, world } from '../testing/wire-world.js';
import { parseOpen, type Down, type Open } from './messages.js';

/** What a host of version 1 alone said to the client below, recorded before there was a version 2. */
const RECORDED = [
  String.raw`{"t":"hello","version":1,"city":"test","beatMs":5000,"resumed":false,"now":"2026-06-12T08:00:00.000Z"}`,
  String.raw`{"t":"snap","key":"p","flagged":false,"delta":{"put":[{"id":"incident/city/1","kind":"incident","value":{"title":"1","state":"confirmed"},"at":"2026-06-12T08:00:00.000Z","recordedAt":"2026-06-12T08:00:00.000Z","basis":"stated","source":"city","position":1,"derived":{"level":"ungraded","rank":2,"reports":0},"fresh":{"state":"live","since":"2026-06-12T08:00:00.000Z"}}],"reset":true,"gap":false,"removed":[],"at":2,"now":"2026-06-12T08:00:00.000Z"},"last":true}`,
  String.raw`{"t":"snap","key":"d","flagged":false,"delta":{"put":[{"id":"device/registry/1","kind":"device","value":{"type":"smoke-detector","native":"1","contract":{"by":"event"}},"at":"2026-06-12T08:00:00.000Z","recordedAt":"2026-06-12T08:00:00.000Z","basis":"stated","source":"registry","position":2,"derived":{"states":[],"alarms":0},"fresh":{"state":"unknown"}}],"reset":true,"gap":false,"removed":[],"at":2,"now":"2026-06-12T08:00:00.000Z"},"last":true}`,
  String.raw`{"t":"ready","resume":{"epoch":"1.id-7-2","seq":0,"position":2},"now":"2026-06-12T08:00:00.000Z"}`,
  String.raw`{"t":"diff","key":"p","delta":{"reset":false,"gap":false,"put":[{"id":"incident/city/2","kind":"incident","value":{"title":"2","state":"confirmed"},"at":"2026-06-12T08:00:00.000Z","recordedAt":"2026-06-12T08:00:00.000Z","basis":"stated","source":"city","position":3,"derived":{"level":"ungraded","rank":2,"reports":0},"fresh":{"state":"live","since":"2026-06-12T08:00:00.000Z"}}],"removed":[],"at":4,"now":"2026-06-12T08:00:00.000Z"},"resume":{"epoch":"1.id-7-2","seq":1,"position":4}}`,
  String.raw`{"t":"diff","key":"d","delta":{"reset":false,"gap":false,"put":[{"id":"device/registry/1","kind":"device","value":{"type":"smoke-detector","native":"1","contract":{"by":"event"},"name":"一号"},"at":"2026-06-12T08:00:00.000Z","recordedAt":"2026-06-12T08:00:00.000Z","basis":"stated","source":"registry","position":4,"derived":{"states":[],"alarms":0},"fresh":{"state":"unknown"}}],"removed":[],"at":4,"now":"2026-06-12T08:00:00.000Z"},"resume":{"epoch":"1.id-7-2","seq":2,"position":4}}`,
  String.raw`{"t":"beat","now":"2026-06-12T08:00:00.000Z","resume":{"epoch":"1.id-7-2","seq":2,"position":4}}`,
  String.raw`{"t":"hello","version":1,"city":"test","beatMs":5000,"resumed":true,"now":"2026-06-12T08:00:05.000Z"}`,
  String.raw`{"t":"diff","key":"p","delta":{"reset":false,"gap":false,"put":[],"removed":["incident/city/1"],"at":5,"now":"2026-06-12T08:00:05.000Z"},"resume":{"epoch":"1.id-7-2","seq":3,"position":5}}`,
  String.raw`{"t":"ready","resume":{"epoch":"1.id-7-2","seq":3,"position":5},"now":"2026-06-12T08:00:05.000Z"}`,
].map((line) => JSON.parse(line) as Down);

/** What was said, and of what is derived the members that there were when it was recorded: others may have come since. */
const asRecorded = (said: readonly Down[]): unknown =>
  said.map((message, i) => {
    const [before, now] = [RECORDED[i], JSON.parse(JSON.stringify(message)) as Down];
    if (!before || !('delta' in before) || !('delta' in now)) return now;
    const put = (now.delta.put ?? []).map((row, n) => {
      const known = before.delta.put?.[n]?.derived ?? {};
      return { ...row, derived: Object.fromEntries(Object.keys(known).map((name) => [name, row.derived[name]])) };
    });
    return { ...now, delta: { ...now.delta, put } };
  });

describe('wire: version 1', () => {
  it('a client of the version before is told what it always was', async () => {
    const { make, say, hub, clock } = world();
    await say(opened(make, 1), make.put(...detector('1')));
    const lines: string[] = [];
    const queries = { p: { kind: 'incident' }, d: { kind: 'device' } };
    const open = parseOpen({ t: 'open', versions: [1], queries }) as Open;
    const sink = { write: (line: string) => lines.push(line) > 0, end: () => undefined, onDrain: () => undefined };
    const leave = hub.open(open, actor, sink);
    await say(opened(make, 2), make.put(...detector('1', { name: '一号' })));
    await clock.pass(5000);
    leave();
    await say(make.gone(incident(1)));
    const last = JSON.parse(lines.at(-1)!) as Down & { t: 'beat' };
    hub.open({ ...open, resume: last.resume }, actor, sink);
    const said = lines.map((line) => JSON.parse(line) as Down);
    expect(asRecorded(said)).to.deep.equal(RECORDED);
  });

  it('has all that is derived, of every row, as a client of this version has it', async () => {
    const { make, say, hub, view } = world();
    const [smoke] = detector('1');
    const place = entityId('place', 'registry', '1');
    const [alarm, alarmed] = fireAlarm('1');
    const link = { from: alarm, to: incident(1), role: 'tells', score: 1, reasons: ['by-hand'], by: 'u1' };
    const heard = { device: smoke, quantity: 'state', value: ['fault'], quality: 'good' };
    await say(
      make.put(place, { name: '示例小区', scheme: 'compound', position: [108.35, 22.82] }),
      make.put(...detector('1', { place })),
      make.put(entityId('observation', 'fire', '1'), heard),
      make.put(alarm, alarmed),
      opened(make, 1),
      make.put(entityId('link', 'city', '1'), link),
    );
    const kinds = ['place', 'device', 'observation', 'report', 'incident', 'link'];
    const told = (version: 1 | 2): readonly Row[] => {
      const lines: string[] = [];
      const queries = Object.fromEntries(kinds.map((kind) => [kind, { kind }]));
      const sink = { write: (line: string) => lines.push(line) > 0, end: () => undefined, onDrain: () => undefined };
      hub.open(parseOpen({ t: 'open', versions: [version], queries }) as Open, actor, sink)();
      return lines.flatMap((line) => {
        const message = JSON.parse(line) as Down & { t: 'snap' };
        return message.t !== 'snap' ? [] : version === 1 ? message.delta.put : fromColumns(message.columns);
      });
    };
    expect(told(1)).to.deep.equal(told(2));
    expect(told(1)).to.have.length(kinds.length);
    for (const row of told(1)) expect(row.derived, row.id).to.deep.equal(view.get(row.id)!.derived);
    const [device, report] = [smoke, alarm].map((id) => told(1).find((row) => row.id === id)!.derived);
    expect(device).to.include({ placeName: '示例小区', alarms: 1 });
    expect(report).to.include({ state: 'attached' });
  });

  it('is left out nothing of, however slow it is', async () => {
    const { make, say, hub } = world();
    const lines: string[] = [];
    let [room, drain] = [3, (): void => undefined];
    const open = parseOpen({ t: 'open', versions: [1], queries: { d: { kind: 'device' } } }) as Open;
    hub.open(open, actor, {
      write: (line) => lines.push(line) < room,
      end: () => undefined,
      onDrain: (listener) => (drain = listener),
    });
    for (let n = 0; n < 10; n += 1) await say(make.put(...detector('1', { name: String(n) })));
    room = Infinity;
    drain();
    const names = lines
      .map((line) => JSON.parse(line) as Down)
      .flatMap((message) => (message.t === 'diff' ? message.delta.put!.map(({ value }) => value['name']) : []));
    expect(names).to.deep.equal(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });
});
