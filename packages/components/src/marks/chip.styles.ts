import { css } from 'lit';

/** Chips and marks. Orange carries dark text, bold and never under 14 px: its contrast needs both. */
export const chipStyles = css`
  .mark {
    flex: none;
    inline-size: 1.15em;
    block-size: 1.15em;
    vertical-align: -0.2em;
  }
  .mark.red {
    inline-size: 1.3em;
    block-size: 1.3em;
  }
  .mark .shape {
    stroke-width: 1.5;
    stroke-linejoin: round;
    paint-order: stroke;
  }
  .mark.red .shape {
    fill: var(--_red-fill);
    stroke: var(--_red-edge);
  }
  .mark.orange .shape {
    fill: var(--_orange-fill);
    stroke: var(--_orange-edge);
  }
  .mark.yellow .shape {
    fill: var(--_yellow-fill);
    stroke: var(--_yellow-edge);
  }
  .mark.blue .shape {
    fill: var(--_blue-fill);
    stroke: var(--_blue-edge);
  }
  .mark.ungraded .shape {
    fill: var(--_surface);
    stroke: var(--_text-2);
  }
  .mark.red .sign {
    fill: var(--_red-on);
  }
  .mark.ungraded .sign {
    fill: var(--_text-2);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    flex: none;
    padding: 0 0.45em;
    border: 1.5px solid;
    border-radius: 2px;
    font-size: max(14px, 1em);
    font-weight: 700;
    line-height: 1.5;
    white-space: nowrap;
  }
  .chip .mark {
    inline-size: 0.95em;
    block-size: 0.95em;
    vertical-align: -0.1em;
  }
  .chip.red {
    background: var(--_red-fill);
    border-color: var(--_red-edge);
    color: var(--_red-on);
  }
  .chip.orange {
    background: var(--_orange-fill);
    border-color: var(--_orange-edge);
    color: var(--_orange-on);
  }
  .chip.yellow {
    background: var(--_yellow-fill);
    border-color: var(--_yellow-edge);
    color: var(--_yellow-on);
  }
  .chip.blue {
    background: var(--_blue-fill);
    border-color: var(--_blue-edge);
    color: var(--_blue-on);
  }
  .chip.red .shape,
  .chip.orange .shape,
  .chip.yellow .shape,
  .chip.blue .shape {
    fill: currentColor;
    stroke: none;
  }
  .chip.red .sign {
    fill: var(--_red-fill);
  }
  .chip.ungraded {
    background: var(--_surface);
    border-color: var(--_text-2);
    color: var(--_text);
  }
  .chip.numbered {
    background: var(--_text);
    border-color: var(--_text);
    color: var(--_surface);
  }
  .chip.hollow {
    background: var(--_surface);
    border-style: dashed;
    border-width: 1.8px;
    color: var(--_text);
  }
  .chip.hollow .shape {
    fill: var(--_surface);
    stroke: var(--edge);
    stroke-width: 1.5;
  }
  .chip.hollow .sign {
    fill: var(--edge);
  }
  .chip.hollow.red {
    --edge: var(--_red-edge);
  }
  .chip.hollow.orange {
    --edge: var(--_orange-edge);
  }
  .chip.hollow.yellow {
    --edge: var(--_yellow-edge);
  }
  .chip.hollow.blue {
    --edge: var(--_blue-edge);
  }
  .chip.hollow.ungraded {
    --edge: var(--_text-2);
  }
  .box[data-theme^='contrast'] .chip {
    border-width: 2px;
  }
  @media (forced-colors: active) {
    .chip {
      border-width: 2px;
    }
    .chip.numbered {
      background: Canvas;
      border-color: CanvasText;
      color: CanvasText;
    }
    .mark .shape {
      fill: Canvas;
      stroke: CanvasText;
    }
    .mark .sign {
      fill: CanvasText;
    }
    .chip.red .shape,
    .chip.orange .shape,
    .chip.yellow .shape,
    .chip.blue .shape {
      fill: CanvasText;
    }
    .chip .mark.red .sign {
      fill: Canvas;
    }
  }
`;
