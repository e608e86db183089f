import type { EntityId, Row } from '@yingji/core';
import type { LonLat } from '../alert-map/item.js';
import type { Register } from '../alert-map/registers.js';
import type { Polygon } from '../map/geometry.js';
import type { Level } from '../marks/level.js';

/** How a thing stands. planned: ordered, not there yet. idle: switched off. unsaid: nobody said. */
export type Standing = 'plain' | 'active' | 'planned' | 'idle' | 'unsaid';

/** One thing of a register on the map and in its list, ready to be drawn or spoken: the language is already chosen. */
export interface Thing {
  readonly id: EntityId;
  readonly kind: 'thing';
  readonly layer: Register;
  /** The key of the glyph inside its symbol. */
  readonly glyph: string;
  /** The risk grade; absent of what is not graded in colours. */
  readonly level?: Level;
  readonly standing: Standing;
  /** Takes nobody in any more. */
  readonly full: boolean;
  /** What the chip says: 避难场所, 重大, Ⅲ级响应, 封路. */
  readonly word: string;
  readonly title: string;
  /** What follows the title in its sentence, part by part. */
  readonly told: readonly string[];
  /** Facts of its popup: the key of their name, and what they say. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly position?: LonLat;
  readonly area?: readonly Polygon[];
  /** Where it is drawn is the middle of the place it belongs to: nobody said where it stands. */
  readonly placed: boolean;
  readonly exercise: boolean;
  readonly stale: boolean;
  readonly unjudged: boolean;
  /** Less comes first within its layer. */
  readonly order: number;
  readonly row: Row;
}
