export { freePort } from '../../adapters/test/free-port.js';
