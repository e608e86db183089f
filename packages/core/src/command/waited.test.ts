import { expect } from 'chai';
import { millis, type Instant } from '../model/time.js';
import { acknowledgeAlarm } from './acknowledge-alarm.js';
import { advanceTask } from './advance-task.js';
import { desks, type Desk } from './desk.test.js';
import { openIncident } from './open-incident.js';

const ALARM = 'report/registry/1';
const MINUTE_MS = 60_000;

describe('a Command that waited on the device where it was given', () => {
  const open = desks([acknowledgeAlarm, advanceTask, openIncident]);
  const desk = async (): Promise<Desk> => {
    const made = await open();
    await made.list(
      ['device/registry/1', { type: 'smoke-detector', native: '1', contract: { by: 'event' } }],
      [ALARM, { channel: 'device', needs: ['fire'], eventType: '12G00', title: '火警', device: 'device/registry/1' }],
    );
    return made;
  };
  const acknowledged = ({ city }: Desk): string =>
    (city.view.get(ALARM as never)?.derived['acknowledged'] as { at: string } | undefined)?.at ?? 'nobody';
  const since = (at: string, { clock }: Desk): number => (millis(clock.now()) - millis(at as Instant)) / MINUTE_MS;

  it('was true when it was given, and is known when it is recorded', async () => {
    const made = await desk();
    await made.clock.pass(60 * MINUTE_MS);
    const [id] = await made.send('acknowledge-alarm', { of: ALARM }, { waitedMs: 40 * MINUTE_MS });
    expect(since(acknowledged(made), made)).to.equal(40);
    expect(since(made.city.view.get(id as never)!.recordedAt, made)).to.equal(0);
  });

  it('was not given before that was known which it is about', async () => {
    const made = await desk();
    await made.clock.pass(10 * MINUTE_MS);
    await made.send('acknowledge-alarm', { of: ALARM }, { waitedMs: 40 * MINUTE_MS });
    expect(since(acknowledged(made), made)).to.equal(10);
  });

  it('counts once, however often and however much later it is sent', async () => {
    const made = await desk();
    await made.clock.pass(60 * MINUTE_MS);
    const first = await made.send('acknowledge-alarm', { of: ALARM }, { id: 'kept-id-1', waitedMs: 5 * MINUTE_MS });
    await made.clock.pass(5 * MINUTE_MS);
    const again = await made.send('acknowledge-alarm', { of: ALARM }, { id: 'kept-id-1', waitedMs: 10 * MINUTE_MS });
    expect(again).to.deep.equal(first);
    expect(made.all('acknowledgement')).to.have.length(1);
    expect(since(acknowledged(made), made), 'as it was said first').to.equal(10);
  });

  it('a step of a task was taken then, and not before the one that stands', async () => {
    const made = await desk();
    for (let i = 0; i < 500 && made.all('task').length === 0; i += 1) await new Promise((go) => setTimeout(go, 1));
    const task = made.all('task')[0]!.id;
    const at = (): number => since(made.city.view.get(task)!.at, made);
    await made.clock.pass(20 * MINUTE_MS);
    await made.send('advance-task', { task, to: 'signed' });
    await made.clock.pass(20 * MINUTE_MS);
    await made.send('advance-task', { task, to: 'moving' }, { waitedMs: 15 * MINUTE_MS });
    expect(at()).to.equal(15);
    await made.send('advance-task', { task, to: 'on-scene' }, { waitedMs: 12 * MINUTE_MS });
    expect(at(), 'it was recorded just now that they set out').to.equal(0);
    expect(await made.send('advance-task', { task, to: 'moving' }, { waitedMs: 14 * MINUTE_MS })).to.deep.equal([
      'not-allowed-now /input',
    ]);
  });

  it('is refused after a day, and at once where its name may not wait', async () => {
    const made = await desk();
    const waited = (name: string, input: object, waitedMs: number): Promise<string[]> =>
      made.send(name, input as never, { waitedMs });
    expect(await waited('acknowledge-alarm', { of: ALARM }, 24 * 60 * MINUTE_MS + 1)).to.deep.equal([
      'waited-too-long /waitedMs',
    ]);
    expect(await waited('open-incident', { eventType: '11B00', title: '积水' }, 1)).to.deep.equal([
      'waited-too-long /waitedMs',
    ]);
    expect(acknowledged(made)).to.equal('nobody');
  });

  it('says how long in whole milliseconds, or nothing', async () => {
    const made = await desk();
    for (const waitedMs of [-1, 0.5, NaN, '5', null])
      expect(
        await made.send('acknowledge-alarm', { of: ALARM }, { waitedMs: waitedMs as number }),
        String(waitedMs),
      ).to.deep.equal(['invalid-input /waitedMs']);
    expect(acknowledged(made)).to.equal('nobody');
  });
});
