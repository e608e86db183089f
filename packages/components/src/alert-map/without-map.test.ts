import { expect } from 'chai';
import { accessible, cleanUp, pause, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { withoutWebGl } from '../testing/no-webgl.js';

describe('yj-alert-map where no map can be drawn', () => {
  afterEach(cleanUp);

  it('without WebGL the list fills the frame', async () => {
    const restore = withoutWebGl();
    try {
      const { text, find, rows, map } = await openMap({ width: 500 });
      await until(() => find('.no-map'), 'the list stands in');
      expect(text('.notice')).to.equal('地图未能显示，以下为列表。');
      expect(rows()).to.have.length(6);
      expect(find('canvas')).to.equal(null);
      await accessible(map);
    } finally {
      restore();
    }
  });

  it('when the graphics card gives up, the list fills the frame until it is back', async () => {
    const { find, text } = await openMap();
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    const canvas = find('canvas') as HTMLCanvasElement;
    const gl = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
    await pause(300);
    gl.loseContext();
    await until(() => find('.no-map'), 'the list stands in');
    expect(text('.notice')).to.equal('地图未能显示，以下为列表。');
    gl.restoreContext();
    await until(() => !find('.no-map') && !(find('.map') as HTMLElement).hidden, 'the map is back');
  });
});
