import type { GatewayConfig } from './schema.js';

/** How a city is named as the `source` of CloudEvents: a URI-reference, the same for as long as the configuration says the same. */
export const citySource = ({ name, uri }: GatewayConfig['city']): string =>
  uri ?? `/yingji/${encodeURIComponent(name)}`;
