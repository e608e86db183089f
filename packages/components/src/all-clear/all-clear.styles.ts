import { css, type CSSResult } from 'lit';
import { headerStyles } from '../frame/header.styles.js';
import { mediaStyles } from '../frame/media.styles.js';
import { noticeStyles } from '../frame/notice.styles.js';
import { panelStyles } from '../frame/panel.styles.js';
import { baseStyles } from '../theme/base.styles.js';

const own = css`
  .statement {
    display: grid;
    gap: var(--_gap);
    padding: var(--_gap) var(--_pad) var(--_pad);
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px var(--_gap);
  }
  .state {
    flex: none;
    padding: 0 0.5em;
    border: 1.5px solid var(--_text);
    border-radius: 2px;
    font-weight: 700;
  }
  .state.unknown {
    border: 1.8px dashed var(--_unknown);
  }
  .state.something {
    background: var(--_text);
    color: var(--_surface);
  }
  .said {
    flex: 1 1 16em;
    font-weight: 700;
  }
  .evidence {
    display: grid;
    gap: var(--_gap);
    padding-block-end: var(--_gap);
  }
  .evidence h3,
  .evidence ul,
  .evidence dl {
    padding-inline: var(--_pad);
  }
  .evidence h3 {
    font-weight: 700;
  }
  .reasons li {
    padding-inline-start: 1em;
    text-indent: -1em;
  }
  .reasons li::before {
    content: '· ';
    display: inline-block;
    inline-size: 1em;
    text-indent: 0;
  }
  .evidence thead th {
    white-space: normal;
    overflow-wrap: normal;
  }
  .evidence dl {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 2em;
  }
  .evidence dl div {
    display: flex;
    gap: 0.6em;
  }
  dt {
    color: var(--_text-2);
  }
  details {
    border-block-start: 1px solid var(--_line);
  }
  @media (forced-colors: active) {
    .state.something {
      forced-color-adjust: none;
      background: CanvasText;
      color: Canvas;
    }
  }
  @media print {
    .state.something {
      background: none;
      color: #000;
      border: 2.5px double #000;
    }
  }
`;

export const allClearStyles: CSSResult[] = [baseStyles, headerStyles, noticeStyles, mediaStyles, panelStyles, own];
