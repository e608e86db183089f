import { css, type CSSResult } from 'lit';
import { headerStyles } from '../frame/header.styles.js';
import { mediaStyles } from '../frame/media.styles.js';
import { noticeStyles } from '../frame/notice.styles.js';
import { chipStyles } from '../marks/chip.styles.js';
import { baseStyles } from '../theme/base.styles.js';
import { deskStyles } from './desk.styles.js';
import { paperStyles } from './paper.styles.js';

const own = css`
  .box,
  .box[data-density='phone'] {
    min-block-size: 0;
    overflow: visible;
  }
  /* Where the page gave it less room than it needs; else the page scrolls, and what sticks to the end stays in sight. */
  .box[data-scrolls] {
    overflow: auto;
  }
  .tally {
    white-space: nowrap;
  }
  .tally.heavy {
    font-weight: 700;
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
    display: grid;
    grid-template-columns: minmax(9em, 2.2fr) minmax(6em, 1fr) minmax(8em, 1.2fr) minmax(6em, 1fr) minmax(10em, 2.4fr);
    align-items: center;
    gap: 2px var(--_gap);
    min-block-size: var(--_row);
    padding: 4px var(--_pad);
    border-block-end: 1px solid var(--_line);
    line-height: 1.45;
  }
  .heads {
    min-block-size: 0;
    color: var(--_text-3);
    font-size: var(--_meta);
  }
  .line.drill {
    background: repeating-linear-gradient(135deg, var(--_text) 0 6px, var(--_surface) 6px 12px) 0 0 / 7px 100% no-repeat;
  }
  .label {
    display: none;
    color: var(--_text-3);
    font-size: var(--_meta);
  }
  .line.below {
    border-inline-start: 4px solid var(--_text);
    padding-inline-start: calc(var(--_pad) - 4px);
  }
  .item {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.6em;
    min-inline-size: 0;
  }
  .name {
    max-inline-size: 100%;
    padding: 0 0.4em;
    margin-inline-start: -0.4em;
    border-color: transparent;
    background: none;
    text-align: start;
    white-space: normal;
  }
  .name[aria-expanded='true'] {
    border-color: var(--_control);
    background: var(--_sunken);
    color: var(--_text);
  }
  .where,
  .unset,
  .id {
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
  .line.lots {
    display: block;
    background: var(--_canvas);
  }
  .lot-list li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 1em;
    padding-block: 2px;
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
  .more {
    padding: var(--_gap) var(--_pad);
    font-weight: 700;
  }
  .sign {
    display: none;
  }

  /* Cards where there is no room for columns. */
  .box[data-band='0'] .heads,
  .box[data-band='480'] .heads {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .box[data-band='0'] .line:not(.heads, .lots),
  .box[data-band='480'] .line:not(.heads, .lots) {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 1em;
  }
  .box[data-band='0'] .item,
  .box[data-band='480'] .item,
  .box[data-band='0'] .notes,
  .box[data-band='480'] .notes {
    flex-basis: 100%;
  }
  .box[data-band='0'] .label,
  .box[data-band='480'] .label {
    display: inline;
  }
  @media (forced-colors: active) {
    .meter svg {
      fill: CanvasText;
    }
    .line.drill {
      forced-color-adjust: none;
    }
  }
`;

/** In this order: later sheets speak about the parts of earlier ones. */
export const supplyPanelStyles: CSSResult[] = [
  baseStyles,
  chipStyles,
  headerStyles,
  noticeStyles,
  own,
  deskStyles,
  mediaStyles,
  paperStyles,
];
