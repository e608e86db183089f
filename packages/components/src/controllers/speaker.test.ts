import { expect } from 'chai';
import { takePageClock, type PageClock } from '../testing/page-clock.js';
import { Speaker } from './speaker.js';

describe('a speaker', () => {
  let clock: PageClock;
  beforeEach(() => (clock = takePageClock()));
  afterEach(() => clock.restore());

  it('says the same sentence again when there is the same news again', async () => {
    const heard: string[] = [];
    let region = '';
    const speaker: Speaker = new Speaker(
      {
        isConnected: true,
        addController: () => undefined,
        removeController: () => undefined,
        // A screen reader hears what changes.
        requestUpdate: () => speaker.quiet !== region && heard.push((region = speaker.quiet)),
        updateComplete: Promise.resolve(true),
      },
      () => undefined,
    );
    for (let n = 0; n < 3; n += 1) {
      speaker.say('news', () => '新增 1 项：橙色 1 项。');
      await clock.pass(n === 0 ? 50 : 5_050);
    }
    speaker.hostDisconnected();
    expect(heard.map((text) => text.trim())).to.deep.equal(Array(3).fill('新增 1 项：橙色 1 项。'));
  });
});
