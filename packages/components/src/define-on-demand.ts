import { YjProvider } from './provider/provider.js';
import { sayMissing, unsay } from './missing.js';
import { giveTags, type DefineOptions } from './tags.js';

export interface OnDemandOptions extends DefineOptions {
  /**
   * Where tags are looked for, now and later. Default: the page; from there nobody sees into a shadow root, so each that holds elements
   * is named by a call of its own.
   */
  readonly within?: Document | ShadowRoot;
}

/** How an element is fetched, by the name its tag has behind the prefix. */
export interface Loaders {
  readonly [name: string]: () => Promise<CustomElementConstructor>;
}

/** Every element but the provider, each a file of its own. */
export const LOADERS: Loaders = {
  'alert-map': async () => (await import('./alert-map/index.js')).YjAlertMap,
  'warning-banner': async () => (await import('./warning-banner/index.js')).YjWarningBanner,
  'warning-card': async () => (await import('./warning-card/index.js')).YjWarningCard,
  'feed-status': async () => (await import('./feed-status/index.js')).YjFeedStatus,
  'all-clear': async () => (await import('./all-clear/index.js')).YjAllClear,
  'supply-panel': async () => (await import('./supply-panel/index.js')).YjSupplyPanel,
  roster: async () => (await import('./roster/index.js')).YjRoster,
};

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Gives the provider its tag at once, and every other element when its tag first stands in `within`; until then nothing of it is
 * fetched. What could not be fetched is said where it should stand, and asked for again after 1 s and up to 30 s. In a registry of its own, without `within`, nobody can see
 * which tags are used: all elements are fetched. Where the provider's tag is taken by a copy that speaks another version of the wire, so are the
 * others: nothing is done, and this copy wants a prefix of its own.
 */
export function defineOnDemand(options: OnDemandOptions = {}, loaders: Loaders = LOADERS): void {
  const { prefix = 'yj', registry = customElements, within = document } = options;
  giveTags([['provider', YjProvider]], options);
  // The provider of a copy of another version gives ours nothing; which of the two copies is quicker must not decide what is shown.
  const given = registry.get(`${prefix}-provider`) as
    (CustomElementConstructor & { readonly wire?: number }) | undefined;
  if (given?.wire !== YjProvider.wire) return;
  const waiting = new Map<string, string>();
  for (const name of Object.keys(loaders)) {
    const tag = `${prefix}-${name}`;
    if (!registry.get(tag)) waiting.set(tag, name);
  }
  const fetchOne = async (tag: string, name: string): Promise<void> => {
    waiting.delete(tag);
    if (registry.get(tag)) return;
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(2 * wait, LONGEST_RETRY_MS))
      try {
        const element = await loaders[name]!();
        // Another copy may have been first: what it shows is not ours to take away.
        if (!registry.get(tag)) unsay(within, tag);
        return giveTags([[name, element]], options);
      } catch {
        sayMissing(within, tag, wait / 1_000);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
  };
  if (registry !== customElements && !options.within) {
    for (const [tag, name] of waiting) void fetchOne(tag, name);
    return;
  }
  const look = (node: ParentNode): void => {
    for (const [tag, name] of waiting)
      if ((node as Partial<Element>).localName === tag || node.querySelector(tag)) void fetchOne(tag, name);
  };
  look(within);
  if (waiting.size === 0) return;
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) look(node as Element);
    if (waiting.size === 0) observer.disconnect();
  });
  observer.observe(within, { childList: true, subtree: true });
}
