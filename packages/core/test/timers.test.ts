import { expect } from 'chai';
import { createCity, createMemoryStore, systemClock, systemIds } from '../src/index.js';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('a city on the clock of the machine', () => {
  it('leaves no timer behind once it is closed: a program ends by itself', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await turn();
    const before = timers();
    for (let n = 0; n < 3; n += 1) {
      const city = await createCity(createMemoryStore({ clock: systemClock, ids: systemIds }));
      const view = await city.asOf(city.view.at);
      const playing = city.replay(city.view.at, city.view.at, 1).subscribe();
      await turn();
      expect(timers()).to.be.above(before);
      await city.close();
      playing.unsubscribe();
      view.close();
      expect(timers()).to.equal(before);
    }
  });
});
