import { connectGateway, type Fetch } from '@yingji/adapters/remote';
import { canonical, createLocalView, type Clock, type Delta, type Row } from '@yingji/core';
import { createEntries, createManualClock, createSeededIds, detector, fireAlarm } from '@yingji/core/testing';
import { createHub, type Down, type Hub, type Open } from '@yingji/core/wire';
import { expect } from 'chai';
import { li } from './http-fixture.js';

const BEAT_MS = 5_000;
const reports = { kind: 'report' } as const;
const devices = { kind: 'device' } as const;
/** Clients of one host, which is played once for all of them. */
const AT_ONCE = 100;
/** Places tried, besides those at the end of a message. */
const CUTS = Number(process.env['YINGJI_FUZZ'] ?? 500);

/** A way to a hub in memory whose first line lets `bytes` through and then nothing, while both ends take it for open. */
function blackHole(hub: Hub, bytes: number, clock: Clock) {
  const encoder = new TextEncoder();
  const heard = { said: '', at: clock.elapsed() };
  let lines = 0;
  let sent = 0;
  const fetch: Fetch = async (_, { body }) => {
    const first = lines++ === 0;
    let left = false;
    return new Response(
      new ReadableStream<Uint8Array>({
        start(controller) {
          hub.open(JSON.parse(String(body)) as Open, li, {
            write(line) {
              const whole = encoder.encode(line);
              const through = first ? whole.subarray(0, Math.max(0, bytes - sent)) : whole;
              if (first) {
                heard.said += line;
                sent += whole.length;
                if (through.length > 0) heard.at = clock.elapsed();
              }
              // That the client has left is swallowed too: the host goes on talking to it.
              if (through.length > 0 && !left) controller.enqueue(through);
              return true;
            },
            end: () => undefined,
            onDrain: () => undefined,
          });
        },
        cancel: () => void (left = true),
      }),
    );
  };
  return { fetch, heard };
}

/** Follows a query as a page does: what is shown, and all that was told on the way. */
function follow(view: ReturnType<typeof connectGateway>, query: typeof reports | typeof devices) {
  const rows = new Map<string, Row>();
  const deltas: Delta[] = [];
  view.select(query).subscribe((delta: Delta) => {
    deltas.push(delta);
    if (delta.reset) rows.clear();
    for (const row of delta.put) rows.set(row.id, row);
    for (const id of delta.removed) rows.delete(id);
  });
  return { rows, deltas };
}

function client(hub: Hub, bytes: number, clock: Clock) {
  const { fetch, heard } = blackHole(hub, bytes, clock);
  const ids = { ...createSeededIds(), random: () => 0 };
  const view = connectGateway({ url: 'http://gateway', fetch, clock, ids });
  const links: { readonly state: string; readonly code: string | undefined; readonly at: number }[] = [];
  view.health$.subscribe(({ link, code }) => links.push({ state: link.state, code, at: clock.elapsed() }));
  return { bytes, view, heard, links, report: follow(view, reports), device: follow(view, devices) };
}

/** What is shown, as text. */
const shown = (rows: Iterable<Row>): string =>
  [...rows]
    .map((row) => canonical(row))
    .sort()
    .join('\n');

/** A host and its clients, the same each time, byte for byte, but for the places at which their lines swallow the rest. */
async function play(cuts: readonly number[]) {
  const clock = createManualClock();
  const view = createLocalView({ now: clock.now() });
  const hub = createHub({ city: '南宁', view, clock, ids: createSeededIds(3) });
  const make = createEntries();
  const alarm = (n: string): void =>
    view.apply([make.put(...detector(n, { label: '3栋配电房感烟' })), make.put(...fireAlarm(n))], clock.now());
  alarm('1');
  alarm('2');
  const clients = cuts.map((bytes) => client(hub, bytes, clock));
  await turn();
  alarm('3');
  await clock.pass(BEAT_MS);
  await turn();
  alarm('4');
  await turn();
  const said = clients[0]!.heard.said;
  // Nobody hears of this one before the line is known to be dead, wherever it is cut.
  alarm('5');
  await clock.pass(2 * BEAT_MS);
  await turn();
  alarm('6');
  await clock.pass(600);
  await turn();
  for (const each of clients) each.view.close();
  hub.close();
  return { said, clients, reports: shown(view.find(reports)), devices: shown(view.find(devices)) };
}

async function turn(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await new Promise<void>((resolve) => void setTimeout(resolve, 0));
}

describe(`a line that swallows everything, at any byte of a stream (${CUTS}; YINGJI_FUZZ=5000 for each)`, function () {
  this.timeout(120_000);

  it('is known within two beats of 5 s; a picture that was whole goes on without a gap, and nothing half is shown', async function () {
    const { said } = await play([Infinity]);
    const lines = said.split(/(?<=\n)/);
    expect(lines.map((line) => (JSON.parse(line) as Down).t).join(' '), 'what was recorded').to.equal(
      'hello snap snap ready diff diff beat diff diff',
    );
    const upTo = (n: number): number => Buffer.byteLength(lines.slice(0, n).join(''));
    // The devices come first; of them values in between may be left out anyway, so that a new whole result has lost nothing.
    const [hello, snap, ready, all] = [upTo(1), upTo(3), upTo(4), upTo(lines.length)];

    const ends = lines.flatMap((_, n) => [-2, -1, 0, 1, 2].map((by) => upTo(n) + by)).filter((byte) => byte <= all);
    const { random } = createSeededIds(11);
    const drawn = Array.from({ length: all + 1 }, (_, byte) => ({ byte, at: random() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, CUTS);
    const cuts = [...new Set([...ends, ...drawn.map(({ byte }) => byte)])];
    for (let from = 0; from < cuts.length; from += AT_ONCE) {
      const played = await play(cuts.slice(from, from + AT_ONCE));
      expect(played.said, 'the same stream').to.equal(said);
      for (const { bytes, links, heard, report, device } of played.clients) {
        const at = `cut after ${bytes} of ${all} bytes`;
        const silent = links.find(({ code }) => code === 'gateway-silent')!;
        expect(silent.at - heard.at, `${at}: known after`).to.be.within(BEAT_MS, 2 * BEAT_MS);
        expect(silent.state, at).to.equal(bytes < hello ? 'unknown' : 'stale');
        const before = links.slice(0, links.indexOf(silent));
        expect(
          before.some(({ state }) => state === 'live'),
          `${at}: was live`,
        ).to.equal(bytes >= ready);
        expect(links.at(-1)!.state, at).to.equal('live');
        expect([shown(report.rows.values()), report.rows.size], at).to.deep.equal([played.reports, 6]);
        expect(shown(device.rows.values()), at).to.equal(played.devices);
        const deltas = [...report.deltas, ...device.deltas];
        const gaps = deltas.filter(({ gap }) => gap).length;
        if (bytes < ready) {
          // What was shown before the host said that it is whole has no place to go on from: it comes anew, and says so.
          expect(gaps, at).to.equal(bytes < snap ? 0 : 1);
          continue;
        }
        expect([gaps, deltas.filter(({ reset }) => reset).length], at).to.deep.equal([0, 2]);
        const told = report.deltas.flatMap<unknown>(({ reset, put }) =>
          reset ? [put.length] : put.map(({ id }) => id),
        );
        expect(told, at).to.deep.equal([2, ...[3, 4, 5, 6].map((n) => `report/fire/${n}.1`)]);
      }
    }
    this.test!.title += ` (${cuts.length} of ${all + 1} places)`;
  });
});
