import { css, type CSSResult } from 'lit';
import { headerStyles } from '../frame/header.styles.js';
import { linesStyles } from '../frame/lines.styles.js';
import { mediaStyles } from '../frame/media.styles.js';
import { noticeStyles } from '../frame/notice.styles.js';
import { chipStyles } from '../marks/chip.styles.js';
import { baseStyles } from '../theme/base.styles.js';
import { deskStyles } from './desk.styles.js';
import { paperStyles } from './paper.styles.js';

const own = css`
  .box {
    overflow: visible;
  }
  /* Where the page gave it less room than it needs; else the page scrolls, and what sticks to the end stays in sight. */
  .box[data-scrolls] {
    overflow: auto;
  }

  /* What the warning asks for. */
  .shortage {
    display: flex;
    align-items: flex-start;
    gap: var(--_gap);
    padding: var(--_gap) var(--_pad);
    border-block-end: 1px solid var(--_line);
    background: var(--_canvas);
  }
  .sentences {
    flex: 1;
    min-inline-size: 0;
  }
  .doubt {
    font-weight: 700;
  }

  /* The ledger. */
  .line {
    grid-template-columns: minmax(9em, 2.2fr) minmax(6em, 1fr) minmax(8em, 1.2fr) minmax(6em, 1fr) minmax(10em, 2.4fr);
  }
  .item {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.6em;
    min-inline-size: 0;
  }
  .name[aria-expanded='true'] {
    border-color: var(--_control);
    background: var(--_sunken);
    color: var(--_text);
  }
  .where,
  .unset {
    color: var(--_text-3);
    font-size: var(--_meta);
  }
  .minimum {
    display: flex;
    align-items: center;
    gap: 0.6em;
  }
  .meter {
    flex: 0 1 5em;
    min-inline-size: 2.5em;
    block-size: 0.7em;
    border: 1px solid var(--_control);
    background: var(--_sunken);
  }
  .meter svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    fill: var(--_text-2);
  }
  .notes {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 0.9em;
  }
  .transits {
    padding: var(--_gap) var(--_pad);
    border-block-end: 1px solid var(--_line);
  }
  .transits h3 {
    font-weight: 700;
  }
  .transits li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 1em;
    min-block-size: var(--_target);
    padding-block: 2px;
  }
  .sign {
    display: none;
  }

  /* As cards. */
  .box:is([data-band='0'], [data-band='480']) :is(.item, .notes) {
    flex-basis: 100%;
  }
  @media (forced-colors: active) {
    .meter svg {
      fill: CanvasText;
    }
  }
`;

/** In this order: later sheets speak about the parts of earlier ones. */
export const supplyPanelStyles: CSSResult[] = [
  baseStyles,
  chipStyles,
  headerStyles,
  noticeStyles,
  linesStyles,
  own,
  deskStyles,
  mediaStyles,
  paperStyles,
];
