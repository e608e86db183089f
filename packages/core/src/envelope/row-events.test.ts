import { expect } from 'chai';
import fc from 'fast-check';
import type { Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { createEntries, createManualClock, createSeededIds, detector, fireAlarm } from '../testing/index.js';
import { actor, turn } from '../testing/wire-world.js';
import { createLocalView } from '../view/local-view.js';
import { createHub, type Hub } from '../wire/hub.js';
import { WIRE_VERSIONS, type Down } from '../wire/messages.js';
import { createRowEvents, fromCloudEvent, placeOfEvent, STREAM_EVENTS, type CloudEvent } from './index.js';
import { seeds } from '../testing/seeds.js';

const source = 'https://city.example.org/nanning';
let streams = 0;

/** One client of a hub that takes CloudEvents of some kinds, from an event on. */
function listen(hub: Hub, kinds: readonly string[], lastEventId?: string) {
  const resume = lastEventId === undefined ? undefined : placeOfEvent(lastEventId);
  const take = createRowEvents({ source, unique: String((streams += 1)), resume });
  const events: CloudEvent[] = [];
  const queries = Object.fromEntries(kinds.map((kind) => [kind, { kind }]));
  const open = { t: 'open', versions: WIRE_VERSIONS, queries, ...(resume && { resume }) } as const;
  const close = hub.open(open, actor, {
    write: (line) => {
      events.push(...(JSON.parse(JSON.stringify(take(JSON.parse(line) as Down))) as CloudEvent[]));
      return true;
    },
    end: () => undefined,
    onDrain: () => undefined,
  });
  return { events, close };
}
/** `type subject` of events, without what is the same in all. */
const said = (events: readonly CloudEvent[]): string[] =>
  events.map(({ type, subject }) => `${type.replace('yingji.', '').replace('.v1', '')} ${subject ?? ''}`.trim());
const alarm = (n: string) => entityId('report', 'fire', `${n}.1`);

describe('rows as CloudEvents', () => {
  function city() {
    const clock = createManualClock();
    const view = createLocalView({ now: clock.now() });
    const make = createEntries();
    const hub = createHub({ city: 'nanning', view, clock, ids: createSeededIds(1) });
    return {
      clock,
      hub,
      put: (...what: Parameters<typeof make.put>) => view.apply([make.put(...what)], clock.now()),
      remove: (id: EntityId) => view.apply([make.gone(id)], clock.now()),
    };
  }

  it('a whole result begins with a reset of each kind and ends with a mark; then comes what changes', async () => {
    const { hub, put } = city();
    put(...fireAlarm('1'));
    const { events, close } = listen(hub, ['report', 'device']);
    expect(said(events)).to.deep.equal(['stream.reset', `row.report ${alarm('1')}`, 'stream.reset', 'stream.whole']);
    expect(events[0]!.data).to.deep.equal({ kind: 'report', gap: false });
    put(...fireAlarm('2'));
    await turn();
    expect(said(events.slice(4))).to.deep.equal([`row.report ${alarm('2')}`]);
    const { data, ...context } = events[4]!;
    expect(context).to.include({
      specversion: '1.0',
      source,
      subject: alarm('2'),
      datacontenttype: 'application/json',
    });
    expect(context).to.have.property('yingjiposition').that.matches(/^\d+$/);
    expect(data)
      .to.include({ kind: 'report', id: alarm('2') })
      .and.have.nested.property('value.channel', 'device');
    close();
    hub.close();
  });

  it('every event is one of the norm, named once, and no fact of a log', async () => {
    const { hub, put, remove } = city();
    put(...fireAlarm('1'));
    const { events } = listen(hub, ['report']);
    put(...fireAlarm('2'), { exercise: 'drill-1' });
    remove(alarm('1'));
    await turn();
    hub.close();
    expect(said(events)).to.include.members([
      'gone.report ' + alarm('1'),
      `exercise.row.report ${alarm('2')}`,
      'stream.bye',
    ]);
    for (const event of events) {
      const { entry, issues } = fromCloudEvent(event);
      expect(entry).to.equal(undefined);
      expect(issues.map(({ code }) => code)).to.deep.equal(['event-of-others']);
      for (const name of Object.keys(event)) expect(name).to.match(/^[a-z0-9]{1,20}$/);
    }
    expect(new Set(events.map(({ id }) => id)).size).to.equal(events.length);
    expect(events.find(({ subject }) => subject === alarm('2'))).to.include({ yingjiexercise: true });
    expect(events.find(({ method }) => method === 'DELETE'))
      .to.include({ subject: alarm('1') })
      .and.not.have.property('data');
  });

  it('who comes back with the id of any event loses nothing after it', async () => {
    const { hub, put } = city();
    put(...fireAlarm('0'));
    const all = listen(hub, ['report', 'device']);
    const alarms = listen(hub, ['report']);
    for (let n = 1; n <= 5; n += 1) {
      put(...fireAlarm(String(n)));
      put(...detector(String(n)));
      await turn();
    }
    for (const [i, { id }] of all.events.entries()) {
      const { events } = listen(hub, ['report', 'device'], id);
      const rest = all.events.slice(i + 1).flatMap(({ subject }) => subject ?? []);
      expect(
        events.map(({ subject }) => subject),
        id,
      ).to.include.members(rest);
      if (!placeOfEvent(id)) expect(said(events)).to.include('stream.whole');
    }
    // What may not be left out comes again event by event, under the names it had.
    for (const [i, { id }] of alarms.events.entries()) {
      const again = listen(hub, ['report'], id).events.map((event) => event.id);
      const rest = alarms.events.slice(i + 1).map((event) => event.id);
      if (placeOfEvent(id)) expect(again, id).to.include.members(rest);
    }
    expect(listen(hub, ['report', 'device'], all.events.at(-1)!.id).events).to.deep.equal([]);
    hub.close();
  });

  it('an event of another life begins anew, and says that something may have been missed', () => {
    const { hub, put } = city();
    put(...fireAlarm('1'));
    const { events } = listen(hub, ['report'], '7-0-3-1.elsewhere:0');
    expect(said(events)).to.deep.equal(['stream.reset', `row.report ${alarm('1')}`, 'stream.whole']);
    expect(events[0]!.data).to.deep.equal({ kind: 'report', gap: true });
    hub.close();
  });

  it('beats and the end are told apart from what is told of the city', async () => {
    const { hub, clock } = city();
    const { events } = listen(hub, ['report']);
    await clock.pass(5000);
    await turn();
    hub.close();
    expect(events.slice(-2).map(({ type }) => type)).to.deep.equal([STREAM_EVENTS.beat, STREAM_EVENTS.bye]);
    expect(events.at(-1)!.data).to.include({ code: 'host-closing' });
  });

  it('a place comes back from its id, and nothing else is one', () => {
    const place = fc.record({
      epoch: fc.stringMatching(/^[\w.-]{1,40}$/),
      seq: fc.nat(),
      loose: fc.option(fc.nat(), { nil: undefined }),
      position: fc.nat().map((n) => n as Position),
    });
    fc.assert(
      fc.property(place, ({ loose, ...rest }) => {
        const resume = { ...rest, ...(loose !== undefined && { loose }) };
        const take = createRowEvents({ source, unique: 'x', resume });
        const [beat] = take({ t: 'beat', resume, now: '2026-06-12T08:00:00.000Z' as never });
        expect(placeOfEvent(beat!.id)).to.deep.equal(resume);
      }),
      seeds(),
    );
    for (const id of ['', '17', 'new-x:3', '1-0-1-:0', '1-0-1-a', '1-0-1-a b:0', `1-0-1-${'a'.repeat(300)}:0`])
      expect(placeOfEvent(id), id).to.equal(undefined);
  });
});
