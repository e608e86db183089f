import { css } from 'lit';

/** The list of what stands in the layers, and their signs; comes with them. */
export const registerStyles = css`
  .registers {
    flex: none;
    max-block-size: 45%;
    overflow: hidden auto;
    border-block-start: 3px double var(--_control);
  }
  .registers-head {
    position: sticky;
    inset-block-start: 0;
    min-block-size: var(--_target);
    padding: 4px var(--_pad);
    background: var(--_surface);
    cursor: pointer;
    font-size: var(--_meta);
    color: var(--_text-2);
  }
  .sort {
    flex: none;
    padding: 0 0.4em;
    border: 1px solid var(--_control);
    border-radius: 2px;
    color: var(--_text);
  }
  .outline {
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: var(--_surface);
    stroke: var(--_text);
    stroke-width: 2.4;
    stroke-linejoin: round;
  }
  @media print {
    .registers {
      max-block-size: none;
    }
  }
`;
