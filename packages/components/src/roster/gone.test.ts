import { expect } from 'chai';
import { cleanUp, pause, pressOn, textOf, until } from '../testing/fixture.js';
import { openRoster, type RosterReading } from '../testing/roster-harness.js';

const keysOf = ({ roster }: RosterReading): string[] =>
  [...roster.renderRoot.querySelectorAll<HTMLElement>('.name')].map((each) => each.dataset['key']!);
const at = ({ focused }: RosterReading): string | undefined => focused()?.dataset['key'];
const JUST = '这一行刚换，未登记。看清后再按';
const signs = ({ view }: RosterReading): unknown[] => view.sent.map(({ input }) => input);
const button = ({ roster }: RosterReading, key: string): HTMLElement =>
  roster.renderRoot
    .querySelector(`[data-key$="${key}"]`)!
    .closest('.line')!
    .querySelector<HTMLElement>('.doing button')!;

describe('yj-roster: the line under the focus goes', () => {
  afterEach(cleanUp);

  it('and the focus goes to the next, and after the last of all to the one before, however it had come there', async () => {
    for (const walk of [true, false]) {
      const reading = await openRoster();
      const keys = keysOf(reading);
      expect(keys).to.have.length.above(3);
      if (walk) {
        reading.find('.name[tabindex="0"]')!.focus();
        await reading.press('ArrowDown');
      } else reading.find(`[data-key="${keys[1]}"]`)!.focus();
      expect(at(reading)).to.equal(keys[1]);
      reading.view.remove(keys[1]!);
      await reading.settled();
      expect(at(reading), `walked: ${walk}`).to.equal(keys[2]);
      await reading.press('ArrowDown');
      expect(at(reading)).to.equal(keys[3]);
      await reading.press('End');
      reading.view.remove(keys.at(-1)!);
      await reading.settled();
      expect(at(reading)).to.equal(keys.at(-2));
      expect(reading.find('.name[tabindex="0"]')!.dataset['key']).to.equal(keys.at(-2));
      cleanUp();
    }
  });

  it('from the button in it as well', async () => {
    const reading = await openRoster();
    const keys = keysOf(reading);
    const [first, second] = [...reading.roster.renderRoot.querySelectorAll<HTMLElement>('.doing button')].slice(1);
    first!.focus();
    const key = first!.closest('.line')!.querySelector<HTMLElement>('.name')!.dataset['key']!;
    expect(second).to.not.equal(undefined);
    reading.view.remove(key);
    await reading.settled();
    expect(at(reading)).to.equal(keys[keys.indexOf(key) + 1]);
  });

  it('a key that signs at once signs for nobody who has just come under the focus; half a second later it does', async () => {
    const reading = await openRoster();
    const keys = keysOf(reading);
    const before = keys[keys.indexOf('shift/city/g3') - 1] ?? keys[0]!;
    reading.find(`[data-key="${before === 'shift/city/g3' ? keys[1] : before}"]`)!.focus();
    const gone = at(reading)!;
    reading.view.remove(gone);
    await reading.settled();
    await reading.press('i');
    expect([signs(reading), reading.text('.said')]).to.deep.equal([[], JUST]);
    await pause(500);
    await reading.press('i');
    expect(signs(reading)).to.have.length(1);
  });

  it('nor does a press on a line that has just moved under the pointer', async () => {
    const reading = await openRoster();
    await pause(500);
    const keys = keysOf(reading);
    const last = [...keys].reverse().find((key) => button(reading, key))!;
    reading.view.remove(keys[0]!);
    await until(() => !keysOf(reading).includes(keys[0]!), 'a line before it goes');
    pressOn(button(reading, last))();
    await reading.settled();
    expect([signs(reading), reading.text('.said'), textOf(reading.find('.sheet'))]).to.deep.equal([[], JUST, '']);
    await pause(500);
    const act = textOf(button(reading, last));
    pressOn(button(reading, last))();
    await reading.settled();
    expect(signs(reading).length + Number(reading.find('.sheet') !== null), act).to.equal(1);
  });
});
