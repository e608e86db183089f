import { CLOCK_AHEAD_MS, isCredible, issue, millis, toInstant, type Instant, type Issue } from '@yingji/core';
import type { Sl651Frame } from './frame.js';
import { fromBeijing } from './times.js';

/** Time for the tries of a message, a new connection between them and a new start of ours. */
const TRIES_MS = 10 * 60_000;

/** The clock of a station, as one message shows it. */
export interface StationClock {
  /** When something was true by the time that is told of it; by when it was sent, where none is. */
  at(time: string | null | undefined): Instant;
  readonly issues: readonly Issue[];
}

/**
 * A clock that was never set, or runs ahead, is as wrong in the times of observation as in that of sending: how wrong, receipt tells. All
 * times of its message are set right by that, so that the spacing of a series stays, and no reading is hidden in the past or silences
 * those after it.
 */
export function clockOf({ sentAt }: Sl651Frame, receivedAt: Instant): StationClock {
  const issues: Issue[] = [];
  const sent = typeof sentAt === 'string' ? fromBeijing(sentAt) : undefined;
  const wrongBy = sent === undefined || isCredible(sent, receivedAt) ? 0 : millis(sent) - millis(receivedAt);
  if (wrongBy !== 0) issues.push(wrongClock(wrongBy, receivedAt));
  const said = sent === undefined || millis(sent) - wrongBy > millis(receivedAt) ? receivedAt : shifted(sent, wrongBy);

  return {
    issues,
    at(time) {
      if (typeof time !== 'string') return said;
      const at = shifted(fromBeijing(time), wrongBy);
      if (isCredible(at, receivedAt)) return at;
      if (issues.length === 0) issues.push(wrongClock(millis(at) - millis(receivedAt), receivedAt));
      return said;
    },
  };
}

const shifted = (at: Instant, by: number): Instant => (by === 0 ? at : toInstant(millis(at) - by));

const wrongClock = (by: number, receivedAt: Instant): Issue =>
  issue(
    by > CLOCK_AHEAD_MS ? 'clock-ahead' : 'clock-behind',
    `A time of the message cannot be right at ${receivedAt}; its times are counted from receipt. Set the clock of the station.`,
    { path: '/sentAt', level: 'warning' },
  );

/** What tells a message from others of the same bytes: its time, or, where that says nothing, about when it came. */
export function occasion({ sentAt }: Sl651Frame, receivedAt: Instant): string {
  if (typeof sentAt === 'string' && isCredible(fromBeijing(sentAt), receivedAt)) return sentAt;
  return `about-${Math.floor(millis(receivedAt) / TRIES_MS)}`;
}
