export { connectGateway, type Fetch, type GatewayOptions } from './gateway.js';
