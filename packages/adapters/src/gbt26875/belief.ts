import { isCredible, issue, millis, parseInstant, tellsApart, type Instant, type Issue } from '@yingji/core';

/** Time for the tries of a frame, a new connection between them and a new start of ours. */
const TRIES_MS = 10 * 60_000;

export interface Receipt {
  readonly receivedAt: Instant;
  /** Offset of the devices' clocks, e.g. `+08:00`. */
  readonly utcOffset: string;
}

/** The instant of a label, unless its clock cannot be right. */
export function believe(label: string | null, receipt: Receipt): Instant | undefined {
  const at = label === null ? undefined : parseInstant(label + receipt.utcOffset);
  return at !== undefined && isCredible(at, receipt.receivedAt) ? at : undefined;
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

/** About when a frame came: the same for its tries. */
export const aboutWhen = ({ receivedAt }: Receipt): string => `about-${Math.floor(millis(receivedAt) / TRIES_MS)}`;

/** What tells a frame from others of the same bytes: its label, or, where that says nothing, about when it came. */
export function occasion(label: string | null, receipt: Receipt): string {
  const at = believe(label, receipt);
  return at !== undefined && tellsApart(at, receipt.receivedAt) ? label! : aboutWhen(receipt);
}
