export { settled, until } from '../../adapters/test/wait.js';
