import { define } from '/yingji/yingji.js';

// The page does not see into shadow roots.
define({ within: document.querySelector('portal-shell').shadowRoot });
