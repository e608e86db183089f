// @ts-check
import { startCity } from './city.js';

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
await startCity({ button: byId('button'), list: byId('list') });
