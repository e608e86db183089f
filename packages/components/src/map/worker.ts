import { getVersion, getWorkerUrl, setWorkerUrl } from 'maplibre-gl';

/** What is used of Trusted Types, which the libraries of the DOM do not declare yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): object };
}

/** The policy that a page under `require-trusted-types-for 'script'` allows by name. It passes one address: that of the worker. */
const POLICY = 'yingji';

let named = false;

/**
 * Tells MapLibre where its worker is: beside this module, in the package as in the bundle. Bundlers know this way to name a file and
 * take it along; MapLibre's own they do not. A page that has told it already is not overruled. Throws where the page forbids the worker.
 */
export function nameWorker(): void {
  if (named || getWorkerUrl() !== '') return;
  const address = new URL('./maplibre-gl-worker.js', import.meta.url);
  // As MapLibre does: a browser may keep the file of an older one.
  address.searchParams.set('v', getVersion());
  setWorkerUrl(trusted(address.href));
  named = true;
}

/** A browser starts no worker of another origin; one of the page's own that does nothing but import it, it does. */
function ofThisPage(address: string): string {
  if (new URL(address).origin === location.origin) return address;
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' }));
}

/** MapLibre starts its worker by a bare text, which such a page refuses; what it is given here is also a text where it is looked at. */
function trusted(asked: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  if (!trustedTypes) return asked;
  // MapLibre would make that by itself, and start it by a text again.
  const address = ofThisPage(asked);
  let policy: ReturnType<TrustedTypes['createPolicy']>;
  try {
    policy = trustedTypes.createPolicy(POLICY, {
      createScriptURL(wanted) {
        if (wanted !== address) throw new TypeError(`not the map’s worker: ${wanted}`);
        return wanted;
      },
    });
  } catch {
    // Not allowed, or made by another copy. MapLibre would fail where nobody hears it, and leave an empty frame that looks calm.
    new Worker(address, { type: 'module' }).terminate();
    return address;
  }
  return Object.assign(policy.createScriptURL(address), {
    endsWith: (text: string) => address.endsWith(text),
    split: (by: RegExp) => address.split(by),
  }) as unknown as string;
}
