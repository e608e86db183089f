import { expect } from 'chai';
import type { Draft } from '../model/change.js';
import { entityId } from '../model/id.js';
import { vocabulary } from '../model/vocabulary.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import { admit } from './admit.js';

describe('what a Command states, at the door', () => {
  const clock = createManualClock();
  const ids = createSeededIds();
  const { vault } = createMemoryStore({ clock, ids });
  const view = createLocalView({ now: clock.now() });
  const incident: Draft = {
    v: 1,
    kind: 'incident',
    id: entityId('incident', 'city', '1'),
    at: clock.now(),
    basis: 'stated',
    by: 'u',
    body: { value: { state: 'open', title: '火警' } },
  };
  const said = (more: object): string[] =>
    admit({ ...incident, ...more } as Draft, { view, vault, ids, words: vocabulary }).issues.map(
      ({ code, message }) => `${code} ${message}`,
    );
  const value = (more: object): object => ({ body: { value: { state: 'open', title: '火警', ...more } } });

  it('is in no quarantine, and its sender is told how to mend it', () => {
    const all = [
      { id: 'x' },
      { v: 2 },
      { body: {} },
      value({ state: 3 }),
      value({ titel: 'x' }),
      value({ title: '\ud800' }),
    ];
    for (const more of all) {
      const [first] = said(more);
      expect(first, JSON.stringify(more))
        .to.be.a('string')
        .and.not.match(/quarantine|replay/);
    }
    expect(said({ body: {} })[0]).to.match(/a draft cannot be read: .+; mend it and send the Command again\.$/);
    expect(said({})).to.deep.equal([]);
  });
});
