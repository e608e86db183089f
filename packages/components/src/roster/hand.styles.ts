import { css } from 'lit';

/** The card of a person; comes with it. */
export const handStyles = css`
  .fields ~ p {
    margin-block-start: var(--_space);
  }
  /* What is missing and from when to when: of a choice no time is cut off. */
  .fields .lack {
    flex-basis: 22em;
  }
  .fields select {
    block-size: auto;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .box .acts .primary {
    flex-basis: auto;
    white-space: normal;
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
