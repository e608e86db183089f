import { define } from './index.js';

export { define, YjAlertMap, YjProvider } from './index.js';

define();
