import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../json.js';
import { Callup } from '../model/callup.schema.js';
import { responderExample } from '../model/responder.schema.js';
import { millis, toInstant } from '../model/time.js';
import { warningExample } from '../model/warning.schema.js';
import { seeds } from '../testing/seeds.js';
import { desks, type Desk } from './desk.test.js';
import { answerCallup, recordCallup } from './record-callup.js';

const WARNING = 'warning/registry/w1';
const HEAD = 'responder/registry/head';
const DEPUTY = 'responder/registry/deputy';

describe('record-callup, answer-callup', () => {
  const open = desks([recordCallup, answerCallup]);
  async function desk(exercise?: string): Promise<Desk> {
    const at = await open(exercise);
    await at.list(
      [WARNING, warningExample],
      [HEAD, { ...responderExample, deputies: [DEPUTY] }],
      [DEPUTY, responderExample],
    );
    return at;
  }
  const call = (at: Desk, input: object = {}, more = {}): Promise<string[]> =>
    at.send('record-callup', { about: WARNING, person: HEAD, channel: 'phone', ...input } as Json, more);
  const answer = (at: Desk, callup: string, outcome: string): Promise<string[]> =>
    at.send('answer-callup', { callup, outcome });
  const counts = ({ city }: Desk): unknown => city.view.get(WARNING as never)!.derived['callups'];
  const row = ({ city }: Desk, id: string) => city.view.get(id as never)!;

  it('counts attempts, and says whose turn it is; only who confirms has it', async () => {
    const at = await desk();
    const [first] = await call(at, { duty: '防汛责任人，电 13812345678' }, { id: 'called-1' });
    expect(await call(at, { duty: '防汛责任人，电 13812345678' }, { id: 'called-1' })).to.deep.equal([first]);
    expect(at.value(first!)).to.deep.equal({
      ...{ about: [WARNING], person: HEAD, channel: 'phone', outcome: 'sent', attempt: 1 },
      duty: '防汛责任人，电 138****5678',
    });
    expect(row(at, first!)).to.deep.include({ by: 'u1', basis: 'stated' });
    await at.clock.pass(1000);
    const [missed] = await answer(at, first!, 'no-answer');
    expect(row(at, missed!).derived).to.deep.include({ chain: 'next', next: DEPUTY });
    const [second] = await call(at);
    expect(at.value(second!)['attempt']).to.equal(2);
    const [stood] = await call(at, { person: DEPUTY, insteadOf: HEAD });
    expect(at.value(stood!)['attempt'], 'of this person').to.equal(1);
    await answer(at, stood!, 'answered');
    expect(counts(at)).to.deep.include({ called: 1, confirmed: 0, answered: 1, rate: 0 });
    await at.clock.pass(1000);
    const [confirmed] = await answer(at, stood!, 'confirmed');
    expect(at.value(confirmed!)).to.deep.include({ insteadOf: HEAD, outcome: 'confirmed', answeredAt: at.clock.now() });
    expect(counts(at)).to.deep.include({ called: 1, confirmed: 1, rate: 1 });
    for (const { value } of at.all('callup')) expect(Callup.safeParse(value).error).to.equal(undefined);
  });

  it('what came of an attempt goes on and never back; twice is once; an old one that failed stops no newer one', async () => {
    const at = await desk();
    const [first] = await call(at);
    await answer(at, first!, 'answered');
    expect(await answer(at, first!, 'answered'), 'it stands so already').to.deep.equal([]);
    expect(await answer(at, first!, 'no-answer')).to.deep.equal(['not-allowed-now /input/outcome']);
    await answer(at, first!, 'confirmed');
    for (const outcome of ['delivered', 'answered', 'busy'])
      expect(await answer(at, first!, outcome), outcome).to.deep.equal(['not-allowed-now /input/outcome']);
    const other = await desk();
    const [old] = await call(other);
    await call(other, { person: DEPUTY, insteadOf: HEAD });
    expect(await answer(other, old!, 'no-answer')).to.deep.equal(['not-allowed-now /input/callup']);
    expect(await answer(other, old!, 'confirmed'), 'who calls back has it').to.have.length(1);
  });

  it('who is in no register is named by number, which nobody sees, and answers under the same', async () => {
    const at = await desk();
    const who = { person: undefined, name: '李小明', phone: '13800001234' };
    const given = JSON.parse(JSON.stringify(who)) as object;
    const by = (more: object) =>
      at.send('record-callup', { about: WARNING, channel: 'phone', ...given, ...more } as Json);
    const [first] = await by({});
    expect(JSON.stringify(at.value(first!))).not.to.match(/小明|13800001234/);
    expect(await answer(at, first!, 'confirmed')).to.deep.equal(['not-registered /input/callup']);
    await by({ outcome: 'confirmed' });
    expect(counts(at)).to.deep.include({ called: 1, confirmed: 1 });
  });

  it('is about what is there, to somebody who is there, until a time that lies ahead', async () => {
    const at = await desk();
    const refused = async (input: object): Promise<string> => (await call(at, input)).join();
    expect(await refused({ about: HEAD })).to.equal('not-found /input/about');
    expect(await refused({ person: WARNING })).to.equal('not-found /input/person');
    expect(await refused({ insteadOf: WARNING })).to.equal('not-found /input/insteadOf');
    expect(await refused({ insteadOf: HEAD })).to.equal('invalid-input /input/insteadOf');
    expect(await refused({ phone: '13800001234' }), 'by one of the two').to.equal('invalid-input /input/person');
    expect(await refused({ answerBy: at.clock.now() })).to.equal('invalid-input /input/answerBy');
    expect(await answer(at, HEAD, 'confirmed')).to.deep.equal(['not-found /input/callup']);
    expect(await answer(at, HEAD, 'sent')).to.deep.equal(['invalid-input /input/outcome']);
    await at.play(['responder/played/troop', responderExample]);
    expect(await refused({ person: 'responder/played/troop' }), 'whom a drill invented').to.equal(
      'not-found /input/person',
    );
    expect(at.all('callup')).to.deep.equal([]);
    const answerBy = toInstant(millis(at.clock.now()) + 60_000);
    expect(at.value((await call(at, { answerBy }))[0]!)).to.deep.include({ answerBy });
    const drill = await desk('spring');
    const [made] = await call(drill);
    const [said] = await answer(drill, made!, 'confirmed');
    expect([row(drill, made!).exercise, row(drill, said!).exercise]).to.deep.equal(['spring', 'spring']);
  });

  it('whoever tells whatever late, who confirmed once stays confirmed', async () => {
    const said = fc.tuple(
      fc.nat(3),
      fc.constantFrom('call', 'deputy', 'delivered', 'answered', 'confirmed', 'no-answer', 'busy'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(said, { maxLength: 8 }), async (all) => {
        const at = await desk();
        const calls = await call(at);
        let confirmed = false;
        for (const [n, what] of all) {
          if (what === 'call') calls.push(...(await call(at)));
          else if (what === 'deputy') calls.push(...(await call(at, { person: DEPUTY, insteadOf: HEAD })));
          else {
            const [made] = await answer(at, calls[n % calls.length]!, what);
            confirmed ||= what === 'confirmed' && made?.startsWith('callup/') === true;
          }
          expect(counts(at)).to.deep.include({ called: 1, confirmed: Number(confirmed), rate: Number(confirmed) });
        }
        await at.city.close();
      }),
      // Fewer than 1,000: each opens a city of its own.
      seeds(20),
    );
  });
});
