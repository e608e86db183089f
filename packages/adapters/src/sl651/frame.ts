import type { Issue } from '@yingji/core';

/** A frame of SL 651-2014 as it was read; times are Beijing's, `YYYY-MM-DDTHH:mm:ss`. */
export interface Sl651Frame {
  readonly encoding: 'hex' | 'ascii';
  readonly direction: 'up' | 'down';
  readonly centre: number;
  /** Ten digits 0–9, a–f: of SL 502 with 00 before it, or a division and a number of its own. */
  readonly station: string;
  /** Four digits 0–9, a–f. */
  readonly password: string;
  readonly function: number;
  /** The end character, one of `ENDS`. */
  readonly ends: number;
  /** Of a message in several packets: how many, and which of them are here. */
  readonly packets?: { readonly total: number; readonly here: readonly number[] };
  /** 流水号; absent where the first packet is missing. */
  readonly serial?: number | undefined;
  /** 发报时间; null where it is no time. */
  readonly sentAt?: string | null | undefined;
  /** The station that measured, where the body names one (F1 F1). */
  readonly measuredBy?: string | undefined;
  /** 遥测站分类码: P H K Z D T M G Q I O. */
  readonly stationClass?: string | undefined;
  readonly elements: readonly Sl651Element[];
  /** 人工置数, as it was entered. */
  readonly entry?: string;
  /** Text of a software version. */
  readonly text?: string;
  /** JPEG, put together of its packets. */
  readonly picture?: Uint8Array;
  /** 观测时间 of the picture; null where that is no time, undefined where the message has none. */
  readonly picturedAt?: string | null | undefined;
  /** What stands in the body and is not taken for elements: settings, event counts, velocities of a section. */
  readonly rest?: Uint8Array;
}

/** One value that a station told. */
export interface Sl651Element {
  /** F4–FC for a value of their series; two bytes, FF first, for one of the vendor. */
  readonly guide: number;
  /** 观测时间 of it; null where that is no time, undefined where the message has none. */
  readonly at: string | null | undefined;
  /** In the unit of the norm; null where there is none. The status word (45) as a whole number. */
  readonly value: number | null;
  /** Why there is no value: the bytes or the text that stood there. */
  readonly none?: string;
  /** Of a series: which of how many, and how far apart. */
  readonly series?: { readonly n: number; readonly of: number; readonly stepS: number };
}

/** What was read of some bytes. `frame` is there when it was whole and its sum right. */
export interface Decoded {
  readonly frame?: Sl651Frame;
  /** Bytes of the frame, 0 where none begins. */
  readonly length: number;
  readonly issues: readonly Issue[];
}

/** A frame while it is read: one object from the first byte to the last, as most of the work would be copying it. */
export type FrameInMaking = { -readonly [K in keyof Sl651Frame]: Sl651Frame[K] } & {
  readonly elements: Sl651Element[];
};
