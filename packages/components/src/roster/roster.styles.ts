import { css, type CSSResult } from 'lit';
import { headerStyles } from '../frame/header.styles.js';
import { linesStyles } from '../frame/lines.styles.js';
import { mediaStyles } from '../frame/media.styles.js';
import { noticeStyles } from '../frame/notice.styles.js';
import { baseStyles } from '../theme/base.styles.js';

const own = css`
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
  .when input {
    flex: 1 1 auto;
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
    grid-template-columns:
      minmax(9em, 1.6fr) minmax(4em, 0.8fr) minmax(8em, 1fr) minmax(7em, 1.5fr) minmax(9em, 1.5fr)
      minmax(6em, 0.5fr);
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
    white-space: nowrap;
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--_text-2);
    font-size: var(--_meta);
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

  /* As cards. */
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
  }
  @media print {
    .rows {
      max-block-size: none;
      overflow: visible;
    }
    .bar,
    .doing {
      display: none;
    }
    .top {
      position: static;
    }
    .due {
      background: #fff;
      color: #000;
    }
  }
`;

/** In this order: later sheets speak about the parts of earlier ones. */
export const rosterStyles: CSSResult[] = [baseStyles, headerStyles, noticeStyles, linesStyles, own, mediaStyles];
