import { expect } from 'chai';
import { createLocalView } from '@yingji/core/view';
import { createHub, systemClock, systemIds, type Open } from '@yingji/core/wire';
import type { LocalView } from '@yingji/core';
import { createEntries, fireAlarm } from '@yingji/core/testing';
import type { YjAlertMap } from '../alert-map/alert-map.js';
import { define } from '../define-elements.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, pause, textOf, until } from '../testing/fixture.js';
import { evening, incident, NOW } from '../testing/rows.js';
import type { HostFetch, YjProvider } from './provider.js';

define();

interface Gateway {
  readonly view: LocalView;
  readonly fetch: HostFetch;
  /** Address and token of every request. */
  readonly asked: string[];
  readonly open: () => number;
  alarm(native: string): void;
  close(): void;
}

/** A gateway without sockets: fetch goes straight to a hub. */
function gatewayOf(): Gateway {
  const view = createLocalView({ now: systemClock.now() });
  const hub = createHub({ city: 'nanning', view, clock: systemClock, ids: systemIds, beatMs: 1000 });
  const build = createEntries();
  const asked: string[] = [];
  let open = 0;
  return {
    view,
    asked,
    open: () => open,
    alarm: (native) => view.apply([build.put(...fireAlarm(native))], systemClock.now()),
    close: () => hub.close(),
    fetch: (url, init) => {
      asked.push(`${url} ${new Headers(init.headers).get('authorization') ?? ''}`.trim());
      const actor = { id: 'li', masked: '李*', roles: [], scope: [] };
      let leave = (): void => undefined;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          open += 1;
          const end = (): void => {
            leave();
            open -= 1;
            try {
              controller.close();
            } catch {
              // Closed by the other side already.
            }
          };
          const encoder = new TextEncoder();
          leave = hub.open(JSON.parse(String(init.body)) as Open, actor, {
            write: (line) => {
              controller.enqueue(encoder.encode(line));
              return true;
            },
            end,
            onDrain: () => undefined,
          });
          init.signal?.addEventListener('abort', end, { once: true });
        },
      });
      return Promise.resolve(new Response(body));
    },
  };
}

async function provider(
  setUp: (provider: YjProvider) => void,
  maps = 1,
): Promise<{ provider: YjProvider; maps: YjAlertMap[] }> {
  const inside = Array.from({ length: maps }, () => document.createElement('yj-alert-map'));
  const made = await fixture<YjProvider>('yj-provider', (each) => {
    each.append(...inside);
    setUp(each);
  });
  for (const map of inside) await map.updateComplete;
  return { provider: made, maps: inside };
}

const read = (map: YjAlertMap, selector: string): string => textOf(map.renderRoot.querySelector(selector));
const rows = (map: YjAlertMap): number => map.renderRoot.querySelectorAll('.row').length;

describe('yj-provider', () => {
  const gateways: Gateway[] = [];
  const newGateway = (): Gateway => {
    const made = gatewayOf();
    gateways.push(made);
    return made;
  };
  afterEach(() => {
    cleanUp();
    for (const each of gateways.splice(0)) each.close();
  });

  it('adds nothing that axe could object to', async () => {
    const made = await provider((each) => (each.view = createFakeView({ now: NOW, rows: evening() })));
    await accessible(made.provider);
  });

  it('gives a view to elements however deep inside, and a new one when it changes', async () => {
    const host = document.createElement('div');
    const map = document.createElement('yj-alert-map');
    host.attachShadow({ mode: 'open' }).append(map);
    const made = await fixture<YjProvider>('yj-provider', (each) => {
      each.append(host);
      each.view = createFakeView({ now: NOW, rows: evening() });
    });
    await until(() => rows(map) === 6, 'the rows of the first view');
    made.view = createFakeView({ now: NOW, rows: evening().slice(0, 6) });
    await until(() => rows(map) === 1, 'the rows of the second view');
    made.view = undefined;
    await until(() => read(map, '.notice').includes('yj-provider'), 'that there is no view');
  });

  it('shows what a gateway has and what comes, with the token of the page', async () => {
    const gateway = newGateway();
    gateway.alarm('d1');
    const { maps } = await provider((each) => {
      each.gateway = 'http://gateway.example/city';
      each.token = 'secret';
      each.fetch = gateway.fetch;
    });
    await until(() => rows(maps[0]!) === 1, 'the alarm that stood');
    gateway.alarm('d2');
    await until(() => rows(maps[0]!) === 2, 'the alarm that came');
    expect(new Set(gateway.asked)).to.deep.equal(new Set(['http://gateway.example/city/api/stream Bearer secret']));
  });

  it('shows the past as the gateway plays it, with the token of the page, and closes it again', async () => {
    const gateway = newGateway();
    gateway.alarm('d1');
    const { maps } = await provider((each) => {
      each.gateway = 'http://gateway.example/city';
      each.token = 'secret';
      each.fetch = gateway.fetch;
    });
    const [map] = maps as [YjAlertMap];
    await until(() => rows(map) === 1, 'the alarm that stood');
    const find = (selector: string): HTMLElement | null => map.renderRoot.querySelector<HTMLElement>(selector);
    find('[data-replay-button]')!.click();
    await until(() => find('.replay input:not([disabled])'), 'the bar');
    const slider = find('.replay input') as HTMLInputElement;
    slider.value = '-60';
    slider.dispatchEvent(new Event('change'));
    await until(() => find('.box[data-replay] .row'), 'the past is shown');
    const asked = gateway.asked.filter((each) => each.includes('/api/replay'));
    expect(asked).to.have.length(1);
    expect(asked[0]).to.match(
      /^http:\/\/gateway\.example\/city\/api\/replay\?from=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A.+&speed=0\.001 Bearer secret$/,
    );
    find('.replay .primary')!.click();
    await until(() => find('.box:not([data-replay]) .row') && gateway.open() === 1, 'live again, and one stream');
  });

  it('asks for a token before each request, and a new one opens no new connection', async () => {
    const gateway = newGateway();
    let count = 0;
    const { provider: made, maps } = await provider((each) => {
      each.gateway = 'http://gateway.example';
      each.getToken = () => Promise.resolve(`t${(count += 1)}`);
      each.fetch = gateway.fetch;
    });
    await until(() => read(maps[0]!, '.head').includes('实时'), 'the picture');
    const before = gateway.asked.length;
    made.getToken = () => Promise.resolve('later');
    await pause(50);
    expect(gateway.asked).to.have.length(before);
    expect(count).to.equal(before);
  });

  it('with a name to keep it for, shows the last picture while the gateway is away, stale, and to nobody of another name', async () => {
    const gateway = newGateway();
    gateway.alarm('d1');
    const opened = (keepFor: string, fetch: HostFetch): ReturnType<typeof provider> =>
      provider((each) => Object.assign(each, { gateway: 'http://kept.example', keepFor, fetch }));
    const before = await opened('li', gateway.fetch);
    await until(() => rows(before.maps[0]!) === 1, 'the alarm that stood');
    before.provider.remove();
    const away: HostFetch = () => Promise.reject(new TypeError('network'));
    const after = await opened('li', away);
    await until(() => rows(after.maps[0]!) === 1, 'the alarm of the last picture');
    expect(read(after.maps[0]!, '.head')).to.not.include('实时');
    expect(after.maps[0]!.renderRoot.textContent).to.include('数据停于');
    const other = await opened('wang', away);
    await until(() => read(other.maps[0]!, '.notice') !== '', 'that nothing is there');
    expect(rows(other.maps[0]!)).to.equal(0);
  });

  it('tells the page what could not be kept, and shows what comes all the same', async () => {
    const gateway = newGateway();
    gateway.alarm('d1');
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    try {
      const causes: unknown[] = [];
      const { maps } = await provider((each) => {
        each.addEventListener('yj-picture-fault', ({ cause }) => causes.push(cause));
        Object.assign(each, { gateway: 'http://full.example', keepFor: 'li', fetch: gateway.fetch });
      });
      await until(() => rows(maps[0]!) === 1, 'the alarm');
      await until(() => causes.length > 0, 'why it cannot be kept');
      expect(String(causes[0])).to.include('no room');
    } finally {
      IDBFactory.prototype.open = open;
    }
  });

  it('another gateway is another connection; taken from the page it closes the one it has, put back it opens one', async () => {
    const [first, second] = [newGateway(), newGateway()];
    second.alarm('d1');
    const { provider: made, maps } = await provider((each) => {
      each.gateway = 'http://first.example';
      each.fetch = first.fetch;
    });
    await until(() => read(maps[0]!, '.head').includes('实时'), 'the first gateway');
    made.gateway = 'http://second.example';
    made.fetch = second.fetch;
    await until(() => rows(maps[0]!) === 1, 'the second gateway');
    expect(first.open()).to.equal(0);
    const parent = made.parentElement!;
    made.remove();
    await until(() => second.open() === 0, 'the connection closes');
    parent.append(made);
    await until(() => rows(maps[0]!) === 1 && second.open() === 1, 'the picture is back');
  });

  for (const [status, told] of [
    [404, '此地址没有网关'],
    [502, '网关无响应'],
    [503, '网关无响应'],
    [504, '网关无响应'],
  ] as const)
    it(`what a proxy answers with ${status} is said in words`, async () => {
      const { maps } = await provider((each) => {
        each.gateway = 'http://gateway.example';
        each.fetch = () => Promise.resolve(new Response('', { status }));
      });
      await until(() => read(maps[0]!, '.notice.failed').includes(`${told}（http-${status}）`), told);
    });

  it('a page that gives no token is told so, and may try again at once', async () => {
    const gateway = newGateway();
    let refuse = true;
    let asks = 0;
    const { maps } = await provider((each) => {
      each.gateway = 'http://gateway.example';
      each.getToken = () => ((asks += 1), refuse ? Promise.reject(new Error('no session')) : Promise.resolve('t'));
      each.fetch = gateway.fetch;
    });
    const [map] = maps as [YjAlertMap];
    await until(() => read(map, '.notice.failed').includes('未取得访问令牌（token-unavailable）'), 'the cause');
    expect(gateway.asked).to.deep.equal([]);
    refuse = false;
    const before = asks;
    map.renderRoot.querySelector<HTMLButtonElement>('.notice button')!.click();
    // Long before it would try by itself.
    await until(() => asks > before, 'it is asked at once', 400);
    await until(() => read(map, '.head').includes('实时'), 'the picture');
  });

  it('a token that is not valid any more is asked for anew, for the stream and for a decision', async function () {
    this.timeout(60_000);
    const gateway = newGateway();
    gateway.alarm('d1');
    let valid = 't1';
    let count = 0;
    const { maps } = await provider((each) => {
      each.gateway = 'http://gateway.example';
      each.getToken = () => Promise.resolve(`t${(count += 1)}`);
      each.fetch = (url, init) =>
        new Headers(init.headers).get('authorization') === `Bearer ${valid}`
          ? url.includes('/commands/')
            ? Promise.resolve(new Response('{"ok":true,"at":9,"ids":[]}'))
            : gateway.fetch(url, init)
          : Promise.resolve(new Response('{"code":"token-unknown","message":"no"}', { status: 401 }));
    });
    const [map] = maps as [YjAlertMap];
    await until(() => rows(map) === 1, 'the picture');
    map.renderRoot.querySelector<HTMLElement>('.row')!.click();
    await map.updateComplete;
    const press = (): void => map.renderRoot.querySelector<HTMLElement>('.popup .primary')!.click();
    valid = 't3';
    press();
    await until(() => read(map, '.problem').includes('访问令牌无效（token-unknown）'), 'the refusal is told');
    press();
    await until(() => read(map, '.popup .primary') === '已写入，等待回显', 'the second token is taken');
  });

  it('two of them on one page, one inside the other, keep their pictures apart', async () => {
    const [outer, inner] = [newGateway(), newGateway()];
    outer.alarm('d1');
    inner.alarm('d2');
    inner.alarm('d3');
    const { provider: made, maps } = await provider((each) => {
      each.gateway = 'http://outer.example';
      each.fetch = outer.fetch;
    });
    const second = document.createElement('yj-provider') as YjProvider;
    const map = document.createElement('yj-alert-map');
    second.gateway = 'http://inner.example';
    second.fetch = inner.fetch;
    second.append(map);
    made.append(second);
    await until(() => rows(maps[0]!) === 1 && rows(map) === 2, 'each shows its own');
    second.remove();
    await until(() => inner.open() === 0, 'the inner one lets go');
    expect(outer.open()).to.equal(1);
    document.body.append(second);
    await until(() => rows(map) === 2, 'moved elsewhere it is back');
    second.remove();
  });

  it('takes what was set before its script came', async () => {
    const gateway = newGateway();
    const early = document.createElement('early-provider') as YjProvider;
    early.setAttribute('gateway', 'http://gateway.example');
    early.getToken = () => Promise.resolve('early');
    early.fetch = gateway.fetch;
    const map = document.createElement('early-alert-map') as YjAlertMap;
    early.append(map);
    document.body.append(early);
    define({ prefix: 'early' });
    await until(() => gateway.asked.length > 0, 'the gateway is asked');
    expect(gateway.asked[0]).to.equal('http://gateway.example/api/stream Bearer early');
    await until(() => read(map, '.head').includes('实时'), 'the picture');
    early.remove();
  });

  it('a new red is said aloud once, however many elements show it', async () => {
    const view = createFakeView({ now: NOW, rows: evening() });
    const { maps } = await provider((each) => (each.view = view), 3);
    await until(() => maps.every((map) => rows(map) === 6), 'all of them show it');
    const heard = (): string[] => maps.map((map) => read(map, '[aria-live="assertive"]')).filter((text) => text !== '');
    expect(heard(), 'what stood before is shown, not announced').to.deep.equal([]);
    view.put(incident('new', { level: 'red', value: { title: '液化气站起火' } }));
    await until(() => maps.every((map) => rows(map) === 7), 'all of them show the new one');
    expect(heard()).to.deep.equal(['新的红色事件：液化气站起火。']);
  });

  it('defining twice breaks nothing', () => {
    expect(() => define()).to.not.throw();
    expect(document.createElement('yj-provider')).to.be.instanceOf(customElements.get('yj-provider'));
  });
});
