import type { Asset, Camera, Control, Deployment, Facility, Response, RiskSource, Row, Team } from '@yingji/core';
import { isUnjudged, type Rows } from '../controllers/observe.js';
import { titled } from '../alert-map/item-context.js';
import type { LonLat } from '../alert-map/item.js';
import type { Register } from '../alert-map/registers.js';
import { grouped } from '../i18n/format.js';
import type { Polygon } from '../map/geometry.js';
import { isLevel, LEVELS } from '../marks/level.js';
import type { Standing, Thing } from './thing.js';
import type { RegisterKey, RegisterWords } from './words.js';

/** What a row is turned into a thing with. */
export interface ThingContext {
  readonly words: RegisterWords;
  readonly places: Rows;
  /** Whether word of this source has stopped coming. */
  stale(source: string): boolean;
}

/** What differs from kind to kind. */
interface Own {
  readonly glyph: RegisterKey;
  readonly word: string;
  readonly title: string;
  readonly standing?: Standing;
  readonly level?: Thing['level'];
  readonly full?: boolean;
  readonly told?: readonly (string | undefined)[];
  readonly facts?: readonly (readonly [RegisterKey, string | undefined])[];
  readonly area?: readonly Polygon[] | undefined;
  readonly order?: number;
}
type Make = (row: Row, context: ThingContext) => Own;

/** A word made up of what was stated; of what is not known here, as it was stated. */
const say = (words: RegisterWords, room: string, value: unknown): string | undefined => {
  if (value === undefined) return undefined;
  const key = `${room}.${String(value)}`;
  const said = words.sayOr(key, 'stop');
  return said === words.say('stop') ? String(value) : said;
};

const control: Make = (row, { words }) => {
  const value = row.value as unknown as Partial<Control>;
  return {
    glyph: 'glyph.control',
    word: say(words, 'sort', value.sort) ?? words.say('unknown'),
    title: value.title ?? row.id,
    standing: value.state === 'in-place' ? 'active' : value.state === 'ordered' ? 'planned' : 'unsaid',
    told: [say(words, 'control', value.state), value.authority],
    facts: [
      ['fact.authority', value.authority],
      ['fact.until', value.until && words.say('until.lifts', { time: words.date(value.until as Row['at']) })],
      ['fact.detour', value.detour],
      ['fact.document', value.document],
    ],
    area: value.boundary as unknown as readonly Polygon[] | undefined,
    order: value.state === 'in-place' ? 0 : 1,
  };
};

const response: Make = (row, { words, places }) => {
  const value = row.value as unknown as Partial<Response>;
  const area = (value.places ?? []).flatMap(
    (id) => (places.get(id as Row['id'])?.value['boundary'] as unknown as readonly Polygon[] | undefined) ?? [],
  );
  return {
    glyph: 'glyph.response',
    word: say(words, 'response.level', value.level ?? 'none')!,
    title: value.title ?? row.id,
    standing: 'active',
    told: [say(words, 'response', value.state), value.issuer, value.area],
    facts: [
      ['fact.authority', value.issuer],
      ['fact.hazard', value.hazard],
      ['fact.basis', value.basis],
      ['fact.document', value.document],
    ],
    ...(area.length > 0 && { area }),
    order: Number(value.level ?? 5),
  };
};

const risk: Make = (row, { words }) => {
  const value = row.value as unknown as Partial<RiskSource>;
  const level = isLevel(value.grade) ? value.grade : 'ungraded';
  const open = Number((row.derived['findings'] as { open?: number } | undefined)?.open ?? 0);
  const category = say(words, 'category', value.category);
  const findings = open > 0 ? words.say('findings.open', { n: open }) : undefined;
  return {
    glyph: 'glyph.risk',
    word: words.say(`risk.${level}`),
    title: value.name ?? row.id,
    level,
    told: [category, findings && `${words.say('fact.findings')} ${findings}`],
    facts: [
      ['fact.category', category],
      ['fact.measures', value.controls?.join(words.say('list'))],
      ['fact.findings', findings],
    ],
    order: LEVELS.indexOf(level),
  };
};

/** What people look for on a map, before what else a facility is. */
const SOUGHT = ['shelter', 'medical-point', 'supply-point', 'micro-fire-station', 'pump-station', 'e-bike-park'];

const facility: Make = (row, { words }) => {
  const value = row.value as unknown as Partial<Facility>;
  const functions: readonly string[] = [...(value.functions ?? []), ...(value.emergencyFunctions ?? [])];
  const main = SOUGHT.find((each) => functions.includes(each)) ?? functions[0] ?? 'other';
  const there = row.derived['occupancy'] as { atLeast?: number } | undefined;
  const full = row.derived['full'] === 'yes';
  const persons = value.capacity?.persons;
  const capacity = [
    ...(persons === undefined ? [] : [words.say('capacity.persons', { n: grouped(persons) })]),
    ...(there?.atLeast === undefined ? [] : [words.say('capacity.there', { n: grouped(there.atLeast) })]),
    ...(full ? [words.say('capacity.full')] : []),
  ];
  return {
    glyph: SOUGHT.includes(main) ? (`glyph.${main}` as RegisterKey) : 'glyph.facility',
    word: say(words, 'function', main)!,
    title: value.name ?? row.id,
    standing: value.state === 'open' ? 'active' : value.state === 'preparing' ? 'planned' : 'plain',
    full,
    told: [say(words, 'facility', value.state), ...capacity],
    facts: [
      ['fact.functions', functions.map((each) => say(words, 'function', each)).join(words.say('list'))],
      ['fact.capacity', capacity.join(words.say('comma')) || undefined],
      ['fact.hours', value.hours],
    ],
    area: value.boundary as unknown as readonly Polygon[] | undefined,
    order: value.state === 'open' ? 0 : SOUGHT.includes(main) ? 1 + SOUGHT.indexOf(main) : 9,
  };
};

const team: Make = (row, { words }) => {
  const value = row.value as unknown as Partial<Team>;
  return {
    glyph: 'glyph.team',
    word: say(words, 'team', value.sort ?? 'team')!,
    title: value.name ?? row.id,
    order: 2,
  };
};

const asset: Make = (row, { words }) => {
  const value = row.value as unknown as Partial<Asset>;
  return {
    glyph: 'glyph.asset',
    word: words.say('team.asset'),
    title: value.name ?? row.id,
    standing:
      value.state === 'working' || value.state === 'moving' ? 'active' : value.state === 'repair' ? 'idle' : 'plain',
    told: [say(words, 'asset', value.state)],
    order: 1,
  };
};

const deployment: Make = (row, { words }) => {
  const value = row.value as unknown as Partial<Deployment>;
  return {
    glyph: 'glyph.deployment',
    word: words.say('team.deployment'),
    title: value.title ?? row.id,
    standing: value.state === 'in-place' ? 'active' : 'planned',
    told: [say(words, 'deployment', value.state)],
    order: 0,
  };
};

const camera: Make = (row, { words }) => {
  const value = row.value as unknown as Partial<Camera>;
  return {
    glyph: 'glyph.camera',
    word: words.say('register.cameras'),
    title: value.name ?? row.id,
    standing: value.status === 'on' ? 'plain' : value.status === 'off' ? 'idle' : 'unsaid',
    told: [say(words, 'camera', value.status ?? 'unsaid'), value.view?.what],
    facts: [['fact.view', value.view?.what]],
    order: value.status === 'on' ? 0 : 1,
  };
};

const MAKES: { readonly [kind: string]: readonly [Register, Make] } = {
  control: ['controls', control],
  response: ['responses', response],
  'risk-source': ['risks', risk],
  facility: ['facilities', facility],
  team: ['teams', team],
  asset: ['teams', asset],
  deployment: ['teams', deployment],
  camera: ['cameras', camera],
};

/** A row of a register as a thing. What it lacks is left out, and never guessed. */
export function thingOf(row: Row, context: ThingContext): Thing {
  const { words } = context;
  const [layer, make] = MAKES[row.kind]!;
  const own = make(row, context);
  const area = own.area && own.area.length > 0 ? own.area : undefined;
  const stated = row.value['position'] as unknown as LonLat | undefined;
  const derived = row.derived['position'] as unknown as LonLat | undefined;
  const position = stated ?? (area ? undefined : derived);
  const placed = position !== undefined && stated === undefined;
  const known = position !== undefined || area !== undefined;
  const unjudged = isUnjudged(row);
  const place = row.derived['placeName'];
  const address = row.value['address'];
  const where = [place, address].filter((part): part is string => typeof part === 'string' && part !== '');
  const standing = !known ? words.say('here.unplaced') : placed ? words.say('placed.by') : where.join(' ');
  return {
    id: row.id,
    kind: 'thing',
    layer,
    glyph: own.glyph,
    ...(own.level && { level: own.level }),
    standing: unjudged ? 'unsaid' : (own.standing ?? 'plain'),
    full: own.full ?? false,
    word: own.word,
    title: titled(row, own.title, words),
    told: [...(own.told ?? []), where.join(' '), ...(!known || placed ? [standing] : [])].filter(
      (part): part is string => part !== undefined && part !== '',
    ),
    facts: [
      ...(own.facts ?? []),
      ['fact.position', [where.join(' '), !known || placed ? standing : ''].filter(Boolean).join(words.say('comma'))],
    ].filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== ''),
    ...(position && { position }),
    ...(area && { area }),
    placed,
    exercise: row.exercise !== undefined,
    stale: context.stale(row.source),
    unjudged,
    order: own.order ?? 5,
    row,
  };
}

/** By layer, real before drill, then as each layer orders its own, then by name. */
export const byLayer =
  (layers: readonly Register[]) =>
  (a: Thing, b: Thing): number =>
    layers.indexOf(a.layer) - layers.indexOf(b.layer) ||
    Number(a.exercise) - Number(b.exercise) ||
    a.order - b.order ||
    (a.title < b.title ? -1 : a.title > b.title ? 1 : a.id < b.id ? -1 : 1);
