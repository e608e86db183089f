// What one script tag loads: the provider, and whatever the page turns out to need.
import { defineOnDemand } from './define-on-demand.js';

export { defineOnDemand as define } from './define-on-demand.js';
export { YjProvider } from './provider/provider.js';

defineOnDemand();
