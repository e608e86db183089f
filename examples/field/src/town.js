import { createRandom } from './random.js';
import {
  COMMUNITIES,
  FIRST_WORDS,
  FLOOR,
  LAST_WORDS,
  OPEN_GROUND,
  SCENE_COMPOUNDS,
  SWITCH_ROOM,
} from './town-words.js';

/**
 * An invented town inside 青秀区: compounds of about five buildings, one user-information transmission device a building.
 * The same seed and number give the same town, so that the registry and the devices on the line agree.
 *
 * @typedef {{ address: number, component: number, type: string, name: string, text: string, zone: string, lon: number, lat: number }} Detector
 *   address: point << 16 | loop
 * @typedef {{
 *   transmitter: number, code: string, name: string, compound: string, building: number, lon: number, lat: number,
 *   detectors: Detector[], abnormal: Map<number, number>, mainsFault: boolean,
 * }} Site one building; `abnormal` holds the states of parts that are not normal now
 * @typedef {{ code: string, name: string, community: string, lon: number, lat: number }} Compound
 * @typedef {{ compounds: Compound[], sites: Site[], unregistered: { site: Site, detector: Detector }[] }} Town
 */

/** The centre's address and the first address of a device: division code and number, above 2^32 as in many cities. */
export const CENTRE = 450_100_000_001;
const FIRST_TRANSMITTER = 450_103_000_001;

const DETECTORS_PER_SITE = 13_000 / 300;
const BUILDINGS = 5;
const UNREGISTERED = 6;
const [LON_M, LAT_M] = [1 / 102_600, 1 / 110_750];

/**
 * @param {{ seed: number, devices: number }} options devices: detectors in the registry, at least 25
 * @returns {Town}
 */
export function createTown({ seed, devices }) {
  if (!Number.isInteger(devices) || devices < 25 || devices > 200_000) {
    throw new RangeError(`A town has 25 to 200000 detectors, not ${devices}.`);
  }
  const random = createRandom(seed).fork('town');
  const total = Math.max(BUILDINGS, Math.round(devices / DETECTORS_PER_SITE));
  const compounds = createCompounds(Math.ceil(total / BUILDINGS), random);
  /** @type {Site[]} */
  const sites = [];
  for (let i = 0; i < total; i += 1) {
    const compound = /** @type {Compound} */ (compounds[Math.floor(i / BUILDINGS)]);
    const share = Math.floor(((i + 1) * devices) / total) - Math.floor((i * devices) / total);
    sites.push(createSite({ compound, building: (i % BUILDINGS) + 1, number: i, share, random }));
  }
  const unregistered = Array.from({ length: UNREGISTERED }, (_, i) => {
    const site = random.pick(sites);
    const detector = {
      ...part({ kind: FLOOR[0], site, floor: 1, point: 901 + i, loop: 9, random }),
      name: '未登记',
      text: `演练 新装${i + 1}号未登记`,
    };
    return { site, detector };
  });
  return { compounds, sites, unregistered };
}

/** @param {number} count @param {import('./random.js').Random} random */
function createCompounds(count, random) {
  /** @type {Compound[]} */
  const compounds = [];
  const names = new Set(Object.values(SCENE_COMPOUNDS));
  for (let i = 0; i < count; i += 1) {
    const community = COMMUNITIES[i % COMMUNITIES.length] ?? COMMUNITIES[0];
    if (!community) break;
    const round = Math.floor(i / COMMUNITIES.length);
    const name = (round === 0 && SCENE_COMPOUNDS[community.name]) || freshName(names, random);
    let [lon, lat, tries] = [0, 0, 0];
    do {
      const reach = 380 + 60 * Math.floor(tries / 20);
      lon = community.anchor[0] + (random.next() * 2 - 1) * reach * LON_M;
      lat = community.anchor[1] + (random.next() * 2 - 1) * reach * LAT_M;
      tries += 1;
    } while (
      tries < 100 &&
      compounds.some((other) => Math.hypot((other.lon - lon) / LON_M, (other.lat - lat) / LAT_M) < 160)
    );
    compounds.push({
      code: `${community.code}-X${String(round + 1).padStart(2, '0')}`,
      name,
      community: community.code,
      lon,
      lat,
    });
  }
  return compounds;
}

/** @param {Set<string>} taken @param {import('./random.js').Random} random */
function freshName(taken, random) {
  for (let tries = 0; ; tries += 1) {
    const plain = random.pick(FIRST_WORDS) + random.pick(LAST_WORDS);
    const name = tries < 50 ? plain : `${plain}${Math.floor(tries / 25)}期`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** @param {{ compound: Compound, building: number, number: number, share: number, random: import('./random.js').Random }} options */
function createSite({ compound, building, number, share, random }) {
  /** @type {Site} */
  const site = {
    transmitter: FIRST_TRANSMITTER + number,
    code: `${compound.code}-B${String(building).padStart(2, '0')}`,
    name: `${compound.name}${building}栋`,
    compound: compound.name,
    building,
    lon: compound.lon + (((building - 1) % 3) - 1) * 46 * LON_M + (random.next() - 0.5) * 8 * LON_M,
    lat: compound.lat + (building > 3 ? -22 : 22) * LAT_M + (random.next() - 0.5) * 8 * LAT_M,
    detectors: [],
    abnormal: new Map(),
    mainsFault: false,
  };
  const ground = [...SWITCH_ROOM, ...OPEN_GROUND];
  for (let i = 0; i < share; i += 1) {
    const above = i - ground.length;
    const floor = above < 0 ? 0 : 1 + Math.floor(above / FLOOR.length);
    const kind = above < 0 ? ground[i] : FLOOR[above % FLOOR.length];
    const loop = 1 + Math.floor(i / 200);
    site.detectors.push(part({ kind, site, floor, point: (i % 200) + 1, loop, random }));
  }
  return site;
}

/**
 * @param {{ kind: typeof FLOOR[number] | undefined, site: Site, floor: number, point: number, loop: number, random: import('./random.js').Random }} options
 * @returns {Detector}
 */
function part({ kind, site, floor, point, loop, random }) {
  const { component, type, short, where } = kind ?? /** @type {typeof FLOOR[number]} */ (FLOOR[0]);
  const at = floor === 0 ? where : `${floor}层${where}`;
  const twin = site.detectors.filter((other) => other.text.startsWith(`演练${site.building}栋${at}${short}`)).length;
  const label = `${site.building}栋${at}${short}${twin === 0 ? '' : twin + 1}`;
  return {
    address: point * 65_536 + loop,
    component,
    type,
    name: `${site.compound}${label}`,
    text: `演练${label}`,
    zone: floor === 0 ? where : `${floor}层`,
    lon: site.lon + (random.next() - 0.5) * 16 * LON_M,
    lat: site.lat + (random.next() - 0.5) * 10 * LAT_M,
  };
}

/**
 * Address under which a registry lists a part, and a feed names it: device, system type, system address, component address, all decimal.
 * @param {Site} site @param {Detector} detector
 */
export const nativeAddress = (site, detector) => `${site.transmitter}-1-1-${detector.address}`;

/**
 * The parts of a town that a scene names.
 * @param {Town} town
 * @param {{ compound: string, building: number, zone?: string }} where
 */
export function findSite(town, { compound, building, zone }) {
  const site = town.sites.find((known) => known.compound === compound && known.building === building);
  if (!site) throw new RangeError(`No building ${compound}${building}栋 in this town.`);
  const detectors = site.detectors.filter((known) => known.zone === zone);
  return { site, detectors };
}
