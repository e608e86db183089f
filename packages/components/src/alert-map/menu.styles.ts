import { css } from 'lit';

/** What opens beside the buttons of the map; comes with it. */
export const menuStyles = css`
  .menu {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: calc(var(--_target) + 16px);
    max-block-size: calc(100% - 16px);
    overflow: auto;
    padding: var(--_pad);
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    box-shadow: 0 4px 16px #0003;
  }
  .menu legend {
    float: left;
    inline-size: 100%;
    padding: 0;
    font-weight: 700;
  }
  .menu h3 {
    font-weight: 700;
  }
  .menu.keys dt {
    min-inline-size: 5em;
  }
  .menu label {
    display: flex;
    clear: both;
    align-items: center;
    gap: 8px;
    min-block-size: var(--_target);
  }
  .menu input {
    inline-size: 18px;
    block-size: 18px;
    min-block-size: 0;
    accent-color: var(--_accent);
  }
`;
