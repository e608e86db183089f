export { loadFeed } from './load-feed.js';
