import type { Instant } from '@yingji/core';

/** WGS 84 degrees, longitude first: CAP writes latitude first, everything here writes x before y. */
export type CapPoint = readonly [lon: number, lat: number];

/** `valueName` and `value`, as in eventCode, parameter and geocode. */
export interface CapNamed {
  readonly name: string;
  readonly value: string;
}

/** One message named by `references`: OASIS CAP 1.2 §3.2.1. */
export interface CapReference {
  readonly sender: string;
  readonly identifier: string;
  /** As written; `sent` is its reading. */
  readonly sentText: string;
  readonly sent?: Instant | undefined;
}

export interface CapCircle {
  readonly centre: CapPoint;
  /** Metres; CAP writes kilometres. */
  readonly radiusM: number;
}

export interface CapArea {
  readonly name: string;
  /** Closed rings as stated; one that crosses the antimeridian is not split here. */
  readonly polygons: readonly (readonly CapPoint[])[];
  readonly circles: readonly CapCircle[];
  readonly geocodes: readonly CapNamed[];
  readonly altitudeFt?: number | undefined;
  readonly ceilingFt?: number | undefined;
  /** Polygons and circles that could not be read, as written. */
  readonly unread: readonly string[];
}

export interface CapResource {
  readonly description: string;
  readonly mimeType?: string | undefined;
  readonly size?: number | undefined;
  readonly uri?: string | undefined;
  readonly derefUri?: string | undefined;
  readonly digest?: string | undefined;
}

export interface CapInfo {
  /** RFC 3066 tag; `en-US` where none is stated, as the norm says. */
  readonly language: string;
  readonly categories: readonly string[];
  readonly event?: string | undefined;
  readonly responseTypes: readonly string[];
  readonly urgency?: string | undefined;
  readonly severity?: string | undefined;
  readonly certainty?: string | undefined;
  readonly audience?: string | undefined;
  readonly eventCodes: readonly CapNamed[];
  readonly effective?: Instant | undefined;
  readonly onset?: Instant | undefined;
  readonly expires?: Instant | undefined;
  readonly senderName?: string | undefined;
  readonly headline?: string | undefined;
  readonly description?: string | undefined;
  readonly instruction?: string | undefined;
  readonly web?: string | undefined;
  readonly contact?: string | undefined;
  readonly parameters: readonly CapNamed[];
  readonly resources: readonly CapResource[];
  readonly areas: readonly CapArea[];
}

/** A CAP alert as its sender wrote it, every element of OASIS CAP 1.1 and 1.2; optional here = missing there or unreadable. */
export interface CapAlert {
  /** `1.2`, `1.1`, `1.0`; empty when no namespace says it. */
  readonly version: string;
  readonly identifier?: string | undefined;
  readonly sender?: string | undefined;
  readonly sent?: Instant | undefined;
  /** `sent` as written. */
  readonly sentText?: string | undefined;
  readonly status?: string | undefined;
  readonly msgType?: string | undefined;
  readonly source?: string | undefined;
  readonly scope?: string | undefined;
  readonly restriction?: string | undefined;
  readonly addresses: readonly string[];
  readonly codes: readonly string[];
  readonly note?: string | undefined;
  readonly references: readonly CapReference[];
  readonly incidents: readonly string[];
  readonly infos: readonly CapInfo[];
  /** An XML signature is there. It is not verified. */
  readonly signed: boolean;
  /** Elements that CAP does not know, by RFC 6901 pointer, so that nothing is lost silently. */
  readonly unknown: readonly { readonly path: string; readonly text: string }[];
}
