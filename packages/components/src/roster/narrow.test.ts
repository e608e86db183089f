import { expect } from 'chai';
import type { Row } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp } from '../testing/fixture.js';
import { openRoster, type RosterReading } from '../testing/roster-harness.js';
import { afternoon, grid, gridRow, person, shift } from '../testing/rosters.js';
import { NOW, warning } from '../testing/rows.js';

/** Names as long as they come: of grids, of skills, of what is called about. */
const long = (): Row[] => [
  ...afternoon(),
  gridRow(3, { name: '新竹社区第三网格（民族大道以南、长湖路以西、园湖路以东）' }),
  person('hu', '胡**', { skills: [{ skill: 'first-aid' }], grid: grid(3) }),
  shift('relief', 'wei', { from: -0.5, in: -0.4 }),
  warning('w2', { value: { title: '南宁市气象台、南宁市应急管理局、南宁市水利局联合发布山洪灾害气象风险橙色预警' } }),
];

/** Text of a choice that is wider than what it stands in, and has not been given another line. */
function cut(select: HTMLSelectElement): boolean {
  const style = getComputedStyle(select);
  const pen = document.createElement('canvas').getContext('2d')!;
  pen.font = style.font;
  const arrow = 24;
  const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
  const { width } = pen.measureText(select.selectedOptions[0]?.text.trim() ?? '');
  const lines = Math.ceil(width / room);
  return select.clientHeight < lines * parseFloat(style.fontSize);
}

/** Everything that can be pressed or filled in and is not wholly in sight, by its text or name. */
function notWhole({ roster }: RosterReading): string[] {
  const inside = roster.getBoundingClientRect();
  return [...roster.renderRoot.querySelectorAll<HTMLElement>('button, input, select, textarea')]
    .filter((each) => each.getClientRects().length > 0)
    .filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      const isOut = left < inside.left - 0.5 || right > inside.right + 0.5 || each.scrollWidth > each.clientWidth + 1;
      return isOut || (each instanceof HTMLSelectElement && cut(each));
    })
    .map((each) => `${each.getAttribute('name') ?? each.className} ${each.textContent!.trim()}`);
}

describe('yj-roster at 320 px, which is a desk at 400 % zoom', () => {
  afterEach(cleanUp);

  for (const lang of ['zh-CN', 'en'])
    it(`shows every control whole, whatever is filled in, in ${lang}`, async () => {
      const reading = await openRoster({
        view: createFakeView({ now: NOW, rows: long() }),
        width: 320,
        setUp: (each) => (each.lang = lang),
      });
      const { press, find, fill } = reading;
      const at = (key: string): void => find(`[data-key$="${key}"]`)!.focus();
      const whole = (what: string): void => void expect(notWhole(reading), what).to.deep.equal([]);
      for (const mode of ['2', '3', '4', '1']) {
        await press(mode);
        whole(`mode ${mode}`);
      }
      for (const [key, row] of [
        ['h', '/g1'],
        ['c', '/g3'],
        ['f', '/g3'],
        ['v', '/g1'],
        ['g', '/g1'],
      ] as const) {
        at(row);
        await press(key);
        whole(`form ${key}`);
        if (key === 'c') await fill('about', 'warning/weather/w2');
        if (key === 'f') await fill('who', 'responder/registry/hu');
        whole(`form ${key}, filled in`);
        await press('Escape');
      }
      await press('2');
      at('grid-3');
      await press('f');
      whole('form f of a grid');
    });
});
