import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Claims } from '../context/claims.js';

const EVERY_MS = 5000;
const URGENT_STAYS_MS = 10_000;

/**
 * What a screen reader is told. Quiet news wait their turn, at most one sentence in five seconds; urgent news are told at
 * once, by whichever element of the page is the first to have them.
 */
export class Speaker implements ReactiveController {
  quiet = '';
  urgent = '';

  readonly #host: ReactiveControllerHost & Pick<Node, 'isConnected'>;
  readonly #claims: () => Claims | undefined;
  readonly #waiting = new Map<string, { readonly due: number; readonly text: () => string }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #clear: ReturnType<typeof setTimeout> | undefined;
  #spoke = -Infinity;

  constructor(host: ReactiveControllerHost & Pick<Node, 'isConnected'>, claims: () => Claims | undefined) {
    this.#host = host;
    this.#claims = claims;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#clear);
    this.#waiting.clear();
    this.quiet = this.urgent = '';
  }

  /** Says something in its turn. Of one sort only the newest is said, no sooner than `afterMs` after the first of it. */
  say(sort: string, text: () => string, afterMs = 0): void {
    const due = this.#waiting.get(sort)?.due ?? performance.now() + afterMs;
    this.#waiting.set(sort, { due, text });
    this.#arm();
  }

  /** Says something at once; a key is said once on the page, however many elements know it. */
  cry(key: string, text: string): void {
    if (!this.#host.isConnected || !(this.#claims()?.take(key) ?? true)) return;
    this.urgent = this.urgent === '' ? text : `${this.urgent} ${text}`;
    clearTimeout(this.#clear);
    this.#clear = setTimeout(() => {
      this.urgent = '';
      this.#host.requestUpdate();
    }, URGENT_STAYS_MS);
    this.#host.requestUpdate();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    // One that has gone is drawn once more when its provider goes too; nobody hears it there.
    if (!this.#host.isConnected) this.#waiting.clear();
    if (this.#waiting.size === 0) return;
    const due = Math.min(...[...this.#waiting.values()].map((each) => each.due));
    const wait = Math.max(due, this.#spoke + EVERY_MS) - performance.now();
    this.#timer = setTimeout(() => this.#speak(), Math.max(0, wait));
  }

  #speak(): void {
    const now = performance.now();
    for (const [sort, { due, text }] of this.#waiting) {
      if (due > now + 1) continue;
      this.#waiting.delete(sort);
      const next = text();
      if (next === '') continue;
      this.#spoke = now;
      // The same sentence twice would change nothing on the page, and only what changes is read out.
      this.quiet = next === this.quiet ? `${next}\u00a0` : next;
      this.#host.requestUpdate();
      break;
    }
    this.#arm();
  }
}
