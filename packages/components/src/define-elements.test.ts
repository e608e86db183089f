import { expect } from 'chai';
import { YjAlertMap } from './alert-map/alert-map.js';
import { define, ELEMENTS } from './define-elements.js';
import { define as defineCard } from './warning-card/index.js';
import type { YjProvider } from './provider/provider.js';
import { createFakeView } from './testing/fake-view.js';
import { until } from './testing/fixture.js';
import { evening, NOW } from './testing/rows.js';

const rowsIn = (root: ParentNode, tag: string): number =>
  (root.querySelector(tag) as YjAlertMap).renderRoot?.querySelectorAll('.row').length ?? 0;
const picture = (root: ParentNode, tag: string): void => {
  (root.querySelector(tag) as YjProvider).view = createFakeView({ now: NOW, rows: evening() });
};

describe('define', () => {
  const page = document.createElement('div');
  before(() => document.body.append(page));
  after(() => page.remove());

  it('gives tags of a prefix beside others, which share one picture', async () => {
    define();
    define({ prefix: 'mine' });
    for (const [name] of ELEMENTS) expect(customElements.get(`mine-${name}`), name).to.not.equal(undefined);
    page.innerHTML = '<mine-provider><mine-alert-map></mine-alert-map><yj-alert-map></yj-alert-map></mine-provider>';
    expect(page.querySelector('mine-alert-map')).to.be.instanceOf(YjAlertMap);
    picture(page, 'mine-provider');
    await until(() => rowsIn(page, 'mine-alert-map') === 6 && rowsIn(page, 'yj-alert-map') === 6, 'both show it');
  });

  it('one element alone brings the provider, and nothing else', () => {
    defineCard({ prefix: 'alone' });
    const given = ELEMENTS.flatMap(([name]) => (customElements.get(`alone-${name}`) ? name : []));
    expect(given).to.deep.equal(['provider', 'warning-card']);
  });

  it('in a registry of its own leaves the page’s as it is, and works in the shadow root that has it', async function () {
    const Registry = CustomElementRegistry as unknown as { new (): CustomElementRegistry };
    let registry: CustomElementRegistry;
    try {
      registry = new Registry();
    } catch {
      // Chromium 146 and later.
      return this.skip();
    }
    define({ prefix: 'scoped', registry });
    define({ registry });
    expect(customElements.get('scoped-alert-map')).to.equal(undefined);
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open', customElementRegistry: registry } as ShadowRootInit);
    root.innerHTML = ['scoped', 'yj']
      .map((of) => `<${of}-provider><${of}-alert-map></${of}-alert-map></${of}-provider>`)
      .join('');
    page.append(host);
    for (const of of ['scoped', 'yj']) picture(root, `${of}-provider`);
    await until(() => rowsIn(root, 'scoped-alert-map') === 6 && rowsIn(root, 'yj-alert-map') === 6, 'both show it');
    return undefined;
  });
});
