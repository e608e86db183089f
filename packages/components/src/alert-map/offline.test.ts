import { expect } from 'chai';
import { cleanUp } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { ago } from '../testing/rows.js';

describe('a map whose data stand still', () => {
  afterEach(cleanUp);

  it('offline it says that nothing is kept to be sent later; who decides nothing need not be told', async () => {
    const { text, view, settled, map } = await openMap();
    view.health({ link: { state: 'stale', since: ago(3) } });
    await settled();
    expect(text('.strip.offline')).to.equal('已离线。确认和任务登记不存于本机代发，恢复后再办');
    map.readOnly = true;
    await settled();
    expect(text('.strip.offline')).to.equal('');
  });
});
