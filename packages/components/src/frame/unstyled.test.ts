import { expect } from 'chai';
import { css, type LitElement } from 'lit';
import { define, ELEMENTS } from '../define-elements.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, until } from '../testing/fixture.js';
import { evening, NOW, warning } from '../testing/rows.js';
import { levels } from '../theme/tokens.js';
import type { YjElement } from './element.js';

define();

type Shown = YjElement & LitElement;
const CLEAR = 'rgba(0, 0, 0, 0)';
const rgb = (hex: string): string => `rgb(${[1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)).join(', ')})`;

describe('unstyled', () => {
  const page = document.createElement('div');
  before(() => {
    page.style.cssText = 'color: rgb(1, 2, 3); font: 21px/2 monospace; background: rgb(255, 255, 255)';
    document.body.append(page);
  });
  after(() => page.remove());
  afterEach(cleanUp);

  const show = async (tag: string): Promise<Shown> => {
    const element = await fixture<Shown>(
      tag,
      (each) => {
        each.view = createFakeView({ now: NOW, rows: [...evening(), warning('w1')] });
        each.unstyled = true;
      },
      page,
    );
    await until(() => style(element, '.box').borderStyle === 'none', 'it has fetched what it wears in their place');
    return element;
  };
  const style = (element: Shown, selector: string): CSSStyleDeclaration =>
    getComputedStyle(element.renderRoot.querySelector(selector)!);

  for (const [name] of ELEMENTS.slice(1))
    it(`yj-${name} has the page's own type and colours, no surface and no border, and nothing that axe objects to`, async () => {
      const element = await show(`yj-${name}`);
      await until(() => element.renderRoot.querySelector('.box')!.textContent!.trim() !== '', 'it shows something');
      const { color, fontFamily, fontSize, backgroundColor, borderStyle, minBlockSize } = style(element, '.box');
      expect([color, fontFamily, fontSize]).to.deep.equal(['rgb(1, 2, 3)', 'monospace', '21px']);
      expect([backgroundColor, borderStyle, minBlockSize]).to.deep.equal([CLEAR, 'none', '0px']);
      await accessible(element);
    });

  it('keeps out what comes later too, and takes it on when the page gives the parts back', async () => {
    const panel = await show('yj-supply-panel');
    const late = css`
      .box {
        letter-spacing: 7px;
      }
    `;
    panel.wear(late);
    panel.wear(late);
    expect(style(panel, '.box').letterSpacing).to.equal('normal');
    panel.unstyled = false;
    await panel.updateComplete;
    expect(style(panel, '.box').letterSpacing).to.equal('7px');
    const root = panel.renderRoot as ShadowRoot;
    expect(root.adoptedStyleSheets.filter((sheet) => sheet === late.styleSheet)).to.have.length(1);
  });

  it('keeps what means something: chips, marks, the focus ring, and what only readers of the screen hear', async () => {
    const map = await show('yj-alert-map');
    await until(() => map.renderRoot.querySelector('.row.red .chip'), 'the rows');
    const { fill, on } = levels.light.red;
    const chip = style(map, '.row.red .chip');
    expect([chip.backgroundColor, chip.color]).to.deep.equal([rgb(fill), rgb(on)]);
    expect(style(map, '[aria-live="assertive"]').clipPath).to.equal('inset(50%)');
    expect(style(map, '.printed').display).to.equal('none');
    const button = map.renderRoot.querySelector<HTMLElement>('button')!;
    button.focus({ focusVisible: true } as FocusOptions);
    expect(getComputedStyle(button).outlineStyle).to.equal('solid');
    await until(() => map.renderRoot.querySelector('canvas[role="application"]'), 'the map is drawn');
    expect(map.renderRoot.querySelector('canvas')!.getBoundingClientRect().height).to.equal(360);
    // Drawings without a size of their own would leave a button empty.
    for (const each of map.renderRoot.querySelectorAll('button')) {
      const { width, height } = each.getBoundingClientRect();
      expect([width >= 24, height >= 24], each.outerHTML).to.deep.equal([true, true]);
    }
    expect(style(map, '.map-buttons svg').inlineSize).to.equal('16px');
    // What lies over the map lets the hand through to it, but for what is to be pressed.
    map.renderRoot.querySelector<HTMLElement>('[aria-label="量距与周边"]')!.click();
    await until(() => map.renderRoot.querySelector('.measured button'), 'it measures');
    expect(style(map, '.measure').pointerEvents).to.equal('none');
    expect(style(map, '.measured button').pointerEvents).to.equal('auto');
  });

  it('draws its marks no higher than a line, with nothing filled that is a ring', async () => {
    for (const [tag, wanted] of [
      ['yj-alert-map', '.row .ring, .legend .ring'],
      ['yj-alert-map', '.legend .swatch'],
      ['yj-warning-banner', '.ring'],
      ['yj-warning-card', '.ring'],
    ] as const) {
      const element = await show(tag);
      await until(() => element.renderRoot.querySelector(wanted), `${tag} shows ${wanted}`);
      for (const drawing of element.renderRoot.querySelectorAll('svg')) {
        const { width, height } = drawing.getBoundingClientRect();
        expect([width <= 48, height <= 32], `${tag} ${drawing.outerHTML.slice(0, 60)} ${height}`).to.deep.equal([
          true,
          true,
        ]);
      }
      expect(style(element, wanted).fill, `${tag} ${wanted}`).to.equal('none');
    }
  });

  it('is an attribute, and taken away gives all back', async () => {
    const map = await show('yj-alert-map');
    map.unstyled = false;
    await map.updateComplete;
    expect(style(map, '.box').backgroundColor).to.not.equal(CLEAR);
    expect(style(map, '.box').fontSize).to.equal('14px');
    map.setAttribute('unstyled', '');
    await map.updateComplete;
    expect(style(map, '.box').backgroundColor).to.equal(CLEAR);
  });
});
