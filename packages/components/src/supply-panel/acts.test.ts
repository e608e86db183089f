import { expect } from 'chai';
import { recordMovement, type CommandResult, type Position } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, textOf, until } from '../testing/fixture.js';
import { openPanel, type PanelReading } from '../testing/panel-harness.js';
import { NOW } from '../testing/rows.js';
import { lot, store } from '../testing/supplies.js';
import type { YjMovementRecorded, YjMovementRequested } from './events.js';

const STATION = 'facility/registry/station';
const refusal = (code: string): CommandResult => ({
  ok: false,
  issues: [{ code, path: '', level: 'error', message: '' }],
});
/** What was sent; each as the Command takes it. */
const inputs = ({ view }: PanelReading): unknown[] =>
  view.sent.map(({ input }) => {
    expect(recordMovement.parse(input)).to.have.property('input');
    return input;
  });

/** At the line of an item, as the arrow keys bring one there. */
async function at(reading: PanelReading, item: string): Promise<void> {
  reading.find(`[data-key*="${item}"]`)!.click();
  reading.find(`[data-key*="${item}"]`)!.focus();
  await reading.settled();
}

describe('yj-supply-panel: 入库 领用 归还 调拨 盘点', () => {
  afterEach(cleanUp);

  it('by keyboard alone: a line by arrows, O, the quantity, Enter; what expires first is taken', async () => {
    const reading = await openPanel();
    const { press, find, focused, fill, text } = reading;
    find('.name[tabindex="0"]')!.focus();
    await press('End');
    expect(focused()!.textContent).to.include('瓶装水');
    await press('ArrowUp');
    await press('ArrowDown');
    await press('O');
    expect(text('.sheet h3')).to.equal('领用 瓶装水');
    expect(focused()!.getAttribute('name')).to.equal('quantity');
    await fill('quantity', '１２０');
    await press('Enter');
    expect(inputs(reading)).to.deep.equal([{ item: 'bottled-water', facility: STATION, sort: 'issue', quantity: 120 }]);
    expect(text('.said')).to.equal('已登记：领用 瓶装水 120 瓶');
    expect(focused()!.textContent).to.include('瓶装水');
  });

  for (const [key, sort] of [
    ['r', 'receive'],
    ['b', 'return'],
  ] as const)
    it(`${key} brings into one lot (${sort})`, async () => {
      const reading = await openPanel();
      await at(reading, 'blanket');
      await reading.press(key);
      await reading.fill('quantity', '8.5');
      await reading.fill('reason', '演习后收回');
      await reading.press('Enter');
      expect(inputs(reading)).to.deep.equal([
        { stock: 'stock/registry/BL-1', sort, quantity: 8.5, reason: '演习后收回' },
      ]);
    });

  it('T sends to another facility, 到货 brings in what is on the way', async () => {
    const reading = await openPanel();
    await at(reading, 'blanket');
    await reading.press('t');
    await reading.fill('quantity', '20');
    await reading.press('Enter');
    expect(reading.text('.sheet')).to.include('选择去向');
    expect(reading.focused()!.getAttribute('name')).to.equal('to');
    await reading.fill('to', 'facility/registry/shelter');
    await reading.click('登记调拨');
    await reading.click('到货');
    await reading.fill('quantity', '98');
    await reading.press('Enter');
    expect(inputs(reading)).to.deep.equal([
      {
        stock: 'stock/registry/BL-1',
        sort: 'transfer',
        quantity: 20,
        direction: 'out',
        to: 'facility/registry/shelter',
      },
      { stock: 'stock/registry/SD-01', sort: 'transfer', quantity: 98, direction: 'in', leg: 'movement/city/t1' },
    ]);
  });

  it('K counts one lot against what the person saw, and tells the difference before it is sent', async () => {
    const reading = await openPanel();
    await at(reading, 'blanket');
    await reading.press('k');
    await reading.fill('quantity', '158');
    expect(reading.text('.hint')).to.equal('账面 160 条，差 −2');
    reading.view.put(lot('BL-1', { item: 'blanket', name: '毛毯', unit: '条', quantity: 150 }));
    await reading.settled();
    expect(reading.text('.hint'), 'what the person decides on does not change under the hand').to.include('账面 160');
    reading.view.answer = () => Promise.resolve(refusal('changed-meanwhile'));
    await reading.press('Enter');
    expect(reading.text('.told')).to.equal('未登记：数量已变，核对后再登记（changed-meanwhile）');
    expect(reading.text('.hint')).to.equal('账面 150 条，差 +8');
    reading.view.answer = () => Promise.resolve({ ok: true, at: 9 as Position, ids: [] });
    await reading.click('再次登记');
    expect(inputs(reading)).to.deep.equal([
      { stock: 'stock/registry/BL-1', sort: 'count', counted: 158, seen: 160 },
      { stock: 'stock/registry/BL-1', sort: 'count', counted: 158, seen: 150 },
    ]);
    expect(reading.view.sent[1]!.id, 'another decision').to.not.equal(reading.view.sent[0]!.id);
  });

  it('of several lots one must be chosen where core does not pick', async () => {
    const reading = await openPanel();
    await at(reading, 'water');
    await reading.press('k');
    expect(reading.focused()!.getAttribute('name')).to.equal('lot');
    await reading.fill('quantity', '0');
    await reading.click('登记盘点');
    expect(reading.text('#wrong-lot')).to.equal('选择批次');
    await reading.fill('lot', 'stock/registry/W-01');
    await reading.click('登记盘点');
    expect(inputs(reading)).to.deep.equal([{ stock: 'stock/registry/W-01', sort: 'count', counted: 0, seen: 36 }]);
  });

  it('a drill’s lots, and lots in other units, are named and never picked', async () => {
    const water = { item: 'bottled-water', name: '瓶装水' };
    const rows = [...store(), lot('BOX', { ...water, unit: '箱', quantity: 4 })];
    const reading = await openPanel({ view: createFakeView({ now: NOW, rows }) });
    reading.find('[data-key*="瓶"]')!.focus();
    await reading.press('o');
    await reading.fill('quantity', '3');
    await reading.click('登记领用');
    expect(reading.text('#wrong-lot')).to.equal('选择批次');
    expect(reading.view.sent).to.deep.equal([]);
  });

  describe('by a scanner, which types a code and Enter', () => {
    it('O, the code, the quantity: three gestures', async () => {
      const reading = await openPanel();
      await reading.press('o');
      expect(reading.text('.said')).to.equal('领用：扫码，或选一项物资');
      expect(reading.focused()!.getAttribute('type')).to.equal('search');
      await reading.scan('https://yingji.example.cn/s?id=stock/registry/W-07');
      await reading.fill('quantity', '24');
      await reading.press('Enter');
      expect(inputs(reading)).to.deep.equal([{ stock: 'stock/registry/W-07', sort: 'issue', quantity: 24 }]);
      expect(reading.focused()!.getAttribute('type'), 'ready for the next').to.equal('search');
    });

    it('without an act it opens what the code names', async () => {
      const reading = await openPanel();
      await reading.press('/');
      await reading.scan('bl-1');
      expect(reading.focused()!.textContent).to.include('毛毯');
      expect(reading.text('.lot-list')).to.include('stock/registry/BL-1');
    });

    it('says that it knows no such code, and asks which where there are several', async () => {
      const reading = await openPanel();
      await reading.press('k');
      await reading.scan('6901234567892');
      expect(reading.text('.said')).to.equal('没有“6901234567892”对应的物资');
      await reading.scan('sandbag');
      expect(reading.text('.said')).to.equal('“sandbag”对应 2 批，选一批');
      await reading.click('沙袋 · 凤岭北避难场所');
      expect(reading.text('.sheet h3')).to.equal('盘点 沙袋');
    });

    it('a code in the field of the quantity is never an amount', async () => {
      const reading = await openPanel();
      await at(reading, 'blanket');
      await reading.press('r');
      await reading.scan('6901234567892');
      expect(reading.text('#wrong-quantity')).to.equal('数过大，可能扫进了条码');
      await reading.scan('SD-02');
      expect(reading.text('.sheet h3'), 'it is the next scan').to.equal('入库 沙袋');
      expect(reading.view.sent).to.deep.equal([]);
    });
  });

  describe('before and after the store', () => {
    async function counted(answer: () => Promise<CommandResult>): Promise<PanelReading> {
      const reading = await openPanel();
      await at(reading, 'blanket');
      await reading.press('k');
      await reading.fill('quantity', '158');
      reading.view.answer = answer;
      await reading.press('Enter');
      return reading;
    }

    it('nothing is said to be recorded before it answers, and one press is one Command', async () => {
      let answer = (): void => undefined;
      const reading = await counted(
        () =>
          new Promise(
            (resolve) => (answer = () => resolve({ ok: true, at: 9 as Position, ids: ['movement/city/9' as never] })),
          ),
      );
      const heard: unknown[] = [];
      reading.panel.addEventListener('yj-movement-recorded', (event) => heard.push((event as YjMovementRecorded).ids));
      await reading.click('正在发送…');
      expect(reading.view.sent).to.have.length(1);
      expect([reading.text('.said'), heard]).to.deep.equal(['', []]);
      answer();
      await reading.settled();
      expect([reading.text('.said'), heard]).to.deep.equal(['已登记：盘点 毛毯 158 条', [['movement/city/9']]]);
      expect(reading.lines()[3], 'the ledger shows what the picture says').to.include('160 条');
    });

    it('says why it was refused, and keeps what was filled in', async () => {
      const reading = await counted(() => Promise.resolve(refusal('not-permitted')));
      expect(reading.text('.told')).to.equal('未登记：无权登记此项（not-permitted）');
      expect(reading.find<HTMLInputElement>('[name="quantity"]')!.value).to.equal('158');
    });

    it('without an answer it sends the same Command again, another one if it was changed', async () => {
      const reading = await counted(() => Promise.reject(new TypeError('network')));
      expect(reading.text('.told')).to.equal('没有回执，是否登记不明（gateway-unreachable）。再按一次不会重复');
      await reading.click('再次登记');
      expect(reading.view.sent[1]).to.deep.equal(reading.view.sent[0]);
      await reading.fill('quantity', '157');
      await reading.click('再次登记');
      expect(reading.view.sent[2]!.id).to.not.equal(reading.view.sent[0]!.id);
    });

    it('where nobody may act it says so and offers nothing more', async () => {
      const reading = await counted(() => Promise.resolve(refusal('read-only')));
      expect(reading.text('.read-only')).to.equal('只读：未提供操作人');
      expect([reading.find('.sheet'), reading.find('.scan'), reading.find('.transits [data-key]')]).to.deep.equal([
        null,
        null,
        null,
      ]);
      expect(reading.focused()?.textContent, 'the form went, the focus did not').to.include('毛毯');
      const other = await openPanel({ setUp: (each) => (each.readOnly = true) });
      expect(other.text('.read-only')).to.equal('只读：本页只供查看');
      await other.press('k');
      expect([other.find('.scan'), other.find('.actions button')]).to.deep.equal([null, null]);
    });

    it('a page may take it over: then nothing is sent', async () => {
      const reading = await openPanel();
      const asked: unknown[] = [];
      reading.panel.addEventListener('yj-movement-requested', (event) => {
        asked.push((event as YjMovementRequested).input);
        event.preventDefault();
      });
      await at(reading, 'blanket');
      await reading.press('k');
      await reading.fill('quantity', '1');
      await reading.press('Enter');
      expect([asked.length, reading.view.sent.length]).to.deep.equal([1, 0]);
      expect(reading.text('.said')).to.equal('已交由本页处理，结果以台账为准');
    });
  });

  it('Esc closes what is open, the last first, and gives the focus back; in a field letters are text', async () => {
    const reading = await openPanel();
    await at(reading, 'blanket');
    await reading.press('o');
    await reading.press('k');
    expect(reading.text('.sheet h3')).to.equal('领用 毛毯');
    await reading.press('Escape');
    expect([reading.find('.sheet'), reading.focused()?.textContent.includes('毛毯')]).to.deep.equal([null, true]);
    expect(reading.find('.lot-list')).to.not.equal(null);
    await reading.press('Escape');
    expect(reading.find('.lot-list')).to.equal(null);
    await reading.press('?');
    expect(reading.text('.sheet.keys')).to.include('K 盘点');
  });

  it('an update moves neither the focus nor what was filled in', async () => {
    const reading = await openPanel();
    await at(reading, 'blanket');
    await reading.press('o');
    await reading.fill('quantity', '7');
    reading.view.put(lot('NEW', { item: 'a', name: '新', quantity: 0, minimum: 9 }));
    reading.view.remove('stock/registry/GN-1');
    await reading.settled();
    expect(reading.focused()!.getAttribute('name')).to.equal('quantity');
    expect(reading.find<HTMLInputElement>('[name="quantity"]')!.value).to.equal('7');
  });

  it('where lines change places the focus and the act stay with the item; Esc with nothing open goes back to it', async () => {
    const { view, find, focused, press, text } = await openPanel();
    const named = (name: string): HTMLElement =>
      [...find('.ledger')!.querySelectorAll<HTMLElement>('.name')].find((each) => textOf(each) === name)!;
    named('毛毯').focus();
    view.put(lot('BL-1', { item: 'blanket', name: '毛毯', unit: '条', quantity: 1, minimum: 500 }));
    await until(() => textOf(find('.name')) === '毛毯', 'it lacks most by now');
    expect(textOf(focused())).to.equal('毛毯');
    await press('o');
    await until(() => text('.sheet h3') !== '', 'the form');
    expect(text('.sheet h3')).to.equal('领用 毛毯');
    await press('Escape');
    await press('/');
    expect(focused()!.matches('.scan input')).to.equal(true);
    await press('Escape');
    expect(textOf(focused())).to.equal('毛毯');
  });

  it('where the line under the focus goes the focus and the tab stop go to the next, after the last to the one before', async () => {
    const { view, find, panel, focused, settled, press } = await openPanel();
    const keys = [...panel.renderRoot.querySelectorAll<HTMLElement>('.ledger .name')].map(
      (each) => each.dataset['key']!,
    );
    const go = async (key: string): Promise<void> => {
      const item = key.split(' ')[0];
      const gone = store().filter(({ id, value }) => id.startsWith('stock/') && key.includes(String(value['item'])));
      expect(gone.length, item).to.be.above(0);
      view.remove(...gone.map(({ id }) => id));
      await settled();
    };
    const at = (): string | undefined => focused()?.dataset['key'];
    const [, second, third] = keys;
    find('.name[tabindex="0"]')!.focus();
    await press('ArrowDown');
    expect(at()).to.equal(second);
    await go(second!);
    const rest = keys.filter((key) => find(`[data-key="${CSS.escape(key)}"]`));
    const next = keys.slice(2).find((key) => rest.includes(key));
    expect([at(), find('.name[tabindex="0"]')!.dataset['key']], third).to.deep.equal([next, next]);
    await press('End');
    expect(at()).to.equal(rest.at(-1));
    await go(rest.at(-1)!);
    const left = rest.filter((key) => find(`[data-key="${CSS.escape(key)}"]`));
    expect([at(), find('.name[tabindex="0"]')!.dataset['key']]).to.deep.equal([left.at(-1), left.at(-1)]);
  });
});
