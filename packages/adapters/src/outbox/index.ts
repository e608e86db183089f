export { outboxInBrowser } from './in-browser.js';
export { keepCommands, type KeepCommandsOptions, type KeptCommand, type OutboxStore } from './outbox.js';
