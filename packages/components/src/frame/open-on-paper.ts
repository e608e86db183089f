import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What is folded away is open on paper, where nobody can press it; and folded again afterwards. */
export class OpenOnPaper implements ReactiveController {
  readonly #root: () => ParentNode;
  #opened: readonly HTMLDetailsElement[] = [];
  readonly #open = (): void => {
    this.#opened = [...this.#root().querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const each of this.#opened) each.open = true;
  };
  readonly #close = (): void => {
    for (const each of this.#opened) each.open = false;
    this.#opened = [];
  };

  constructor(host: ReactiveControllerHost, root: () => ParentNode) {
    this.#root = root;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.#open);
    addEventListener('afterprint', this.#close);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.#open);
    removeEventListener('afterprint', this.#close);
  }
}
