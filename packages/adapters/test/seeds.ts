export { seeds } from '../../core/src/testing/seeds.js';
