// The page inside the frame of strict-page.test.ts: it shows a map the way a portal would, and says when it is drawn.
import { define } from '../define-elements.js';
import type { YjAlertMap } from '../alert-map/alert-map.js';
import type { YjProvider } from '../provider/provider.js';
import { createFakeView } from './fake-view.js';
import { evening, NOW } from './rows.js';

define();
const provider = document.createElement('yj-provider') as YjProvider;
provider.view = createFakeView({ now: NOW, rows: evening() });
const map = document.createElement('yj-alert-map') as YjAlertMap;
provider.append(map);
document.body.append(provider);
