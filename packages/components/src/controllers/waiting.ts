import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a reader has been waiting, for the words that depend on it. Asks for an update when they change. */
export class Waiting implements ReactiveController {
  readonly #host: ReactiveControllerHost & Pick<Node, 'isConnected'>;
  #since: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & Pick<Node, 'isConnected'>) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Seconds since waiting began; begins it. */
  seconds(): number {
    this.#since ??= performance.now();
    const waited = (performance.now() - this.#since) / 1000;
    clearTimeout(this.#timer);
    const next = waited < 0.3 ? 0.31 : waited < 8 ? 8.01 : Math.floor(waited) + 1.01;
    // One that has gone is drawn once more when its provider goes too; nobody waits there.
    if (this.#host.isConnected) this.#timer = setTimeout(() => this.#host.requestUpdate(), (next - waited) * 1000);
    return waited;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#since = undefined;
  }
}
