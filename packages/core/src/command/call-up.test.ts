import { expect } from 'chai';
import type { Json } from '../json.js';
import { Callup } from '../model/callup.schema.js';
import { responderExample } from '../model/responder.schema.js';
import { millis, toInstant } from '../model/time.js';
import { warningExample } from '../model/warning.schema.js';
import { callUp } from './call-up.js';
import { desks, type Desk } from './desk.test.js';
import { answerCallup, recordCallup } from './record-callup.js';

const WARNING = 'warning/registry/w1';
const [LI, QIN, WEI] = ['li', 'qin', 'wei'].map((each) => `responder/registry/${each}`) as [string, string, string];

describe('call-up', () => {
  const open = desks([callUp, recordCallup, answerCallup]);
  async function desk(exercise?: string): Promise<Desk> {
    const at = await open(exercise);
    await at.list([WARNING, warningExample], ...[LI, QIN, WEI].map((each) => [each, responderExample] as const));
    return at;
  }
  const call = (at: Desk, input: object = {}, more = {}): Promise<string[]> =>
    at.send('call-up', { about: WARNING, people: [LI, QIN], channel: 'sms', ...input } as Json, more);
  const row = ({ city }: Desk, id: string) => city.view.get(id as never)!;

  it('everybody named has an attempt of their own, once however often it is sent; each is answered by itself', async () => {
    const at = await desk();
    const answerBy = toInstant(millis(at.clock.now()) + 600_000);
    const made = await call(at, { people: [LI, QIN, LI], answerBy }, { id: 'called-all' });
    expect(made).to.have.length(2);
    expect(await call(at, { people: [LI, QIN, LI], answerBy }, { id: 'called-all' })).to.deep.equal(made);
    expect(made.map((id) => at.value(id))).to.deep.equal(
      [LI, QIN].map((person) => ({
        ...{ about: [WARNING], person, channel: 'sms', outcome: 'sent', attempt: 1, answerBy },
      })),
    );
    for (const id of made) {
      expect(Callup.safeParse(at.value(id)).error).to.equal(undefined);
      expect(row(at, id)).to.deep.include({ by: 'u1', basis: 'stated' });
      expect(row(at, id).derived['chain']).to.equal('waiting');
    }
    await at.send('answer-callup', { callup: made[1]!, outcome: 'confirmed' });
    expect(row(at, WARNING).derived['callups']).to.deep.include({ called: 2, confirmed: 1, sent: 1, rate: 0.5 });
  });

  it('counts on from the attempts before', async () => {
    const at = await desk();
    await at.send('record-callup', { about: WARNING, person: LI, channel: 'phone', outcome: 'no-answer' });
    const made = await call(at);
    expect(made.map((id) => at.value(id)['attempt'])).to.deep.equal([2, 1]);
  });

  it('one who is not there, and nobody is called', async () => {
    const at = await desk();
    expect(await call(at, { people: [LI, 'responder/registry/gone'] })).to.deep.equal(['not-found /input/people']);
    expect(await call(at, { people: [LI, WARNING] })).to.deep.equal(['not-found /input/people']);
    expect(await call(at, { about: LI })).to.deep.equal(['not-found /input/about']);
    expect(await call(at, { people: [] })).to.deep.equal(['invalid-input /input/people']);
    expect(await call(at, { people: Array.from({ length: 201 }, (_, i) => `${LI}-${i}`) })).to.deep.equal([
      'invalid-input /input/people',
    ]);
    expect(await call(at, { answerBy: at.clock.now() })).to.deep.equal(['invalid-input /input/answerBy']);
    await at.play(['responder/played/troop', responderExample]);
    expect(await call(at, { people: ['responder/played/troop'] }), 'whom a drill invented').to.deep.equal([
      'not-found /input/people',
    ]);
    expect(at.all('callup')).to.deep.equal([]);
  });

  it('about what a drill plays, they are calls of that drill', async () => {
    const at = await desk('spring');
    const made = await call(at);
    expect(made.map((id) => row(at, id).exercise)).to.deep.equal(['spring', 'spring']);
  });
});
