/** The only source of randomness. */
export interface Ids {
  /** A fresh unguessable text of at least 128 bits, URL-safe. */
  next(): string;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
