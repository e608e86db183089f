import { css, type CSSResult } from 'lit';
import { headerStyles } from '../frame/header.styles.js';
import { mediaStyles } from '../frame/media.styles.js';
import { noticeStyles } from '../frame/notice.styles.js';
import { chipStyles } from '../marks/chip.styles.js';
import { baseStyles } from '../theme/base.styles.js';
import { warningStyles } from '../warning/warning.styles.js';

const bannerStyles = css`
  .answer {
    font-weight: 700;
    white-space: nowrap;
  }
  .answer .ring {
    margin-inline-end: 0.3em;
  }
  /* Beside what to do, where the first line has no room for it. */
  .box:is([data-band='480'], [data-band='720']) .answer {
    order: 1;
    margin-inline-end: 0.6em;
  }
  .box:is([data-band='480'], [data-band='720']) .line > .do {
    flex-basis: 20em;
  }
  .box.nothing {
    border: 0;
    background: none;
  }
  .others,
  .steps {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px calc(var(--_gap) * 1.5);
  }
  .others {
    margin-block-start: 4px;
  }
  .steps {
    margin-inline-start: auto;
    gap: var(--_gap);
  }
  /* A message may say more than a screen holds: whole once it is opened, and on paper. */
  @media not print {
    .warning:not(.opened) .do,
    .box[data-density='wall'] dd {
      display: -webkit-box;
      overflow: hidden;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 4;
    }
  }
  .confirm,
  .acts .read-only {
    display: flex;
    flex: 1;
    align-items: center;
  }
  .more {
    margin-block-start: var(--_gap);
  }
  .foot {
    padding: 2px var(--_pad);
  }
  @media print {
    .steps {
      display: none;
    }
    .box button {
      display: none;
    }
  }
`;

/** In this order: later sheets speak about the parts of earlier ones. */
export const warningBannerStyles: CSSResult[] = [
  baseStyles,
  chipStyles,
  headerStyles,
  noticeStyles,
  mediaStyles,
  warningStyles,
  bannerStyles,
];
