import { css, type CSSResult } from 'lit';
import { headerStyles } from '../frame/header.styles.js';
import { paperStyles } from '../frame/paper.styles.js';
import { baseStyles } from '../theme/base.styles.js';

const own = css`
  .box,
  .box[data-density='phone'] {
    min-block-size: 0;
  }
  .tally {
    white-space: nowrap;
  }
  .tally.heavy {
    font-weight: 700;
  }
  .notice,
  .empty,
  .more {
    padding: var(--_pad);
  }
  .notice.failed {
    margin: var(--_pad);
  }
  .loading {
    display: grid;
    gap: var(--_gap);
    color: var(--_text-2);
  }
  .bone {
    block-size: var(--_row);
    background: var(--_sunken);
    border-radius: var(--_radius);
  }
  .more {
    font-weight: 700;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px var(--_gap);
    padding: 6px var(--_pad);
    border-block-end: 1px solid var(--_line);
  }
  .modes {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .bar input {
    min-inline-size: 0;
    min-block-size: var(--_target);
    margin: 0;
    padding: 0 8px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_sunken);
    color: var(--_text);
    font: inherit;
    font-size: calc(var(--_body) * var(--_scale));
  }
  .when input {
    flex: 1 1 auto;
  }
  .bar .find {
    flex: 1 1 12em;
    max-inline-size: 30em;
  }

  /* Of 36,000 lines those in sight; the list scrolls in itself, so that its first line stays beside it. */
  .listing {
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    min-block-size: 0;
  }
  .rows {
    flex: 1 1 auto;
    position: relative;
    min-block-size: 6em;
    max-block-size: max(24em, 60vh);
    overflow: auto;
    overflow-anchor: none;
  }
  .rows:focus-visible {
    outline-offset: -2px;
  }
  .room {
    display: block;
  }
  .top {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--_surface);
  }
  .line {
    display: grid;
    grid-template-columns:
      minmax(9em, 1.6fr) minmax(4em, 0.8fr) minmax(8em, 1fr) minmax(7em, 1.5fr) minmax(9em, 1.5fr)
      minmax(6em, 0.5fr);
    align-items: center;
    gap: 2px var(--_gap);
    min-block-size: var(--_row);
    padding: 4px var(--_pad);
    border-block-end: 1px solid var(--_line);
    line-height: 1.45;
  }
  [data-mode='gaps'] .line {
    grid-template-columns: minmax(8em, 1fr) minmax(8em, 1.6fr) minmax(12em, 3fr);
  }
  [data-mode='calls'] .line {
    grid-template-columns: minmax(6em, 1fr) minmax(12em, 2fr) minmax(14em, 3fr) minmax(9em, 0.6fr);
  }
  [data-mode='people'] .line {
    grid-template-columns: minmax(6em, 1fr) minmax(10em, 2.4fr) minmax(10em, 1.4fr) minmax(6em, 1fr);
  }
  .box .line.head {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1em;
    border: 0;
    border-block-end: 1px solid var(--_line);
    background: var(--_canvas);
  }
  .head .who {
    flex: none;
    max-inline-size: 100%;
  }
  .rows .tally {
    margin-inline-start: 0.8em;
  }
  .when {
    max-inline-size: 100%;
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--_text-2);
    font-size: var(--_meta);
  }
  .line.heads {
    min-block-size: 0;
    color: var(--_text-3);
    font-size: var(--_meta);
  }
  .line.lacking {
    border-inline-start: 4px solid var(--_text);
    padding-inline-start: calc(var(--_pad) - 4px);
  }
  .line.drill {
    background: repeating-linear-gradient(135deg, var(--_text) 0 6px, var(--_surface) 6px 12px) 0 0 / 7px 100% no-repeat;
  }
  .label {
    display: none;
    color: var(--_text-3);
    font-size: var(--_meta);
  }
  .name {
    max-inline-size: calc(100% + 0.4em);
    padding: 0 0.4em;
    margin-inline-start: -0.4em;
    border-color: transparent;
    background: none;
    text-align: start;
    white-space: normal;
  }
  .note {
    display: inline-block;
    margin-inline-end: 0.8em;
  }
  .due {
    display: inline-block;
    padding: 0 0.45em;
    border: 1px solid var(--_text);
    border-radius: 2px;
    background: var(--_text);
    color: var(--_surface);
  }
  .doing {
    text-align: end;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .attempts li + li {
    color: var(--_text-2);
    font-size: var(--_meta);
  }
  .strip24 {
    display: block;
    inline-size: 100%;
    block-size: 1em;
  }
  .strip24 .all {
    fill: var(--_text-3);
  }
  .strip24 .hole {
    fill: var(--_surface);
    stroke: var(--_text);
    stroke-width: 2px;
    vector-effect: non-scaling-stroke;
  }

  /* Cards where there is no room for columns. */
  .box:is([data-band='0'], [data-band='480']) .top {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .box:is([data-band='0'], [data-band='480']) .line {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 1em;
  }
  .box:is([data-band='0'], [data-band='480']) .label {
    display: inline;
  }
  .box:is([data-band='0'], [data-band='480']) .who,
  .box:is([data-band='0'], [data-band='480']) .line > :last-child,
  .box:is([data-band='0'], [data-band='480']) [data-mode='gaps'] .c1 {
    flex-basis: 100%;
  }
  .box:is([data-band='0'], [data-band='480']) .doing {
    text-align: start;
  }
  .doing:empty {
    display: none;
  }
  .box:not([data-band='0'], [data-band='480']) .doing:empty {
    display: block;
  }
  .box[data-density='wall'] .rows {
    max-block-size: none;
    overflow: hidden;
  }

  @media (forced-colors: active) {
    .due {
      forced-color-adjust: none;
      border-color: CanvasText;
      background: CanvasText;
      color: Canvas;
    }
    .strip24 .all {
      fill: CanvasText;
    }
    .strip24 .hole {
      fill: Canvas;
      stroke: CanvasText;
    }
  }
  @media print {
    .box,
    .rows {
      block-size: auto;
      max-block-size: none;
      overflow: visible;
    }
    .actions,
    .bar,
    .sheet,
    .doing,
    .strip button {
      display: none;
    }
    .top {
      position: static;
    }
    .printed {
      display: block;
    }
    .line {
      break-inside: avoid;
    }
    .due {
      background: #fff;
      color: #000;
    }
    .strip24 .all {
      fill: #000;
    }
    .line.drill {
      print-color-adjust: exact;
    }
  }
`;

/** In this order: later sheets speak about the parts of earlier ones. */
export const rosterStyles: CSSResult[] = [baseStyles, headerStyles, own, paperStyles];
