import { css } from 'lit';

/** Grids, calls and people: fetched with them. */
export const waysStyles = css`
  [data-mode='gaps'] .line {
    grid-template-columns: minmax(8em, 1fr) minmax(8em, 1.6fr) minmax(12em, 3fr) minmax(7em, 0.6fr);
  }
  [data-mode='calls'] .line {
    grid-template-columns: minmax(6em, 1fr) minmax(12em, 2fr) minmax(14em, 3fr) minmax(9em, 0.6fr);
  }
  [data-mode='people'] .line {
    grid-template-columns: minmax(6em, 1fr) minmax(10em, 2.4fr) minmax(10em, 1.4fr) minmax(6em, 1fr);
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
  @media (forced-colors: active) {
    .strip24 .all {
      fill: CanvasText;
    }
    .strip24 .hole {
      fill: Canvas;
      stroke: CanvasText;
    }
  }
  @media print {
    .strip24 .all {
      fill: #000;
    }
  }
`;
