import { ContextConsumer } from '@lit/context';
import { LitElement, type CSSResult, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { View } from '@yingji/core';
import { createClaims, type Claims } from '../context/claims.js';
import { viewContext, type Source } from '../context/view-context.js';
import { OnDemand } from '../controllers/on-demand.js';
import { langOf, Surroundings } from '../controllers/surroundings.js';
import { Waiting } from '../controllers/waiting.js';
import { langOfTag, type Lang, type Spoken } from '../i18n/spoken.js';
import { SHARED } from '../i18n/words.js';
import { themeSheet } from '../theme/sheet.js';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** In both languages: of neither is it known that it is there. */
const WORDLESS = '界面文字未取到，正在重试 · Words could not be loaded, retrying (words-not-loaded)';
/** Words may be what failed. */
const BROKEN = '界面出错，以下可能是旧画面，正在重试 · Failed: this may be old, retrying (render-failed)';
const BROKEN_RETRY_MS = 5_000;
const READ_ONLY = ['read-only', 'readonly'];

/** What every element that shows a picture has: where the picture comes from, and how it is to look. */
export abstract class YjElement extends LitElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang', 'readonly'];
  }

  /** A View of the page's own; otherwise that of the nearest `yj-provider`. */
  @property({ attribute: false }) view: View | undefined;
  /** `auto`, `light`, `dark` or `contrast`. */
  @property() theme = 'auto';
  /** `auto`, `phone`, `desk` or `wall`; wall is never chosen by itself. */
  @property() density = 'auto';
  /** Larger type on phones. */
  @property({ type: Boolean }) large = false;
  /** No layout, no surface and no type of ours: the page styles the parts. Level chips, marks and the focus ring stay as they are. */
  @property({ type: Boolean }) unstyled = false;

  readonly #source = new ContextConsumer(this, { context: viewContext, subscribe: true });
  readonly #claims = createClaims();
  protected get source(): Source | undefined {
    return this.#source.value;
  }
  protected readonly viewOf = (): View | undefined => this.view ?? this.source?.view;
  /** Those of the provider, so that what several elements know is said by one; without it this element's own. */
  protected readonly claimsOf = (): Claims => this.source?.claims ?? this.#claims;
  protected readonly around = new Surroundings(this);
  protected readonly waiting = new Waiting(this);

  /** What all of it stands in, once it was drawn. */
  protected get box(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.box')!;
  }

  /** How to read again at once; a View of the page's own is its page's to mend. */
  protected get retry(): (() => void) | undefined {
    return this.view ? undefined : this.source?.retry;
  }

  /** Sentences of the element's own that come by language. */
  protected readonly spoken: readonly Pick<Spoken<never>, 'knows' | 'learn'>[] = [];

  /** Nothing is drawn before there are words for it. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    return this.#unknown().length === 0 ? super.scheduleUpdate() : this.#learn().then(() => super.scheduleUpdate());
  }

  #unknown(lang: Lang = langOfTag(langOf(this))): (() => Promise<void>)[] {
    const missing = [SHARED, ...this.spoken].filter((each) => !each.knows(lang));
    return missing.map((each) => () => each.learn(lang));
  }

  /** Fetches the words of the language that is spoken; what could not be fetched is said, and asked for again after 1 s and up to 30 s. */
  async #learn(): Promise<void> {
    let told: HTMLElement | undefined;
    for (let wait = FIRST_RETRY_MS, learn = this.#unknown(); learn.length > 0; learn = this.#unknown())
      try {
        await Promise.all(learn.map((each) => each()));
      } catch {
        told ??= this.#tell(WORDLESS);
        await new Promise((resolve) => setTimeout(resolve, wait));
        wait = Math.min(2 * wait, LONGEST_RETRY_MS);
      }
    told?.remove();
  }

  #tell(textContent: string): HTMLElement {
    const told = Object.assign(document.createElement('p'), { textContent, className: 'strip failed broken' });
    told.setAttribute('role', 'alert');
    (this.renderRoot.querySelector('.box') ?? this.renderRoot).prepend(told);
    return told;
  }

  /** Whose answers broke off: what was known of them stands. */
  readonly failing = new Set<object>();
  /** Whose answers have ended: nothing comes any more, and what was known is the last there will be. */
  readonly ended = new Set<object>();
  #broken: HTMLElement | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** Where drawing fails the last picture stays, and must not pass for a live one: that is said, and tried again. The page hears of it too. */
  protected override performUpdate(): void {
    let isBroken = false;
    clearTimeout(this.#again);
    try {
      super.performUpdate();
    } catch (error) {
      isBroken = true;
      reportError(error);
      if (this.isConnected) this.#again = setTimeout(() => this.requestUpdate(), BROKEN_RETRY_MS);
    }
    if (isBroken || this.failing.size > 0) this.#broken ??= this.#tell(BROKEN);
    else {
      this.#broken?.remove();
      this.#broken = undefined;
    }
  }

  #ownSheets: readonly CSSStyleSheet[] = [];
  #worn: readonly CSSStyleSheet[] | undefined;
  /** What stands in for all of them; few pages ask for it, and until it is there nobody waits for what is shown. */
  readonly #plain = new OnDemand(this, async () => (await import('../theme/unstyled.styles.js')).unstyledSheets());

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    // A copy: what the root gives is the list itself.
    if (root instanceof ShadowRoot) this.#ownSheets = [...root.adoptedStyleSheets];
    return root;
  }

  /** Takes on styles that come with what is fetched when it is asked for, once; a page that styles the parts itself is spared them. */
  wear({ styleSheet }: CSSResult): void {
    if (!styleSheet || this.#ownSheets.includes(styleSheet)) return;
    this.#ownSheets = [...this.#ownSheets, styleSheet];
    this.#dress();
  }

  #dress(): void {
    const root = this.renderRoot;
    const worn = (this.unstyled && this.#plain.part) || this.#ownSheets;
    if (worn === this.#worn || !(root instanceof ShadowRoot)) return;
    this.#worn = worn;
    root.adoptedStyleSheets = [...worn, themeSheet()];
  }

  protected override update(changed: PropertyValues): void {
    this.#plain.when(this.unstyled);
    this.#dress();
    super.update(changed);
    const beside = this.source?.beside;
    beside?.elements.add(this);
    beside?.note?.(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#again);
    this.source?.beside?.elements.delete(this);
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (name === 'lang') this.requestUpdate();
    // HTML writes it so of fields, and frameworks on a server of every element: a page that means it must not be acted in.
    if (READ_ONLY.includes(name) && 'readOnly' in this)
      this.readOnly = READ_ONLY.some((each) => ![null, 'false'].includes(this.getAttribute(each)));
  }
}
