import { expect } from 'chai';
import { detector } from '../testing/index.js';
import { until } from '../testing/until.js';
import { systemClock } from '../ports/system.js';
import type { Delta, Health } from '../view/view.js';
import { connectOver } from './connect-over.js';
import type { RemoteView } from './remote-view.js';

const devices = { kind: 'device' } as const;
const pause = (ms: number): Promise<void> => systemClock.sleep(ms, new AbortController().signal);

/** A city in a SharedWorker, one end of a port for each tab. A Command adds one more device, named by its id. */
const code = ['../view/local-view', './hub', './serve-over', '../ports/system', '../testing/entries']
  .map((file, n) => `import * as m${n} from '${new URL(`${file}.ts`, import.meta.url).href}';`)
  .concat(
    `const { systemClock: clock, systemIds: ids } = m3;
     const make = m4.createEntries();
     const view = m0.createLocalView({ now: clock.now() });
     const put = (names) => view.apply(names.map((name) => make.put(...m4.detector(name))), clock.now());
     put(Array.from({ length: 3000 }, (_, n) => 'd' + n));
     const hub = m1.createHub({ city: 'test', view, clock, ids, beatMs: 200 });
     const send = async ({ id }) => (put([id]), { ok: true, position: view.at });
     self.onconnect = ({ ports: [port] }) =>
       m2.serveOver(port, { hub, actor: { id: 'u', masked: '', roles: [], scope: [] }, send, stallMs: 1500 });`,
  )
  .join('\n');

/** What a tab shows, and how its link is. */
function follow(view: RemoteView) {
  const shown = new Set<string>();
  const resets: number[] = [];
  let health: Health | undefined;
  view.health$.subscribe((told) => (health = told));
  view.select(devices).subscribe(({ put, removed, reset }: Delta) => {
    if (reset) {
      shown.clear();
      resets.push(put.length);
    }
    for (const { id } of put) shown.add(id);
    for (const id of removed) shown.delete(id);
  });
  return { shown, resets, state: () => health?.link.state };
}

const command = (id: string) => ({ v: 1, id, name: 'acknowledge-alarm', input: {} }) as const;

describe('wire: a SharedWorker (only where there is one: run in the browser)', () => {
  let url = '';
  const tab = (): SharedWorker => new SharedWorker(url, { type: 'module' });

  before(function () {
    if (typeof SharedWorker === 'undefined') return this.skip();
    url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  });

  it('shows two tabs one city, and what one of them decides', async () => {
    const [one, other] = [connectOver(tab().port), connectOver(tab().port)];
    const [left, right] = [follow(one), follow(other)];
    await until('both pictures', () => left.shown.size >= 3000 && right.shown.size >= 3000);
    expect(await one.send(command('decided'))).to.have.property('ok', true);
    await until('the decision', () => left.shown.size === 3001 && right.shown.size === 3001);
    expect([...right.shown]).to.include(detector('decided')[0]);
    expect([...left.shown].sort()).to.deep.equal([...right.shown].sort());
    one.close();
    expect(await other.send(command('later'))).to.have.property('ok', true);
    await until('what came after the other tab had gone', () => right.shown.size === 3002);
    expect([left.shown.size, right.state()]).to.deep.equal([3001, 'live']);
    other.close();
  });

  it('a tab that goes without a word, in the middle of a snapshot, takes nothing from the others', async () => {
    const lost = tab().port;
    let heard = 0;
    lost.onmessage = () => {
      heard += 1;
      // As when a tab crashes: no `stop`, no `close`, and in Chromium 109 nobody tells the worker.
      if (heard === 2) lost.close();
    };
    const open = { t: 'open', versions: [2, 1], queries: { d: devices } };
    lost.postMessage({ mark: 'yingji-wire', message: { t: 'open', stream: 1, open, room: 1000 } });
    const view = connectOver(tab().port);
    const { shown, resets, state } = follow(view);
    await until('the picture', () => shown.size >= 3000);
    await pause(2000);
    await view.send(command('after the crash'));
    await until('what came after', () => shown.has(detector('after the crash')[0]));
    expect(heard).to.be.at.least(1);
    expect([resets.length, state()]).to.deep.equal([1, 'live']);
    view.close();
  });

  it('a tab of the version before is served beside one of this version', async () => {
    const old = tab().port;
    const lines: { readonly t: string; readonly version?: number; readonly delta?: Delta }[] = [];
    old.onmessage = ({ data }: MessageEvent<{ message: { line?: string } }>) => {
      const { line } = data.message;
      if (line === undefined) return;
      lines.push(JSON.parse(line) as (typeof lines)[number]);
      old.postMessage({ mark: 'yingji-wire', message: { t: 'room', stream: 1, room: line.length } });
    };
    const open = { t: 'open', versions: [1], queries: { d: devices } };
    old.postMessage({ mark: 'yingji-wire', message: { t: 'open', stream: 1, open, room: 100_000 } });
    const view = connectOver(tab().port);
    const { shown } = follow(view);
    await until('both pictures', () => shown.size >= 3000 && lines.some(({ t }) => t === 'ready'));
    const rows = lines.filter(({ t }) => t === 'snap').flatMap(({ delta }) => delta!.put);
    expect(lines[0]).to.include({ t: 'hello', version: 1 });
    expect(rows.map(({ id }) => id).sort()).to.deep.equal([...shown].sort());
    view.close();
    old.close();
  });
});
