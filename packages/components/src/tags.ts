export interface DefineOptions {
  /** What the tags begin with; default `yj`. */
  readonly prefix?: string;
  /** Default: the page's own registry. */
  readonly registry?: CustomElementRegistry;
}

/** An element by the name its tag has behind the prefix. */
export type NamedElement = readonly [name: string, element: CustomElementConstructor];

/**
 * Gives elements their tags, in the order given: what provides goes before what asks. A tag that is already taken is left alone: a
 * second copy of the script must not break the page. One class has one tag, so under another prefix each gets a class of its own.
 */
export function giveTags(
  elements: readonly NamedElement[],
  { prefix = 'yj', registry = customElements }: DefineOptions,
): void {
  for (const [name, element] of elements) {
    const tag = `${prefix}-${name}`;
    if (!registry.get(tag)) registry.define(tag, prefix === 'yj' ? element : class extends element {});
  }
}
