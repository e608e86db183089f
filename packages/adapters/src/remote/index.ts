export { connectGateway, type Fetch, type GatewayOptions } from './gateway.js';
export { connectReplay, type ReplayOptions } from './replay.js';
