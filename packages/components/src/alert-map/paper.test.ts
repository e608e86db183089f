import { emulateMedia } from '@web/test-runner-commands';
import { expect } from 'chai';
import { cleanUp } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { ago } from '../testing/rows.js';
import { paintOf, readPaint } from '../theme/paint.js';

/** What the map wears on paper alone. */
async function printRules(): Promise<string> {
  const { map } = await openMap();
  return (map.renderRoot as ShadowRoot).adoptedStyleSheets
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule && rule.conditionText === 'print')
    .map((rule) => rule.cssText)
    .join('');
}

describe('the map on paper', () => {
  afterEach(cleanUp);

  it('says by itself what it is, as of when, and when it was printed', async () => {
    const { view, find, text, settled } = await openMap({ setUp: (map) => (map.place = '450103') });
    expect(getComputedStyle(find('.printed')!).display, 'for paper only').to.equal('none');
    expect(text('.printed')).to.equal(
      '青秀区 · 数据截至 2026-06-12 14:32 · 打印时间 2026-06-12 14:32 · 打印人：＿＿＿＿＿＿',
    );
    view.at('2026-06-12T14:59:00+08:00');
    view.health({ link: { state: 'stale', since: ago(0) } });
    await settled();
    expect(text('.printed')).to.equal(
      '青秀区 · 数据截至 2026-06-12 14:32 · 打印时间 2026-06-12 14:59 · 打印人：＿＿＿＿＿＿',
    );
    view.health({ link: { state: 'unknown' } });
    await settled();
    expect(text('.printed')).to.include('数据截至 不明');
  });

  it('draws the map in ink alone, and a dark one black on white', async () => {
    const kept = await printRules();
    expect(kept).to.match(/\n\s*\.map \{ filter: grayscale\(1\)/);
    expect(kept).to.match(/dark[^{]*\.map \{ filter: grayscale\(1\) invert\(1\)/);
  });

  it('keeps the colours of its screen where it is drawn while it is printed: paper turns what a dark screen shows', async () => {
    const { find } = await openMap({ setUp: (map) => (map.theme = 'dark') });
    try {
      await emulateMedia({ media: 'print' });
      expect(readPaint(find('.box')!, 'dark', false)).to.deep.equal(paintOf('dark'));
    } finally {
      await emulateMedia({ media: 'screen' });
    }
  });

  it('keeps the stripes of a drill where a printer leaves out grounds', async () => {
    const kept = await printRules();
    expect(kept).to.match(/\.strip\.drill[^}]*print-color-adjust: exact/);
  });
});
