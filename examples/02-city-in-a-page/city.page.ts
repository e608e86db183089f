import { expect } from 'chai';
import { startCity } from './city.js';

const until = async (holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 200 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('example: a city in a page', () => {
  it('shows an alarm and its acknowledgement, in at most 20 lines of code', async () => {
    const source = await (await fetch(new URL('./city.js', import.meta.url))).text();
    const body = source.slice(source.indexOf('export async'), source.lastIndexOf('}'));
    expect(body.trimEnd().split('\n').length - 1).to.be.at.most(20);
    const [button, list] = [document.createElement('button'), document.createElement('ul')];
    document.body.append(button, list);
    const city = await startCity({ button, list });
    button.click();
    await until(() => list.children.length === 1);
    expect(list.textContent).to.equal('按钮报警 · 待确认');
    (list.firstElementChild as HTMLElement).click();
    await until(() => list.textContent.includes('已确认'));
    expect(list.textContent).to.equal('按钮报警 · 已确认');
    await city.close();
  });
});
