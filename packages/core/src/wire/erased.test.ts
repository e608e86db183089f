import { expect } from 'chai';
import { redrawIn } from '../city/past.js';
import { entityId, parseId, type EntityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import { createSeededIds } from '../testing/index.js';
import { actor, opening, world } from '../testing/wire-world.js';
import { placeAfter } from './brief.js';
import { createHub } from './hub.js';
import { WIRE_VERSIONS, type Down, type Resume } from './messages.js';

const MASKED = '139****1111';
const report = entityId('report', 'calls', '1');
/** Of a kind of which a slow client may miss what came in between. */
const facility = entityId('facility', 'calls', '1');

for (const version of WIRE_VERSIONS)
  describe(`wire: an erasure, by version ${version}`, () => {
    function town(id: EntityId = report) {
      const { make, view, clock, say } = world();
      const hub = createHub({ city: 'test', view, clock, ids: createSeededIds() });
      const tell = (title: string, more: object = {}) => {
        const phone = { $vault: 'k', pseudonym: 'p', masked: MASKED };
        const told = id === report ? { channel: '110', title } : { name: title, functions: ['school'] };
        return say(make.put(id, { ...told, phone, ...more }));
      };
      function join(options: { resume?: Resume | undefined; room?: number; of?: readonly string[] } = {}) {
        const lines: string[] = [];
        let room = options.room ?? Infinity;
        let drain = (): void => undefined;
        const queries = Object.fromEntries(
          (options.of ?? ['report', 'facility', 'device']).map((kind) => [kind, { kind }]),
        );
        const { resume } = options;
        const leave = hub.open(opening({ versions: [version], queries, ...(resume && { resume }) }), actor, {
          write: (line) => (lines.push(line), (room -= 1) > 0),
          end: () => undefined,
          onDrain: (listener) => (drain = listener),
        });
        return {
          lines,
          leave,
          place: () =>
            lines.reduce<Resume | undefined>((place, line) => {
              const down = JSON.parse(line) as Down;
              if (down.t === 'diff') return placeAfter(place!, down);
              return 'resume' in down ? down.resume : place;
            }, undefined),
          take(more: number) {
            room = more;
            drain();
          },
        };
      }
      return {
        make,
        view,
        hub,
        say,
        tell,
        join,
        erase: () => redrawIn(view, { keys: ['k'], entities: [id] }, kinds),
      };
    }
    const typesOf = (lines: readonly string[]): string[] => lines.map((line) => (JSON.parse(line) as Down).t);

    for (const id of [report, facility])
      it(`is not followed by what was shown of a ${parseId(id)!.kind} before it: who comes back gets whole results of now`, async () => {
        const { tell, join, erase, hub } = town(id);
        await tell('一');
        const before = join();
        const place = before.place();
        await tell('二');
        expect(before.lines.join(''), 'it would be found').to.include(MASKED);
        before.leave();
        erase();
        for (const resume of [place, undefined]) {
          const { lines } = join({ resume });
          expect(lines.join('')).to.include('二').and.not.include(MASKED);
          expect(JSON.parse(lines.at(-1)!)).to.include({ t: 'ready' });
        }
        hub.close();
      });

    it('who was there and has heard of it goes on where it was', async () => {
      const { tell, join, erase, hub } = town();
      await tell('一');
      const there = join();
      const had = there.lines.length;
      erase();
      const heard = there.lines.slice(had);
      expect(typesOf(heard)).to.deep.equal(['diff']);
      expect(heard.join('')).to.include('"$vault":"k"}');
      there.leave();
      const back = join({ resume: there.place() });
      expect(typesOf(back.lines)).to.deep.equal(['hello', 'ready']);
      await tell('二', { phone: { $vault: 'k' } });
      expect(typesOf(there.lines.slice(had + 1)), 'it has left').to.deep.equal([]);
      expect(typesOf(back.lines)).to.deep.equal(['hello', 'ready', 'diff']);
      hub.close();
    });

    it('who is slow is given nothing more of before, not even what it waits for', async () => {
      for (let room = 1; room <= 8; room += 1) {
        const { make, view, tell, join, erase, say, hub } = town();
        const many = Array.from({ length: 2500 }, (_, n) =>
          make.put(entityId('device', 'registry', String(n)), {
            type: 'smoke-detector',
            native: String(n),
            contract: { by: 'event' },
          }),
        );
        view.apply(many, many[0]!.recordedAt);
        await tell('一');
        const slow = join({ room });
        await tell('二');
        erase();
        const had = slow.lines.length;
        slow.take(1000);
        expect(slow.lines.slice(had).join(''), `after ${room}`).to.not.include(MASKED);
        expect(typesOf(slow.lines).at(-1), `after ${room}`).to.be.oneOf(['ready', 'diff']);
        expect(
          slow.lines.filter((line) => line.includes('"hello"')),
          `after ${room}`,
        ).to.have.length(1);
        const ended = slow.lines.length;
        await say(make.put(report, { channel: '110', title: '三', phone: { $vault: 'k' } }));
        expect(typesOf(slow.lines.slice(ended)), `after ${room}`).to.deep.equal(['diff']);
        hub.close();
      }
    });

    it('who is slow and asked for nothing of it gets all that it waits for', async () => {
      const { make, view, tell, join, erase, hub } = town();
      const many = Array.from({ length: 2500 }, (_, n) =>
        make.put(entityId('place', 'registry', String(n)), { name: `甲${n}号`, scheme: 'zone' }),
      );
      view.apply(many, many[0]!.recordedAt);
      await tell('一');
      const slow = join({ room: 2, of: ['place'] });
      erase();
      slow.take(1000);
      for (const n of [0, 1250, 2499]) expect(slow.lines.join('')).to.include(`甲${n}号`);
      expect(typesOf(slow.lines).at(-1)).to.equal('ready');
      hub.close();
    });
  });
