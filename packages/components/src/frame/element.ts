import { consume } from '@lit/context';
import { LitElement } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { View } from '@yingji/core';
import { createClaims, type Claims } from '../context/claims.js';
import { viewContext, type Source } from '../context/view-context.js';
import { Surroundings } from '../controllers/surroundings.js';
import { Waiting } from '../controllers/waiting.js';
import { themeSheet } from '../theme/sheet.js';

/** What every element that shows a picture has: where the picture comes from, and how it is to look. */
export abstract class YjElement extends LitElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  /** A View of the page's own; otherwise that of the nearest `yj-provider`. */
  @property({ attribute: false }) view: View | undefined;
  /** `auto`, `light`, `dark` or `contrast`. */
  @property() theme = 'auto';
  /** `auto`, `phone`, `desk` or `wall`; wall is never chosen by itself. */
  @property() density = 'auto';
  /** Larger type on phones. */
  @property({ type: Boolean }) large = false;

  @consume({ context: viewContext, subscribe: true })
  @state()
  protected source: Source | undefined;

  readonly #claims = createClaims();
  protected readonly viewOf = (): View | undefined => this.view ?? this.source?.view;
  /** Those of the provider, so that what several elements know is said by one; without it this element's own. */
  protected readonly claimsOf = (): Claims => this.source?.claims ?? this.#claims;
  protected readonly around = new Surroundings(this);
  protected readonly waiting = new Waiting(this);

  /** How to read again at once; a View of the page's own is its page's to mend. */
  protected get retry(): (() => void) | undefined {
    return this.view ? undefined : this.source?.retry;
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    if (root instanceof ShadowRoot) root.adoptedStyleSheets = [...root.adoptedStyleSheets, themeSheet()];
    return root;
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (name === 'lang') this.requestUpdate();
  }
}
