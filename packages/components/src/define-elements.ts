import { YjAlertMap } from './alert-map/alert-map.js';
import { YjProvider } from './provider/provider.js';

export interface DefineOptions {
  /** What the tags begin with; default `yj`. */
  readonly prefix?: string;
  /** Default: the page's own registry. */
  readonly registry?: CustomElementRegistry;
}

/** The provider first: it must stand when the elements inside it ask. */
const ELEMENTS: readonly (readonly [name: string, element: CustomElementConstructor])[] = [
  ['provider', YjProvider],
  ['alert-map', YjAlertMap],
];

/**
 * Gives the elements their tags. A tag that is already taken is left alone: a second copy of the script must not break the
 * page. One class has one tag, so under another prefix each gets a class of its own.
 */
export function define({ prefix = 'yj', registry = customElements }: DefineOptions = {}): void {
  for (const [name, element] of ELEMENTS) {
    const tag = `${prefix}-${name}`;
    if (!registry.get(tag)) registry.define(tag, prefix === 'yj' ? element : class extends element {});
  }
}
