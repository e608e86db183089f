import { css } from 'lit';

/** The line that is measured, the circle around its beginning, and what they come to. */
export const measureStyles = css`
  .measure,
  .measure > svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    overflow: hidden;
    pointer-events: none;
  }
  .measure > svg {
    fill: none;
    stroke: var(--_text);
    stroke-width: 2;
  }
  .measure .halo {
    stroke: var(--_surface);
    stroke-width: 5;
  }
  .measure .circle {
    stroke-dasharray: 6 4;
  }
  .measured {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 8px;
    max-inline-size: min(24em, calc(100% - var(--_target) - 32px));
    max-block-size: calc(100% - 16px);
    overflow: auto;
    padding: 6px 10px;
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    font-size: var(--_meta);
    line-height: 1.4;
  }
  /* Below what says that this is not now. */
  .box[data-replay] .measured {
    inset-block-start: 3.4em;
  }
  .measured b {
    font-weight: 700;
  }
  .measured p {
    margin: 0;
  }
  .measured ul {
    margin: 2px 0;
    padding: 0;
    list-style: none;
  }
  .measured small {
    color: var(--_text-2);
    font-size: inherit;
  }
  .measured button {
    margin-block-start: 4px;
  }
  .measured button,
  .measured details {
    pointer-events: auto;
  }
`;
