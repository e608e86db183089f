import { CLOCK_AHEAD_MS, issue, millis, parseInstant, type Instant, type Issue } from '@yingji/core';

/** Older than any device keeps what it could not send, it is of a clock that was never set. */
const BEHIND_MS = 366 * 24 * 3_600_000;
/** Time for the tries of a frame, a new connection between them and a new start of ours. */
const TRIES_MS = 10 * 60_000;

export interface Receipt {
  readonly receivedAt: Instant;
  /** Offset of the devices' clocks, e.g. `+08:00`. */
  readonly utcOffset: string;
}

/**
 * The instant of a label, unless its clock cannot be right. Clocks that stand still, or begin anew at each start, put one
 * label on all alarms of a device: believed, the second alarm would be taken for the first.
 */
export function believe(label: string | null, receipt: Receipt): Instant | undefined {
  const at = label === null ? undefined : parseInstant(label + receipt.utcOffset);
  if (at === undefined) return undefined;
  const ahead = millis(at) - millis(receipt.receivedAt);
  return ahead > CLOCK_AHEAD_MS || ahead < -BEHIND_MS ? undefined : at;
}

/** Tells of a label that is an instant and not believed. */
export function wrongClock(label: string, path: string, { receivedAt, utcOffset }: Receipt): Issue {
  const ahead = millis((label + utcOffset) as Instant) > millis(receivedAt);
  return issue(
    ahead ? 'clock-ahead' : 'clock-behind',
    `The label ${label} cannot be right at ${receivedAt}; the frame’s own or the time of receipt is used. Set the clock of the device.`,
    { path, level: 'warning' },
  );
}

/** What tells a frame from others of the same bytes: its label, or, where that says nothing, about when it came. */
export const occasion = (label: string | null, receipt: Receipt): string =>
  believe(label, receipt) ? label! : `about-${Math.floor(millis(receipt.receivedAt) / TRIES_MS)}`;
