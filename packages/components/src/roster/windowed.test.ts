import { expect } from 'chai';
import { render } from 'lit';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, until } from '../testing/fixture.js';
import { openRoster } from '../testing/roster-harness.js';
import { city, person } from '../testing/rosters.js';
import { NOW } from '../testing/rows.js';
import { CHUNK, sliceOf } from './windowed.js';

const PEOPLE = 36_000;

describe('lines in sight', () => {
  const slice = (top: number, total = 100, height = 300) => sliceOf({ total, heightOf: () => 40 * CHUNK, top, height });

  it('are those that are seen and one chunk more on either side, with room for the others', () => {
    expect(slice(0)).to.deep.equal({ from: 0, to: 40, before: 0, after: 2400 });
    expect(slice(1700)).to.deep.equal({ from: 20, to: 80, before: 800, after: 800 });
    expect(slice(99_999)).to.deep.equal({ from: 60, to: 100, before: 2400, after: 0 });
    expect(slice(0, 0)).to.deep.equal({ from: 0, to: 0, before: 0, after: 0 });
    expect(slice(0, 5)).to.deep.equal({ from: 0, to: 5, before: 0, after: 0 });
  });

  it('whatever the heights, what is drawn and the room about it add up, and what is in sight is drawn', () => {
    for (let seed = 1; seed <= 1000; seed += 1) {
      const heights = Array.from({ length: 1 + (seed % 60) }, (_, i) => 100 + ((seed * 7919 + i * 104_729) % 900));
      const total = heights.length * CHUNK - (seed % CHUNK);
      const whole = heights.reduce((sum, each) => sum + each, 0);
      const [top, height] = [(seed * 3571) % whole, 50 + (seed % 700)];
      const { from, to, before, after } = sliceOf({ total, heightOf: (chunk) => heights[chunk]!, top, height });
      const drawn = heights.slice(from / CHUNK, Math.ceil(to / CHUNK)).reduce((sum, each) => sum + each, 0);
      expect(before + drawn + after, `seed ${seed}`).to.equal(whole);
      expect(before, `seed ${seed}`).to.be.at.most(top);
      expect(before + drawn, `seed ${seed}`).to.be.at.least(Math.min(whole, top + height));
    }
  });
});

describe('yj-roster with 36,000 people', function () {
  this.timeout(60_000);
  afterEach(cleanUp);

  it('draws what is in sight alone, and goes from end to end by keys', async () => {
    const view = createFakeView({ now: NOW, rows: city(PEOPLE, 600) });
    const { press, lines, find, focused, settled, text } = await openRoster({ view });
    expect(text('.counts')).to.include('应到 3,600');
    await press('4');
    expect(find('[role="table"]')!.getAttribute('aria-rowcount')).to.equal(String(PEOPLE + 1));
    expect(lines().length).to.be.within(10, 200);
    find('.name[tabindex="0"]')!.focus();
    await press('End');
    await until(() => focused()?.matches('.name'), 'the last line has the focus');
    expect(focused()!.closest('[aria-rowindex]')!.getAttribute('aria-rowindex')).to.equal(String(PEOPLE + 1));
    await press('PageUp');
    expect(focused()!.closest('[aria-rowindex]')!.getAttribute('aria-rowindex')).to.equal(String(PEOPLE - 9));
    const rows = find('.rows')!;
    rows.scrollTop = rows.scrollHeight / 2;
    rows.dispatchEvent(new Event('scroll'));
    await settled();
    const box = rows.getBoundingClientRect();
    const seen = [...rows.querySelectorAll('.line:not(.heads)')].map((line) => line.getBoundingClientRect());
    expect(Math.min(...seen.map(({ top }) => top)), 'no hole at the top').to.be.at.most(box.top + 40);
    expect(Math.max(...seen.map(({ bottom }) => bottom)), 'nor at the end').to.be.at.least(box.bottom);
    expect(lines().length).to.be.within(10, 200);
  });

  it('takes a tenth of the time of drawing all of them, in the same run', async () => {
    const view = createFakeView({ now: NOW, rows: city(PEOPLE, 600) });
    const { press, roster, find } = await openRoster({ view });
    const timed = async (work: () => unknown): Promise<number> => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    const ours = await timed(() => press('4'));
    const scrolled = await timed(async () => {
      find('.rows')!.scrollTop = 500_000;
      find('.rows')!.dispatchEvent(new Event('scroll'));
      await roster.updateComplete;
      void find('.rows')!.offsetHeight;
    });
    // What the played view costs to say it is not ours.
    view.put(person('p18000', '改*', {}));
    const changed = await timed(() => roster.updateComplete);
    // The same lines, all of them, by the same templates.
    const { table } = await import('./table.js');
    type Listed = ReturnType<typeof import('./listed.js').listOf>;
    const listed = (roster as unknown as { listed: Listed }).listed;
    const plain = document.createElement('div');
    document.body.append(plain);
    const whole = await timed(() => {
      const { speech, heads, columns, rowAt, total } = listed;
      render(
        table({
          ...speech,
          ...{ label: '', heads, columns, rowAt, total, current: undefined, mayAct: false },
          slice: { from: 0, to: total, before: 0, after: 0 },
          standing: { draws: () => undefined },
          onScroll: () => undefined,
          onOpen: () => undefined,
          onAct: () => undefined,
        }),
        plain,
      );
      void plain.offsetHeight;
    });
    plain.remove();
    const told = `ms: shown ${ours.toFixed(0)}, scrolled ${scrolled.toFixed(0)}, one changed ${changed.toFixed(0)}; all drawn ${whole.toFixed(0)}`;
    for (const each of [ours, scrolled, changed]) expect(each * 10, told).to.be.below(whole);
  });
});
