import { css } from 'lit';

/** The legend. */
export const legendStyles = css`
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 1em;
    padding: 6px var(--_pad);
    border-block-start: 1px solid var(--_line);
    font-size: var(--_meta);
    color: var(--_text-2);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    white-space: nowrap;
  }
  .legend .strong {
    font-weight: 700;
    color: var(--_text);
  }
  .legend .parted {
    padding-inline-start: 1em;
    border-inline-start: 1px solid var(--_line);
  }
  .swatch {
    inline-size: 1.7em;
    block-size: 1.15em;
    fill: none;
    stroke: var(--edge, var(--_text-2));
    stroke-width: 1.2;
  }
  .swatch .edge {
    stroke-width: 2;
  }
  .swatch.blue circle {
    fill: var(--edge);
    stroke: none;
  }
  .swatch.ungraded {
    stroke-dasharray: 3 2.2;
  }
  .swatch .ground {
    stroke: none;
    opacity: 0.16;
    fill: var(--fill, none);
  }
  .swatch.red .ground {
    opacity: 0.2;
  }
  .device {
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    background: var(--_text-3);
  }
  .device.silent {
    background: none;
    border: 1.5px solid var(--_text-3);
  }
  .device.alarm,
  .device.drill {
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_text);
    background: var(--_surface);
  }
  .device.drill {
    background: repeating-linear-gradient(135deg, var(--_text) 0 2px, var(--_surface) 2px 4px);
  }
  .hatch {
    inline-size: 1.7em;
    block-size: 8px;
    border: 1px solid var(--_text);
    background: repeating-linear-gradient(135deg, var(--_text) 0 3px, var(--_surface) 3px 6px);
  }
`;
