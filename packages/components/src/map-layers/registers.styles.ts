import { css } from 'lit';

/** The list of what stands in the layers, and their signs; comes with them. */
export const registerStyles = css`
  .registers {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    min-block-size: 0;
    max-block-size: 45%;
    border-block-start: 3px double var(--_control);
  }
  .registers-head {
    flex: none;
    padding: 4px var(--_pad);
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
