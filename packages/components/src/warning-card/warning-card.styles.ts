import { css, type CSSResult } from 'lit';
import { headerStyles } from '../frame/header.styles.js';
import { mediaStyles } from '../frame/media.styles.js';
import { noticeStyles } from '../frame/notice.styles.js';
import { popupStyles } from '../alert-map/popup.styles.js';
import { chipStyles } from '../marks/chip.styles.js';
import { baseStyles } from '../theme/base.styles.js';
import { warningStyles } from '../warning/warning.styles.js';

const cardStyles = css`
  .warning {
    display: grid;
    gap: var(--_gap);
  }
  .what h3 {
    color: var(--_text-2);
    font-size: var(--_meta);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 4px var(--_gap);
    padding: var(--_gap) var(--_pad);
  }
  .acts .primary {
    flex: 0 1 auto;
  }
  @media print {
    .box button {
      display: none;
    }
  }
`;

/** In this order: later sheets speak about the parts of earlier ones. */
export const warningCardStyles: CSSResult[] = [
  baseStyles,
  chipStyles,
  headerStyles,
  noticeStyles,
  popupStyles,
  mediaStyles,
  warningStyles,
  cardStyles,
];
