import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { withoutWebGl } from '../testing/no-webgl.js';
import { evening, NOW } from '../testing/rows.js';

const press = (key: string): Promise<void> => sendKeys({ press: key });
const chosen = ({ find }: Reading): string => textOf(find('.row[aria-selected="true"]'));

describe('keys', () => {
  let restore = (): void => undefined;
  afterEach(() => {
    restore();
    restore = () => undefined;
    cleanUp();
  });

  it('a whole duty by keyboard alone, with WebGL off', async () => {
    restore = withoutWebGl();
    const reading = await openMap();
    const { find, focused, text, view, settled, rows } = reading;
    await until(() => find('.no-map'), 'the list stands in');
    const before = document.createElement('button');
    reading.map.before(before);
    before.focus();
    // One stop for the header's button, one for the search, one for the whole list.
    for (let i = 0; i < 4 && focused()?.getAttribute('role') !== 'listbox'; i += 1) await press('Tab');
    expect(focused()?.getAttribute('role')).to.equal('listbox');
    await press('ArrowDown');
    expect(chosen(reading)).to.include('位置未知');
    await press('n');
    expect(chosen(reading)).to.include('燃气泄漏');
    expect(find('.list')!.getAttribute('aria-activedescendant')).to.equal(find('.row[aria-selected="true"]')!.id);
    await press('End');
    expect(chosen(reading)).to.include('树木倒伏');
    await press('ArrowDown');
    expect(chosen(reading), 'the end is the end').to.include('树木倒伏');
    await press('Home');
    await press('ArrowDown');
    await press('ArrowUp');
    await press('n');
    await press('p');
    await press('n');
    // Data that come in leave focus and choice where they are.
    view.put(...evening().slice(0, 3));
    await settled();
    expect(focused()?.getAttribute('role')).to.equal('listbox');
    expect(chosen(reading)).to.include('燃气泄漏');
    await press('Enter');
    await until(() => focused()?.matches('.primary'), 'Enter leads to what may be done');
    await press('Enter');
    await settled();
    expect(view.sent).to.have.length(1);
    await press('Escape');
    await settled();
    expect(find('.popup')).to.equal(null);
    expect(focused()?.getAttribute('role')).to.equal('listbox');
    await press('/');
    await until(() => focused()?.matches('input'), 'the search field');
    await sendKeys({ type: 'n树木' });
    await settled();
    expect(rows(), 'letters in a field are text; a red stays').to.have.length(1);
    await press('Escape');
    await settled();
    expect(rows()).to.have.length(6);
    expect(focused()?.getAttribute('role')).to.equal('listbox');
    await press('?');
    await until(() => focused()?.matches('#keys'), 'the keys');
    expect(text('#keys')).to.include('下一项（由重到轻）');
    await press('Escape');
    await settled();
    expect(find('#keys')).to.equal(null);
    expect(focused()?.getAttribute('role')).to.equal('listbox');
    before.remove();
  });

  it('on the map: arrows pan, plus zooms, L shows the list, F follows, Enter opens and Escape returns', async () => {
    const reading = await openMap({ width: 600 });
    const { find, focused, button, settled } = reading;
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    const canvas = find('canvas')!;
    canvas.focus();
    expect(canvas.getAttribute('aria-label')).to.equal('地图，6 项');
    expect(find('.list')).to.equal(null);
    await press('l');
    await settled();
    expect(find('.list')).to.not.equal(null);
    await press('f');
    await settled();
    expect(button('跟随新警情')!.getAttribute('aria-pressed')).to.equal('true');
    await press('n');
    await press('n');
    expect(chosen(reading)).to.include('燃气泄漏');
    await press('Enter');
    await until(() => focused()?.matches('.primary'), 'Enter leads to what may be done');
    await press('Escape');
    await settled();
    expect(focused() === find('canvas')).to.equal(true);
    for (const key of ['ArrowLeft', 'ArrowUp', '+', '-']) await press(key);
    expect(focused() === find('canvas')).to.equal(true);
  });

  it('N on a button leads to what it chose, so that Enter opens that and presses no button', async () => {
    const { find, focused, button, settled } = await openMap({ width: 600 });
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    button('图层')!.focus();
    await press('n');
    expect(focused() === find('canvas'), 'the map, where no list is shown').to.equal(true);
    button('列表')!.focus();
    await press('l');
    await settled();
    await press('p');
    expect(focused()?.getAttribute('role')).to.equal('listbox');
    await press('Enter');
    await until(() => focused()?.closest('.popup'), 'it is open');
    // What is open keeps the focus while N goes on.
    await press('n');
    expect(focused()?.closest('.popup')).to.not.equal(null);
    expect(find('#layers')).to.equal(null);
  });

  it('elsewhere on the page letters are the page’s', async () => {
    const { find } = await openMap({ width: 600 });
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    await sendKeys({ type: 'lnf' });
    expect(field.value).to.equal('lnf');
    expect(find('.list')).to.equal(null);
    field.remove();
  });

  it('a key held down opens a thing and stops there', async () => {
    restore = withoutWebGl();
    const { find, view, focused, settled } = await openMap({ view: createFakeView({ now: NOW, rows: evening() }) });
    await until(() => find('.no-map'), 'the list stands in');
    find('.list')!.focus();
    await press('n');
    await press('Enter');
    await until(() => focused()?.matches('.primary'), 'the button');
    const held = new KeyboardEvent('keydown', {
      key: 'Enter',
      repeat: true,
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    focused()!.dispatchEvent(held);
    await settled();
    expect(held.defaultPrevented).to.equal(true);
    expect(view.sent).to.deep.equal([]);
  });

  it('where the chosen row goes nothing is chosen in its stead, and the arrows go on from its place', async () => {
    const reading = await openMap();
    const { find, view, settled, map } = reading;
    const ids = (): string[] =>
      [...map.renderRoot.querySelectorAll<HTMLElement>('.side .list [role="option"]')].map(({ id }) => id);
    const before = ids();
    const chosenId = (): string | undefined => find('.row[aria-selected="true"]')?.id;
    const go = async (index: number): Promise<void> => {
      find('.list')!.focus();
      await press('Home');
      for (let i = 0; i < index; i += 1) await press('ArrowDown');
      await settled();
      expect(chosenId()).to.equal(before[index]);
    };
    const goneOf = { 1: 'incident/city/i1', 2: 'incident/city/i2' } as { [index: number]: string };
    const rowOf = (id: string): number => before.findIndex((each) => each.includes(id.split('/').at(-1)!));
    const at = rowOf(goneOf[2]!);
    await go(at);
    view.remove(goneOf[2]!);
    await settled();
    expect(chosenId(), 'no key acts on another one').to.equal(undefined);
    await press('ArrowDown');
    expect(chosenId(), 'the next').to.equal(before[at + 1]);
    view.remove(
      ...evening()
        .filter(({ id }) => before[at + 1]!.includes(id.split('/').at(-1)!))
        .map(({ id }) => id),
    );
    await settled();
    await press('ArrowUp');
    expect(chosenId(), 'the one before').to.equal(before[at - 1]);
  });
});
