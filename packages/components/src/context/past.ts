import type { Instant, View } from '@yingji/core';

/** A picture of the past. It says in `health$` what time it was then; whoever opened it closes it. */
export interface PastView extends View {
  close(): void;
}

/** Opens the past as of an instant; it plays on, so many seconds in one, or stands where it cannot. Rejects with a YingjiError. */
export type OpenPast = (asked: { readonly from: Instant; readonly speed: number }) => Promise<PastView>;
