import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long after the last movement in it a list may change under the reader's hand again. */
const STILL_MS = 3000;

/**
 * Nothing moves under a pointer or a key: while the reader is at work in the list, rows keep their order and new ones wait.
 * What waits is told beside the list, and comes as soon as the reader is still.
 */
export class Hold implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #until = 0;
  #order: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** The reader moves in the list. */
  touched(): void {
    this.#until = performance.now() + STILL_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.release(), STILL_MS);
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#until = 0;
    this.#host.requestUpdate();
  }

  /** Whether rows stay where they are. */
  get held(): boolean {
    return performance.now() < this.#until && this.#order.length > 0;
  }

  /** The rows to show now, and those that wait. */
  order<R extends { readonly id: string }>(
    rows: readonly R[],
  ): { readonly listed: readonly R[]; readonly waiting: readonly R[] } {
    if (!this.held) {
      this.#order = rows.map(({ id }) => id);
      return { listed: rows, waiting: [] };
    }
    const byId = new Map(rows.map((row) => [row.id, row]));
    const listed = this.#order.flatMap((id) => byId.get(id) ?? []);
    const shown = new Set(listed);
    return { listed, waiting: rows.filter((row) => !shown.has(row)) };
  }
}
