import type { Report } from '@yingji/core';
import { toWgs84, type Datum } from '../datum/index.js';
import type { Field } from './field-names.js';
import { leadsToPerson } from './public-text.js';
import type { CallRecord } from './record.js';

/** Where a building is named: what stands behind it is a unit, a floor, a door. */
const BUILDING =
  /^.*?(?:\d+\s*(?:号楼|栋|幢|座)|[A-Za-z]\d*\s*(?:号楼|栋|幢|座)|[一二三四五六七八九十]+(?:号楼|栋|幢|座))/su;
/** A unit or a door where no building is named. */
const DOOR = /\d+\s*(?:单元|室|房|户)/u;
/** Where the telling of a place ends and that of a person begins. */
const PERSON = /[；;，,。(（]?\s*(?:报警人|报案人|患者|病人|电话|联系).*$/su;

/** A clause of a place that says whose home it is. */
const HOME = /(?<=^|[；;，,。])[^；;，,。]{1,12}(?:家|家住|住所)[；;，,。]/gu;
/** Who lives there, before the place. */
const LIVES = /^[^；;，,。]*?住(?:在|于|址[:：]?)?(?![宅院房户建])/u;
/** What words of a place have, and names of persons have not. */
const PLACE =
  /..[省市县区镇乡村屯路街道巷弄号栋幢座楼厦院站场校厂店馆库寺塔]|小区|花园|公园|中心|广场|公司|工地|码头|涵洞|隧道|立交|大桥|水库|路口|高速|景区/u;

/** Words of a place to the building at most, without the names given. `whole`: nothing was cut off. */
export function toBuilding(
  text: string,
  names: readonly string[],
): { readonly address: string; readonly whole: boolean } {
  let address = text.replace(HOME, '').replace(LIVES, '').replace(PERSON, '');
  const building = BUILDING.exec(address)?.[0];
  const door = DOOR.exec(address);
  if (building !== undefined) address = building;
  else if (door) address = address.slice(0, door.index);
  // Where a number of somebody stands, his name is not far.
  if (!PLACE.test(address) || leadsToPerson(address)) address = '';
  for (const name of names) if (name.length >= 2) address = address.replaceAll(name, '');
  address = address.replace(/[\s，,；;、-]+$/u, '').trim();
  return { address, whole: address === text.trim() };
}

const PLACES: readonly (readonly [of: 'incident' | 'phone' | 'caller', lon: Field, lat: Field])[] = [
  ['incident', 'lon', 'lat'],
  ['phone', 'phoneLon', 'phoneLat'],
  ['caller', 'callerLon', 'callerLat'],
];

export type Placed = Required<Pick<Report, 'position' | 'datum'>> & { readonly of: 'incident' | 'phone' | 'caller' };

/** The position of what happened, else of the phone, else of the caller, in WGS 84. Nothing without a datum that is stated. */
export function positionOf(record: CallRecord, datum: Datum | undefined): Placed | undefined {
  for (const [of, lon, lat] of PLACES) {
    const [x, y] = [record.text(lon), record.text(lat)];
    if (x === undefined && y === undefined) continue;
    const degrees = [degreesOf(x), degreesOf(y)] as const;
    if (degrees[0] === 0 && degrees[1] === 0) continue;
    const fault = faultOf(degrees);
    if (fault !== undefined) {
      record.note('calls-position-odd', `A position is left out: ${fault}.`, { field: x === undefined ? lat : lon });
      continue;
    }
    if (datum === undefined) {
      record.note(
        'datum-missing',
        'No datum is configured, so the position is left out; ask the source and set datum.',
        {
          field: lon,
        },
      );
      return undefined;
    }
    const position = toWgs84([degrees[0]!, degrees[1]!], datum).map((each) => Math.round(each * 1e7) / 1e7);
    return { position: [position[0]!, position[1]!], datum, of };
  }
  return undefined;
}

function degreesOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function faultOf([lon, lat]: readonly [number | undefined, number | undefined]): string | undefined {
  if (lon === undefined || lat === undefined) return 'longitude and latitude are not both plain degrees';
  if (Math.abs(lat) > 90 && Math.abs(lon) <= 90) return 'longitude and latitude look swapped';
  return Math.abs(lon) > 180 || Math.abs(lat) > 90 ? 'it lies on no globe' : undefined;
}
