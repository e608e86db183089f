import { ContextProvider } from '@lit/context';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { connectGateway } from '@yingji/adapters/remote';
import type { View } from '@yingji/core';
import type { RemoteView } from '@yingji/core/wire';
import { createClaims } from '../context/claims.js';
import type { OpenPast } from '../context/past.js';
import { viewContext, WIRE, type Source } from '../context/view-context.js';
import { YjPictureFault } from './events.js';

/** A function like the page's own `fetch`. */
export type HostFetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Gives the elements inside it one picture: a View of the page's own, or the view of a gateway. It also sees to it that a
 * new red is said aloud once, however many elements show it.
 *
 * @summary Provides the View to all elements inside it.
 * @event yj-picture-fault - What is kept in this browser could not be kept or read; all else goes on. `cause`: why.
 * @slot - The page; every yingji element in it, however deep, takes its data from here.
 */
export class YjProvider extends LitElement {
  /** Of its shadow root alone. */
  static override styles = css`
    :host {
      display: contents;
    }
    :host([hidden]) {
      display: none;
    }
  `;

  /** What it hands on is for elements of this major version of the wire alone. */
  static readonly wire = WIRE;

  /** A View of the page's own, e.g. that of `createCity`. Goes before `gateway`. */
  @property({ attribute: false }) view: View | undefined;
  /** Address of the gateway, e.g. `https://yingji.example.cn`. */
  @property() gateway: string | undefined;
  /** A static token. A property only: attributes can be read by anything on the page. */
  @property({ attribute: false }) token: string | undefined;
  /** Asked for a token before each request; goes before `token`. */
  @property({ attribute: false }) getToken: (() => Promise<string>) | undefined;
  /**
   * Whose last picture is kept in this browser, e.g. the account: it is shown with its age while the gateway is away when a page opens.
   * As this account saw it, masked; readable for whoever uses this browser. What this account confirms meanwhile waits there to be sent.
   * Without a name nothing is kept.
   */
  @property({ attribute: 'keep-for' }) keepFor: string | undefined;
  /** Used in place of the page's `fetch`. */
  @property({ attribute: false }) fetch: HostFetch | undefined;

  readonly #source = new ContextProvider(this, { context: viewContext });
  /** What its elements have in common, whatever it shows. */
  readonly #shared: Pick<Source, 'claims' | 'beside'> = { claims: createClaims(), beside: { elements: new Set() } };
  #close: (() => void) | undefined;
  #made = '';
  #madeFetch: HostFetch | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // Moving an element takes it out and puts it in again; what it showed is connected anew.
    if (this.hasUpdated) this.#connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#disconnect();
  }

  protected override willUpdate(changed: PropertyValues<YjProvider>): void {
    const ways: readonly (keyof YjProvider)[] = ['view', 'gateway', 'token', 'getToken', 'fetch', 'keepFor'];
    if (ways.some((name) => changed.has(name))) this.#connect();
  }

  #connect(): void {
    if (!this.isConnected) return;
    const { view, gateway } = this;
    if (view || gateway === undefined || gateway === '') {
      this.#disconnect();
      this.#source.setValue(view && { view, ...this.#shared });
      return;
    }
    const asks = this.getToken !== undefined || this.token !== undefined;
    // A new token is taken up by the next request; only another gateway, or another way to it, needs another connection.
    const { keepFor } = this;
    const making = JSON.stringify([gateway, asks, keepFor]);
    if (this.#close && making === this.#made && this.fetch === this.#madeFetch) return;
    this.#disconnect();
    this.#made = making;
    this.#madeFetch = this.fetch;
    const way = {
      url: gateway,
      ...(asks && { getToken: async () => (this.getToken ? this.getToken() : (this.token ?? '')) }),
      ...(this.fetch && { fetch: this.fetch }),
    };
    const remote = connectGateway(way);
    const past: OpenPast = async (asked) => (await import('./past.js')).pastOf(way, asked);
    const show = (view: RemoteView): void => {
      this.#close = () => view.close();
      this.#source.setValue({ view, ...this.#shared, retry: () => this.#retry(), past });
    };
    if (keepFor === undefined || keepFor === '') return show(remote);
    // Until that is loaded, elements wait as they do for a gateway.
    let left = false;
    this.#close = () => {
      left = true;
      remote.close();
    };
    const onFault = (cause: unknown): void => void this.dispatchEvent(new YjPictureFault(cause));
    void kept(remote, `${gateway} ${keepFor}`, onFault).then((view) => left || show(view));
  }

  #disconnect(): void {
    this.#close?.();
    this.#close = undefined;
    this.#source.setValue(undefined);
  }

  #retry(): void {
    this.#disconnect();
    this.#connect();
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

/** The view that keeps its picture and what is to be sent; where that cannot be loaded, the view as it is. */
async function kept(remote: RemoteView, name: string, onFault: (cause: unknown) => void): Promise<RemoteView> {
  try {
    const [{ keptInBrowser }, { waitingInBrowser }] = await Promise.all([
      import('./kept-picture.js'),
      import('./outbox.js'),
    ]);
    return waitingInBrowser(keptInBrowser(remote, name, onFault), name, onFault);
  } catch (cause) {
    onFault(cause);
    return remote;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'yj-provider': YjProvider;
  }
}
