import type { CapArea, CapNamed } from './cap-alert.js';

// What an alert holds a hundred times over is made by a class or is a copy, and never by a literal. Of every literal in the
// source V8 remembers whether what it made lived on; where an alert was once looked at for long, it would make the parts of
// all later ones among long-lived objects, at half the speed.

export class NamedValue implements CapNamed {
  declare readonly name: string;
  declare readonly value: string;

  constructor(name: string, value: string) {
    this.name = name;
    this.value = value;
  }
}

export class Area implements CapArea {
  declare readonly name: string;
  declare readonly polygons: CapArea['polygons'];
  declare readonly circles: CapArea['circles'];
  declare readonly geocodes: CapArea['geocodes'];
  declare readonly altitudeFt: number | undefined;
  declare readonly ceilingFt: number | undefined;
  declare readonly unread: readonly string[];

  constructor({ name, polygons, circles, geocodes, altitudeFt, ceilingFt, unread }: CapArea) {
    this.name = name;
    this.polygons = polygons;
    this.circles = circles;
    this.geocodes = geocodes;
    this.altitudeFt = altitudeFt;
    this.ceilingFt = ceilingFt;
    this.unread = unread;
  }
}

const EMPTY: readonly never[] = [];
const CORNER: readonly [number, number] = [0.5, 0.5];

/** A list without members. */
export const emptyList = <T>(): T[] => EMPTY.slice();

/** One corner of a ring. */
export function corner(lon: number, lat: number): [number, number] {
  const made = CORNER.slice() as [number, number];
  made[0] = lon;
  made[1] = lat;
  return made;
}
