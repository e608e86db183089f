import { define } from './index.js';

export { define, YjAlertMap, YjAllClear, YjFeedStatus, YjProvider } from './index.js';

define();
