import { css } from 'lit';

/** The card of a person; comes with it. */
export const handStyles = css`
  .skills {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.2em;
  }
  .number b {
    font-size: var(--_title);
    user-select: all;
  }
`;
