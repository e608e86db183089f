import { expect } from 'chai';
import type { CommandResult, Position, View } from '@yingji/core';
import { issue, YingjiError, type RemoteView } from '@yingji/core/wire';
import { keepCommands, outboxInBrowser } from '@yingji/adapters/outbox';
import { define } from '../define-elements.js';
import type { YjElement } from '../frame/element.js';
import type { YjProvider } from '../provider/provider.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, textOf, until } from '../testing/fixture.js';
import { ago, evening, feed, NOW, place, warning } from '../testing/rows.js';
import { outgoingSentences } from './words.js';
// What a reader waits for once does not come between a test and what it asks.
import './outgoing.js';

define();

const DONE: CommandResult = { ok: true, at: 9 as Position, ids: [] };

interface Page {
  readonly provider: YjProvider;
  element(tag: string): YjElement;
  /** The lines that an element shows of what waits; `aloud`: those that a screen reader is told. */
  lines(tag: string, aloud?: boolean): string[];
  press(tag: string, name: string): Promise<void>;
  away(): Promise<void>;
  back(answer?: CommandResult): Promise<void>;
}

/** A provider with some elements over one view that keeps Commands in this browser, under a name of its own. */
async function page(...tags: readonly string[]): Promise<Page> {
  const rows = [...evening(), place('450103', '青秀区'), feed('weather', '气象'), warning('o')];
  const fake = createFakeView({ now: NOW, rows });
  const close = (): void => undefined;
  const store = outboxInBrowser(`several ${Math.random()}`);
  const view: View = { ...fake, ...keepCommands({ ...fake, close } as RemoteView, { store }) };
  const provider = await fixture<YjProvider>('yj-provider', (each) => {
    each.view = view;
    for (const tag of tags) {
      const element = document.createElement(tag);
      element.style.cssText = 'inline-size: 900px; block-size: 520px';
      each.append(element);
    }
  });
  const element = (tag: string): YjElement => provider.querySelector<YjElement>(tag)!;
  const settled = async (): Promise<void> => {
    // What lies in the browser comes in a turn of its own.
    for (let i = 0; i < 6; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const tag of tags) await element(tag).updateComplete;
    }
  };
  await settled();
  const all = (tag: string, selector: string): HTMLElement[] => [
    ...element(tag).renderRoot.querySelectorAll<HTMLElement>(selector),
  ];
  return {
    provider,
    element,
    lines: (tag, aloud = false) =>
      all(tag, '.strip.offline, .strip.failed')
        .filter((line) => !aloud || line.closest('[role="status"], [role="alert"]') !== null)
        .map(textOf),
    async press(tag, name) {
      const button = (): HTMLElement | undefined => all(tag, 'button').find((each) => textOf(each) === name);
      await until(() => button(), name);
      button()!.click();
      await settled();
    },
    async away() {
      fake.answer = () => Promise.reject(new YingjiError('gateway-unreachable', 'away.', { recovery: 'retry' }));
      fake.health({ link: { state: 'stale', since: ago(3) } });
      await settled();
    },
    async back(answer = DONE) {
      fake.answer = () => Promise.resolve(answer);
      fake.health({ link: { state: 'live', since: ago(0) } });
      await settled();
    },
  };
}

const CARD = 'yj-warning-card';
const MAP = 'yj-alert-map';
const REFUSED = { ok: false, issues: [issue('not-permitted', 'no.')] } as const;

describe('what waits, where there is no map or more than one element', () => {
  afterEach(cleanUp);

  it('a card by itself counts it, and tells a refusal by name until somebody has noted it', async () => {
    const { element, lines, press, away, back } = await page(CARD);
    expect(lines(CARD)).to.deep.equal([]);
    await away();
    expect(lines(CARD)).to.deep.equal([outgoingSentences.zh.none]);
    await press(CARD, '确认收到');
    expect(lines(CARD)).to.deep.equal(['已离线。1 条存于本机（最早 14:32），联网后发送']);
    expect(lines(CARD, true)).to.have.length(1);
    await accessible(element(CARD));
    await back(REFUSED);
    const told = '未送达：确认收到，暴雨橙色预警，14:32 办理。无权办理（not-permitted），须重新办理 知道了';
    expect(lines(CARD)).to.deep.equal([told]);
    expect(lines(CARD, true)).to.deep.equal([told]);
    await accessible(element(CARD));
    await press(CARD, '知道了');
    expect(lines(CARD)).to.deep.equal([]);
  });

  it('a refusal is there too where the card has nothing else to show', async () => {
    const { element, lines, press, away, back } = await page(CARD);
    await away();
    await press(CARD, '确认收到');
    await back(REFUSED);
    // Another one, that is not in the picture; and none at all.
    Object.assign(element(CARD), { warning: 'warning/weather/zz' });
    await away();
    expect(lines(CARD)[0]).to.match(/^未送达：确认收到/);
    expect(lines(CARD), 'nothing can be done about what is not there').to.have.length(1);
  });

  it('several show it, and one of them tells it aloud', async () => {
    const { element, lines, press, away, back } = await page(MAP, CARD);
    const aloud = (): string[] => [MAP, CARD].flatMap((tag) => lines(tag, true));
    await away();
    expect([lines(MAP), lines(CARD)]).to.deep.equal([[outgoingSentences.zh.none], [outgoingSentences.zh.none]]);
    expect(aloud()).to.deep.equal([outgoingSentences.zh.none]);
    await press(CARD, '确认收到');
    const waits = '已离线。1 条存于本机（最早 14:32），联网后发送';
    expect([lines(MAP), lines(CARD), aloud()]).to.deep.equal([[waits], [waits], [waits]]);
    await back(REFUSED);
    const told = '未送达：确认收到，暴雨橙色预警，14:32 办理。无权办理（not-permitted），须重新办理 知道了';
    expect([lines(MAP), lines(CARD), aloud()]).to.deep.equal([[told], [told], [told]]);
    await accessible(element(MAP));
    await accessible(element(CARD));
    await press(MAP, '知道了');
    expect([lines(MAP), lines(CARD)], 'noted once, it is noted').to.deep.equal([[], []]);
  });

  it('each time anew: that it is offline once more is told once more', async () => {
    const { lines, away, back } = await page(CARD, MAP);
    const aloud = (): number => [MAP, CARD].flatMap((tag) => lines(tag, true)).length;
    await away();
    expect(aloud()).to.equal(1);
    await back();
    expect(aloud()).to.equal(0);
    await away();
    expect(aloud()).to.equal(1);
  });

  it('where nothing is kept the card says so', async () => {
    const view = createFakeView({ now: NOW, rows: [feed('weather', '气象'), warning('o')] });
    const card = await fixture<YjElement>(CARD, (each) => (each.view = view));
    view.health({ link: { state: 'stale', since: ago(3) } });
    await until(() => card.renderRoot.querySelector('.strip.offline'), 'the strip');
    expect(textOf(card.renderRoot.querySelector('.strip.offline'))).to.equal('已离线。登记不存于本机代发，恢复后再办');
  });
});
