export { createGateway, type Gateway, type GatewayOptions } from './gateway.js';
export { createHttpServer, type HttpOptions, type HttpServer } from './http/server.js';
export { createToken, createTokenAuthenticator } from './auth/tokens.js';
export { loadConfig } from './config/load.js';
export { parseConfig } from './config/parse.js';
export type { GatewayConfig, GatewayConfigInput } from './config/schema.js';
export { createJsonLogger } from './logger.js';
export { feedLoaders, type FeedLoader } from './feeds.js';
