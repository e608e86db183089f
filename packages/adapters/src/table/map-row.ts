import type { EntityId, Instant } from '@yingji/core';
import type { Datum } from '../datum/index.js';
import type { TableReading } from './config.js';
import { mapDevice } from './device.js';
import { mapFacility } from './facility.js';
import { mapOrganization, mapTeam } from './organization.js';
import type { Outline } from './outlines.js';
import { mapPersonAtRisk, mapResponder } from './people.js';
import { mapPlace } from './place.js';
import type { RowReader } from './row.js';
import { mapStock } from './stock.js';

/** What a row is read with. */
export interface RowContext {
  readonly id: EntityId;
  readonly code: string;
  /** This feed's own source. */
  readonly source: string;
  readonly reading: TableReading;
  readonly datum: Datum | undefined;
  readonly outline: Outline | undefined;
}

/** What one row says: ids, values, and when it was true where that is not now. */
export type Told = readonly (readonly [id: EntityId, value: object, at?: Instant])[];

/** Maps one row by the kind of its table; empty, with a note, when what makes the thing is missing. */
export function mapRow(reader: RowReader, context: RowContext): Told {
  const { id, code, source, reading, datum, outline } = context;
  const { kind, places = source, types = {}, scheme } = reading;
  const one = (value: object | undefined): Told => (value ? [[id, value]] : []);
  switch (kind) {
    case 'device':
      return one(mapDevice(reader, code, { datum, places, types }));
    case 'place':
      return one(mapPlace(reader, code, { datum, places, scheme, outline }));
    case 'facility':
      return one(mapFacility(reader, context));
    case 'organization':
      return one(mapOrganization(reader, context));
    case 'team':
      return one(mapTeam(reader, context));
    case 'responder':
      return one(mapResponder(reader, context));
    case 'person-at-risk':
      return one(mapPersonAtRisk(reader, context));
    case 'stock':
      return mapStock(reader, context);
  }
}
