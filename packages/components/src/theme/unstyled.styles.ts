import { css } from 'lit';
import { chipStyles } from '../marks/chip.styles.js';
import { keptStyles } from './base.styles.js';

/**
 * In place of all of an element's own sheets: what means something, and what must not be seen. Colours of text are the page's together with
 * the surface behind it; a chip has both its own.
 */
const unstyledStyles = [
  css`
    ${keptStyles}
    .printed {
      display: none;
    }
    .map {
      position: relative;
      block-size: 360px;
      overflow: hidden;
    }
    .map[hidden] {
      display: none;
    }
    button {
      min-block-size: 24px;
      min-inline-size: 24px;
    }
    .map-buttons svg {
      inline-size: 16px;
      block-size: 16px;
      fill: none;
      stroke: currentColor;
      stroke-width: 2;
    }
  `,
  chipStyles,
];

export const unstyledSheets = (): readonly CSSStyleSheet[] => unstyledStyles.map(({ styleSheet }) => styleSheet!);
