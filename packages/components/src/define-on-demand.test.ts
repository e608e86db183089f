import { expect } from 'chai';
import { defineOnDemand, type Loaders } from './define-on-demand.js';
import { YjProvider } from './provider/provider.js';
import { pause, textOf, until } from './testing/fixture.js';

/** Elements that say how often each was fetched. */
function loaders(...names: readonly string[]): { asked: string[]; table: Loaders; fail: Set<string> } {
  const asked: string[] = [];
  const fail = new Set<string>();
  const table = Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        asked.push(name);
        return fail.has(name) ? Promise.reject(new Error('404')) : Promise.resolve(class extends HTMLElement {});
      },
    ]),
  );
  return { asked, table, fail };
}

let count = 0;
/** Tags of the page are given for good: each test has a prefix of its own. */
const fresh = (): string => `t${(count += 1)}`;

describe('elements on demand', () => {
  const put = (tag: string, parent: ParentNode = document.body): HTMLElement => {
    const element = document.createElement(tag);
    parent.append(element);
    return element;
  };
  afterEach(() => {
    for (const each of document.body.querySelectorAll('*')) if (/^t\d+-/.test(each.localName)) each.remove();
  });

  it('defines the provider at once, and fetches nothing that does not stand in the page', async () => {
    const prefix = fresh();
    const { asked, table } = loaders('one', 'two');
    put(`${prefix}-two`);
    defineOnDemand({ prefix }, table);
    expect(customElements.get(`${prefix}-provider`)).to.not.equal(undefined);
    await customElements.whenDefined(`${prefix}-two`);
    await pause(20);
    expect(asked).to.deep.equal(['two']);
    expect(customElements.get(`${prefix}-one`)).to.equal(undefined);
  });

  it('a tag that comes later, however deep in what is added, is fetched once', async () => {
    const prefix = fresh();
    const { asked, table } = loaders('one');
    defineOnDemand({ prefix }, table);
    await pause(20);
    expect(asked).to.deep.equal([]);
    const outer = document.createElement('div');
    outer.innerHTML = `text<p><${prefix}-one></${prefix}-one></p><${prefix}-one></${prefix}-one>`;
    document.body.append(outer);
    const { constructor } = outer.querySelector(`${prefix}-one`)!;
    expect(constructor).to.equal(HTMLElement);
    await customElements.whenDefined(`${prefix}-one`);
    put(`${prefix}-one`);
    expect(outer.querySelector(`${prefix}-one`)!.constructor).to.equal(customElements.get(`${prefix}-one`));
    await pause(20);
    expect(asked).to.deep.equal(['one']);
    outer.remove();
  });

  it('a shadow root has its elements by a call of its own, those that stand in it and those that come', async () => {
    const prefix = fresh();
    const { asked, table } = loaders('one', 'two');
    defineOnDemand({ prefix }, table);
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    document.body.append(host);
    put(`${prefix}-one`, root);
    await pause(20);
    expect(asked, 'nobody sees into it').to.deep.equal([]);
    defineOnDemand({ prefix, within: root }, table);
    await customElements.whenDefined(`${prefix}-one`);
    put(`${prefix}-two`, root);
    await customElements.whenDefined(`${prefix}-two`);
    expect(asked).to.deep.equal(['one', 'two']);
    host.remove();
  });

  it('what another copy has defined is not fetched, and what it defines meanwhile is left alone', async () => {
    const prefix = fresh();
    const { asked, table } = loaders('one', 'two');
    customElements.define(`${prefix}-one`, class extends HTMLElement {});
    put(`${prefix}-one`);
    put(`${prefix}-two`);
    defineOnDemand({ prefix }, table);
    class Other extends HTMLElement {}
    customElements.define(`${prefix}-two`, Other);
    await pause(20);
    expect(asked).to.deep.equal(['two']);
    expect(customElements.get(`${prefix}-two`)).to.equal(Other);
  });

  it('leaves the tags alone whose provider is of a copy of another version, and shares those of its own', async () => {
    const [other, same] = [fresh(), fresh()];
    const { asked, table } = loaders('one');
    customElements.define(`${other}-provider`, class extends HTMLElement {});
    customElements.define(`${same}-provider`, class extends YjProvider {});
    for (const prefix of [other, same]) {
      put(`${prefix}-one`);
      defineOnDemand({ prefix }, table);
    }
    await customElements.whenDefined(`${same}-one`);
    await pause(20);
    expect(asked).to.deep.equal(['one']);
    expect(customElements.get(`${other}-one`)).to.equal(undefined);
  });

  it('what could not be fetched is said and asked for again', async () => {
    const prefix = fresh();
    const { asked, table, fail } = loaders('one');
    fail.add('one');
    const element = put(`${prefix}-one`);
    element.lang = 'en';
    defineOnDemand({ prefix }, table);
    const said = (): string => textOf(element.shadowRoot?.querySelector('[role="alert"]'));
    await until(() => said().includes('Retrying in 1 s'), 'it is said');
    expect(said()).to.include('element-not-loaded');
    fail.delete('one');
    await until(() => customElements.get(`${prefix}-one`), 'it is defined');
    expect(asked).to.deep.equal(['one', 'one']);
    expect(element.shadowRoot!.childElementCount, 'room for the element').to.equal(0);
  });

  it('a second copy of the script takes nothing away from what the first has shown', async () => {
    const prefix = fresh();
    const shown = class extends HTMLElement {
      connectedCallback(): void {
        this.attachShadow({ mode: 'open' }).append('a warning');
      }
    };
    const table = { one: () => Promise.resolve(shown) };
    const element = put(`${prefix}-one`);
    defineOnDemand({ prefix }, table);
    defineOnDemand({ prefix }, table);
    await customElements.whenDefined(`${prefix}-one`);
    await pause(20);
    expect(element.shadowRoot!.textContent).to.equal('a warning');
  });

  it('in a registry of its own all are fetched, since nobody sees where they stand', async () => {
    const given = new Map<string, CustomElementConstructor>();
    const registry = {
      get: (tag: string) => given.get(tag),
      define: (tag: string, element: CustomElementConstructor) => void given.set(tag, element),
    } as unknown as CustomElementRegistry;
    const { table } = loaders('one', 'two');
    defineOnDemand({ registry }, table);
    await until(() => given.size === 3, 'all are given');
    expect([...given.keys()]).to.deep.equal(['yj-provider', 'yj-one', 'yj-two']);
  });
});
