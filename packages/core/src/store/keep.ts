/** How long what is in the log is kept, in days; absent: for ever. */
export interface Keep {
  /** Every single observation; older ones are thinned out to the first, last, least and greatest of each hour. */
  readonly observationDays?: number;
  /** The way it came to be as it is; of what is older only what stands is left. */
  readonly logDays?: number;
}

/** How much was deleted. */
export interface Retained {
  readonly observations: number;
  readonly log: number;
  /** Secrets that nothing in the log points to any more. */
  readonly secrets: number;
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
