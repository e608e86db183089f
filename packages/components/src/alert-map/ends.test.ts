import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { ago, feed, NOW, warning } from '../testing/rows.js';

describe('the end of a warning on the map', () => {
  afterEach(cleanUp);

  it('is seen of a red one that stood for days, however many lesser ones ended that were issued since', async () => {
    const lesser = Array.from({ length: 80 }, (_, i) =>
      warning(`b${i}`, {
        level: 'blue',
        at: ago(100),
        derived: { state: 'lifted', endedBy: 'warning/weather/long-ago' },
      }),
    );
    const old = { level: 'red', at: ago(4_000), recordedAt: ago(4_000), value: { expires: undefined } } as const;
    const view = createFakeView({ now: NOW, rows: [feed('weather', '气象预警'), ...lesser, warning('red', old)] });
    const { rows } = await openMap({ view });
    await until(() => rows().join().includes('暴雨红色预警'), 'it stands');
    view.put(
      warning('red', { ...old, derived: { state: 'lifted', endedBy: 'warning/weather/lift' } }),
      warning('lift', { level: 'ungraded', value: { verb: 'lift' }, at: ago(1), derived: { state: 'lifted' } }),
    );
    await until(() => rows().join().includes('暴雨红色预警已解除（1 分钟前）'), 'its end is seen');
  });
});
