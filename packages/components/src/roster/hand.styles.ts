import { css } from 'lit';

/** The card of a person; comes with it. */
export const handStyles = css`
  .fields ~ p {
    margin-block-start: var(--_space);
  }
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
