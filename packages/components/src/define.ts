import { define } from './index.js';

export {
  define,
  YjAlertMap,
  YjAllClear,
  YjFeedStatus,
  YjProvider,
  YjRoster,
  YjSupplyPanel,
  YjWarningBanner,
  YjWarningCard,
} from './index.js';

define();
