import { expect } from 'chai';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { evening, feed, NOW, warning } from '../testing/rows.js';

describe('drills on the map', () => {
  afterEach(cleanUp);

  it('counts drills apart, and marks them in front of every title', async () => {
    const drill = evening().map((row) => (row.kind === 'incident' ? { ...row, exercise: '2026-06' } : row));
    const { text, rows } = await openMap({ view: createFakeView({ now: NOW, rows: drill }) });
    expect(text('.head .counts')).to.equal('警情 黄 1 未定级 2 未确认 3 预警 橙 1');
    expect(text('.strip.drill')).to.equal('演练，不计入实战 警情 红 1 橙 1 未确认 1');
    expect(rows().filter((row) => row.includes('演练 '))).to.have.length(2);
  });

  it('where all there is belongs to a drill, says that nothing is real, and not that nothing is', async () => {
    const rows = [feed('weather', '气象预警'), warning('w', { exercise: '2026-06' })];
    const { text } = await openMap({ view: createFakeView({ now: NOW, rows }) });
    expect(text('.head .counts')).to.equal('实战现无警情');
    expect(text('.strip.drill')).to.equal('演练，不计入实战 预警 橙 1');
  });
});
