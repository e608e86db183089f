import { expect } from 'chai';
import { define } from '../define-elements.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, textOf, until } from '../testing/fixture.js';
import { evening, NOW } from '../testing/rows.js';
import type { YjAlertMap } from './alert-map.js';

define();

const open = async (setUp: (map: YjAlertMap) => void): Promise<YjAlertMap> =>
  fixture<YjAlertMap>('yj-alert-map', (map) => {
    map.style.height = '600px';
    setUp(map);
  });
const part = (map: YjAlertMap, selector: string): HTMLElement | null =>
  map.renderRoot.querySelector<HTMLElement>(selector);

describe('yj-alert-map', () => {
  afterEach(cleanUp);

  it('is accessible with a full picture', async () => {
    const map = await open((each) => (each.view = createFakeView({ now: NOW, rows: evening() })));
    await until(() => part(map, 'canvas[role="application"]'), 'the map is drawn');
    await accessible(map);
    console.log(textOf(part(map, '.head')));
    for (const li of map.renderRoot.querySelectorAll('.row')) console.log(textOf(li));
    console.log(textOf(part(map, '.legend')));
  });
});
