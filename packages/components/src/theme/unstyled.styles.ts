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
    @media print {
      .printed {
        display: revert;
      }
      .fresh .tag.live {
        display: none;
      }
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
    /* A drawing without a size is as wide as the page. */
    .ring,
    .outline,
    .swatch {
      flex: none;
      inline-size: 1.15em;
      block-size: 1.15em;
      fill: none;
      stroke: currentColor;
      vertical-align: -0.15em;
    }
    .outline {
      stroke-width: 2.4;
    }
    .swatch {
      inline-size: 1.7em;
      stroke: var(--edge, currentColor);
    }
    .swatch .ground {
      fill: var(--fill, none);
      opacity: 0.2;
    }
    .strip24,
    .meter svg {
      display: block;
      inline-size: 100%;
      block-size: 1em;
      fill: currentColor;
    }
    .strip24 .hole {
      fill: none;
      stroke: currentColor;
      stroke-width: 2px;
      vector-effect: non-scaling-stroke;
    }
    .density > svg {
      display: block;
      inline-size: 100%;
    }
    .measure,
    .measure > svg {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      fill: none;
      stroke: currentColor;
      pointer-events: none;
    }
    .measured > * {
      pointer-events: auto;
    }
  `,
  chipStyles,
];

export const unstyledSheets = (): readonly CSSStyleSheet[] => unstyledStyles.map(({ styleSheet }) => styleSheet!);
