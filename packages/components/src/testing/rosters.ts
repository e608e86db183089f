import type { Row } from '@yingji/core';
import { ago, feed, NOW, row, warning } from './rows.js';

/** An instant some hours after {@link NOW}; before it when negative. */
export const inHours = (hours: number): string => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();

export const COMMUNITY = 'place/division/450103001001';
export const grid = (n: number | string): string => `place/registry/grid-${n}`;

export const gridRow = (n: number | string, more: object = {}): Row =>
  row(grid(n), { value: { name: `第 ${n} 网格`, scheme: 'grid', level: 'grid', parents: [COMMUNITY], ...more } });

/** What a door leaves of a name or number. */
export const vaulted = (key: string, masked: string): object => ({ $vault: key, masked });

export function person(native: string, masked: string, more: { readonly [field: string]: unknown } = {}): Row {
  const { derived, exercise, ...value } = more as { derived?: object; exercise?: string };
  return row(`responder/registry/${native}`, {
    value: {
      name: vaulted(`n-${native}`, masked),
      phone: vaulted(`p-${native}`, '138****1234'),
      state: 'active',
      skills: [],
      grid: grid(1),
      ...value,
    },
    derived: { expired: [], availability: 'available', ...derived },
    ...(exercise !== undefined && { exercise }),
  });
}

export function shift(
  native: string,
  responder: string,
  more: { readonly from?: number; readonly to?: number; readonly in?: number; readonly [field: string]: unknown } = {},
): Row {
  const { from = -5, to = 4, in: signed, exercise, ...value } = more;
  return row(`shift/city/${native}`, {
    value: {
      ...{
        role: 'patrol',
        responder: `responder/registry/${responder}`,
        place: grid(1),
        from: inHours(from),
        to: inHours(to),
      },
      ...(signed === undefined
        ? { state: 'planned' }
        : { state: 'signed-in', signedIn: { at: inHours(signed), by: 'a-1' } }),
      ...value,
    },
    ...(typeof exercise === 'string' && { exercise }),
  });
}

let position = 10;

export function callup(
  native: string,
  responder: string,
  outcome: string,
  more: { readonly [field: string]: unknown } = {},
): Row {
  const { derived, exercise, ...value } = more as { derived?: object; exercise?: string };
  const told = row(`callup/city/${native}`, {
    value: {
      ...{
        about: ['warning/weather/w1'],
        person: `responder/registry/${responder}`,
        channel: 'phone',
        outcome,
        attempt: 1,
      },
      ...value,
    },
    derived: derived ?? {},
    at: ago(6),
    ...(exercise !== undefined && { exercise }),
  });
  return { ...told, position: (position += 1) as Row['position'] };
}

export const COVER = [{ role: 'patrol', skill: { skill: 'first-aid' }, count: 1 }] as const;

/** A believable afternoon: one post empty, one in charge, a hand-over due, a call-up under way. */
export function afternoon(): Row[] {
  const aid = [{ skill: 'first-aid', level: 2, expires: '2027-05-01T00:00:00+08:00' }];
  return [
    feed('registry', '人员名册'),
    feed('weather', '气象预警'),
    row(COMMUNITY, { value: { name: '新竹社区', scheme: 'division', level: 'community', code: '450103001001' } }),
    ...[1, 3, 5].map((n) => gridRow(n)),
    warning('w1', {
      derived: {
        divisions: ['450103'],
        callups: { called: 4, confirmed: 1, answered: 1, delivered: 0, sent: 0, silent: 2, rate: 0.25 },
      },
    }),
    person('li', '李*', { skills: [{ skill: 'pump' }], account: 'a-1', grid: undefined }),
    person('qin', '覃*', { skills: aid }),
    person('huang', '黄**', {
      skills: [{ skill: 'first-aid', expires: '2026-05-01T00:00:00+08:00' }],
      grid: grid(3),
      derived: { expired: ['first-aid'] },
    }),
    person('wei', '韦**', { skills: aid, grid: grid(5), derived: { availability: 'stand-by' } }),
    person('lu', '卢*', { state: 'paused', grid: grid(5) }),
    shift('leader', 'li', { role: 'leader-on-duty', place: COMMUNITY, in: -5.1 }),
    shift('g1', 'qin', { in: -5 }),
    shift('g3', 'huang', { place: grid(3), from: -32 / 60, to: 7.5 }),
    shift('g5', 'lu', { place: grid(5) }),
    shift('g1-next', 'wei', { from: 0.5, to: 9, in: -0.1 }),
    callup('c1', 'li', 'confirmed', { derived: { chain: 'confirmed' } }),
    callup('c2', 'qin', 'answered', { derived: { chain: 'waiting' } }),
    callup('c3', 'huang', 'no-answer', { derived: { chain: 'next', next: 'responder/registry/wei' } }),
    callup('c4', 'lu', 'no-answer'),
    callup('c5', 'li', 'no-answer', { insteadOf: 'responder/registry/lu', derived: { chain: 'exhausted' } }),
  ];
}

/** A city's register: everybody with skills and a grid, one in a hundred on a shift. */
export function city(people: number, grids: number): Row[] {
  const skills = ['first-aid', 'pump', 'boat-driver', 'lift'];
  return [
    feed('registry', '人员名册'),
    row(COMMUNITY, { value: { name: '新竹社区', scheme: 'division', level: 'community', code: '450103001001' } }),
    ...Array.from({ length: grids }, (_, i) => gridRow(i)),
    ...Array.from({ length: people }, (_, i) =>
      person(`p${i}`, `${'李覃黄韦卢'[i % 5]!}${'*'.repeat(1 + (i % 2))}`, {
        skills: [{ skill: skills[i % 4]!, level: 1 }],
        grid: grid(i % grids),
      }),
    ),
    ...Array.from({ length: Math.floor(people / 10) }, (_, i) =>
      shift(`s${i}`, `p${i * 10}`, { place: grid(i % grids), ...(i % 7 !== 0 && { in: -5 }) }),
    ),
  ];
}
