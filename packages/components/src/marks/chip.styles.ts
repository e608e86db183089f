import { css } from 'lit';

/** Chips and marks. Orange carries dark text, bold and never under 14 px: its contrast needs both. */
export const chipStyles = css`
  /* What is graded carries its colours, for whatever of it is painted. */
  .red {
    --fill: var(--_red-fill);
    --edge: var(--_red-edge);
    --on: var(--_red-on);
  }
  .orange {
    --fill: var(--_orange-fill);
    --edge: var(--_orange-edge);
    --on: var(--_orange-on);
  }
  .yellow {
    --fill: var(--_yellow-fill);
    --edge: var(--_yellow-edge);
    --on: var(--_yellow-on);
  }
  .blue {
    --fill: var(--_blue-fill);
    --edge: var(--_blue-edge);
    --on: var(--_blue-on);
  }
  .ungraded {
    --fill: var(--_surface);
    --edge: var(--_text-2);
    --on: var(--_text);
  }
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
  .mark .shape {
    fill: var(--fill);
    stroke: var(--edge);
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
    border: 1.5px solid var(--edge);
    border-radius: 2px;
    background: var(--fill);
    color: var(--on);
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
