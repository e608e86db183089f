import { expect } from 'chai';
import fc from 'fast-check';
import type { Actor } from '../ports/authenticator.js';
import type { Row } from '../view/view.js';
import { actor, opened, opening, world } from '../testing/wire-world.js';
import { createSeededIds, detector } from '../testing/index.js';
import { createHub, type Hub } from './hub.js';
import { WIRE_VERSIONS, type Down, type Resume } from './messages.js';
import { seeds } from '../testing/seeds.js';

/** All that a client is told as it comes. */
function told(hub: Hub, version: number, who: Actor, resume?: Resume): Down[] {
  const lines: Down[] = [];
  const open = opening({
    versions: [version],
    queries: { i: { kind: 'incident' }, d: { kind: 'device' } },
    ...(resume && { resume }),
  });
  const leave = hub.open(open, who, {
    write: (line) => lines.push(JSON.parse(line) as Down) > 0,
    end: () => undefined,
    onDrain: () => undefined,
  });
  leave();
  return lines;
}

const placeOf = (lines: readonly Down[]): Resume =>
  (lines.find(({ t }) => t === 'ready') as Down & { t: 'ready' }).resume;

/** It is told all anew, that it may have missed something where that counts, and no change. */
function expectAnew(lines: readonly Down[], version: number): void {
  expect(lines.map(({ t }) => t)).to.deep.equal(['hello', 'snap', 'snap', 'ready']);
  for (const line of lines) {
    if (line.t === 'hello') expect(line.resumed).to.equal(false);
    // From version 2 on what may be left out anyway has lost nothing.
    if (line.t === 'snap')
      expect([line.key, line.flagged]).to.deep.equal([line.key, line.key === 'i' || version === 1]);
  }
}

for (const version of WIRE_VERSIONS)
  describe(`wire: a place in another stream than this, version ${version}`, () => {
    it('whatever its numbers are, it is answered whole and flagged, and never with a change', async () => {
      const { view, hub, make, say } = world();
      await say(...Array.from({ length: 3 }, (_, n) => opened(make, n)), make.put(...detector('1')));
      const { epoch } = placeOf(told(hub, version, actor));
      await say(opened(make, 3), make.put(...detector('2')));
      const here = placeOf(told(hub, version, actor));
      expect(
        told(hub, version, actor, { ...here, seq: 0, loose: 0 }).map(({ t }) => t),
        'of this stream',
      ).to.include('diff');
      const [policy = '', stream = ''] = epoch.split(/\.(.*)/s);
      const others = fc
        .oneof(
          fc.integer({ min: 0, max: 99 }).map((n) => `${n}.${stream}`),
          fc.string({ maxLength: 30 }).map((other) => `${policy}.${other}`),
          fc.constantFrom(stream, `${epoch} `, epoch.slice(0, -1), `${epoch}0`, epoch.toUpperCase(), ''),
          fc.string({ maxLength: 60 }),
        )
        .filter((other) => other !== epoch);
      const small = fc.integer({ min: 0, max: here.seq + 2 });
      const resumes = fc.record({
        epoch: others,
        seq: fc.oneof(small, fc.maxSafeNat()),
        loose: fc.oneof(small, fc.maxSafeNat()),
        position: fc.constantFrom(...Array.from({ length: view.at + 2 }, (_, n) => n)),
      });
      fc.assert(
        fc.property(resumes, (resume) => expectAnew(told(hub, version, actor, resume as Resume), version)),
        seeds(),
      );
      hub.close();
    });

    it('with other rights, or under a new policy, the numbers of the stream before count for nothing', async () => {
      const { view, clock, make, say } = world();
      await say(opened(make, 1), make.put(...detector('1')));
      const start = (hides: string): Hub =>
        createHub({
          ...{ city: 'test', view, clock, ids: createSeededIds(hides.length) },
          policy: {
            audience: ({ roles }) => roles.join(),
            see:
              ({ roles }) =>
              (row: Row) =>
                roles.includes('duty-desk') || row.kind !== hides ? row : undefined,
          },
        });
      const desk: Actor = { ...actor, roles: ['duty-desk'] };
      const guest: Actor = { ...actor, roles: ['resident'] };
      const hub = start('device');
      const place = placeOf(told(hub, version, desk));
      await say(opened(make, 2));
      // The same actor, after a role was taken back.
      expectAnew(told(hub, version, guest, place), version);
      const after = start('incident');
      const lines = told(after, version, desk, place);
      expectAnew(lines, version);
      hub.close();
      after.close();
    });
  });
