// What somebody at the desk of the demo does over the gateway's API, as any host may: the rota of the drill, and one call-up.
import { setTimeout } from 'node:timers/promises';

const EXERCISE = 'xinzhu-demo';
const COMMUNITY = 'place/places/450103001005';
const grid = (n) => `place/grids/xz-grid-${n}`;
const person = (n) => `responder/people/xz-${n}`;

/** Who stands what in the watch that runs; who is not `there` leaves a gap, and the third grid has nobody at all. */
const WATCH = [
  { role: 'leader-on-duty', who: 6, place: COMMUNITY, there: true },
  { role: 'duty-officer', who: 5, place: COMMUNITY, there: true },
  { role: 'patrol', who: 1, place: grid(1), there: true },
  { role: 'patrol', who: 3, place: grid(2), there: false },
];
/** Who is called about the gravest warning, and what came of it. Of who has none nobody has heard yet. */
const CALLED = [{ who: 6, came: 'confirmed' }, { who: 1, came: 'answered' }, { who: 3, came: 'no-answer' }, { who: 5 }];

const byIds = (kind, ids) => ({ kind, where: [{ field: 'id', op: 'in', value: ids }] });
/** A red warning that stands. */
const GRAVE = {
  kind: 'warning',
  where: [
    { field: 'derived.state', op: 'eq', value: 'in-force' },
    { field: 'derived.level', op: 'eq', value: 'red' },
  ],
};

const HOUR = 3_600_000;
/** A watch is twelve hours, from 08:00 and 20:00 Beijing time, which is midnight and noon UTC. */
const watchOf = (now) => Math.floor(now / (12 * HOUR)) * 12 * HOUR;

/**
 * @param {{ url: string, token: string, stopped: () => boolean }} options `stopped` ends the waiting
 * @param {boolean} warned whether warnings are played, about which somebody can be called
 */
export async function playDesk({ url, token, stopped }, warned) {
  const post = async (path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(said)}`);
    return said;
  };
  /** The same id again counts once: a later start says the same of the same watch and the same warning. */
  const send = (name, about, input) => post(`/api/commands/${name}`, { v: 1, id: `demo-desk-${about}`, input });
  /** Rows of a query once there are so many: registers are read, and warnings played, while this asks. */
  const rows = async (query, least) => {
    while (!stopped()) {
      const { found } = (await post('/api/view', { queries: { found: query } })).rows;
      if (found.length >= least) return found;
      await setTimeout(500);
    }
    return undefined;
  };

  const known = [await rows({ kind: 'responder' }, 6), await rows(byIds('place', [COMMUNITY, grid(1), grid(2)]), 3)];
  if (known.includes(undefined)) return;
  const begin = watchOf(Date.now());
  const [from, to] = [begin, begin + 12 * HOUR].map((ms) => new Date(ms).toISOString());
  for (const { role, who, place, there } of WATCH) {
    const about = `${begin}-${who}`;
    const { ids } = await send('plan-shift', about, {
      role,
      responder: person(who),
      place,
      from,
      to,
      exercise: EXERCISE,
    });
    if (there) await send('sign-in', `${about}-in`, { shift: ids[0] });
  }
  if (!warned) return;
  const [grave] = (await rows(GRAVE, 1)) ?? [];
  if (!grave) return;
  const { native } = grave.value;
  const called = { about: grave.id, people: CALLED.map(({ who }) => person(who)), channel: 'phone' };
  const { ids } = await send('call-up', native, called);
  for (const [i, { came }] of CALLED.entries())
    if (came) await send('answer-callup', `${native}-${i}`, { callup: ids[i], outcome: came });
}
