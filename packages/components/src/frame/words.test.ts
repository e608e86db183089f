import { expect } from 'chai';
import { html, type TemplateResult } from 'lit';
import { YjRoster } from '../roster/roster.js';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, fixture, until } from '../testing/fixture.js';
import { NOW } from '../testing/rows.js';
import { YjElement } from './element.js';

/** Sentences whose file cannot be fetched as often as is said. */
class Patchy {
  fails = 0;
  readonly known = new Set<string>();
  knows = (lang: string): boolean => this.known.has(lang);
  learn = (lang: string): Promise<void> => {
    if (this.fails > 0) {
      this.fails -= 1;
      return Promise.reject(new Error('not there'));
    }
    this.known.add(lang);
    return Promise.resolve();
  };
}

class Talker extends YjElement {
  static words = new Patchy();
  protected override readonly spoken = [Talker.words];
  protected override render(): TemplateResult {
    return html`<p class="box">drawn</p>`;
  }
}
customElements.define('test-talker', Talker);
customElements.define('test-roster', class extends YjRoster {});

describe('words by language', () => {
  afterEach(cleanUp);

  it('nothing is drawn before they are there; what cannot be fetched is said in both languages, and asked for again', async () => {
    Talker.words = new Patchy();
    Talker.words.fails = 1;
    const talker = document.createElement('test-talker') as Talker;
    document.body.append(talker);
    const told = (): string => (talker.shadowRoot as ShadowRoot).textContent.trim();
    await until(() => told() !== '', 'something is said');
    expect(told())
      .to.match(/文字未取到.*could not be loaded.*\(words-not-loaded\)/)
      .and.not.include('drawn');
    expect(talker.shadowRoot!.querySelector('[role="alert"]')).to.not.equal(null);
    await talker.updateComplete;
    expect(told()).to.equal('drawn');
    talker.remove();
  });

  it('another language is fetched before it is spoken: no key is ever read', async () => {
    const seen: string[] = [];
    const element = await fixture<YjRoster>('test-roster', (each) => {
      each.view = createFakeView({ now: NOW, rows: [] });
      each.lang = 'zh-CN';
    });
    const title = (): string => element.renderRoot.querySelector('.title')!.textContent.trim();
    const watch = new MutationObserver(() => seen.push(title()));
    watch.observe(element.renderRoot, { subtree: true, childList: true, characterData: true });
    expect(title()).to.equal('值班');
    element.lang = 'en';
    await element.updateComplete;
    expect(title()).to.equal('Duty roster');
    watch.disconnect();
    expect(seen.filter((each) => each !== '值班' && each !== 'Duty roster')).to.deep.equal([]);
  });
});
