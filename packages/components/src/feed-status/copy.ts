import type { ReactiveController, ReactiveControllerHost } from 'lit';

const SHOWN_MS = 3000;

interface Tried {
  readonly text: string;
  readonly done: boolean;
}

/** Puts a code on the clipboard, in pages without TLS too, where browsers have no `navigator.clipboard`. */
export class Copy implements ReactiveController {
  /** What was tried last, while that is shown. */
  last: Tried | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #onTried: (tried: Tried) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, onTried: (tried: Tried) => void) {
    this.#host = host;
    this.#onTried = onTried;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.last = undefined;
  }

  /** Never rejects: that it failed is said instead. */
  async copy(text: string, beside: ParentNode): Promise<void> {
    this.last = { text, done: await write(text, beside) };
    this.#onTried(this.last);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.last = undefined;
      this.#host.requestUpdate();
    }, SHOWN_MS);
    this.#host.requestUpdate();
  }
}

async function write(text: string, beside: ParentNode): Promise<boolean> {
  // Typed as always there; it is not where the page came without TLS.
  const { clipboard } = navigator as { readonly clipboard?: Clipboard };
  try {
    await clipboard?.writeText(text);
    if (clipboard) return true;
  } catch {
    // Not permitted here: the old way may be.
  }
  const focused = beside instanceof ShadowRoot ? (beside.activeElement as HTMLElement | null) : null;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'unseen';
  beside.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  focused?.focus();
  return done;
}
