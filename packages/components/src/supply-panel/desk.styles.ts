import { css } from 'lit';

/** Scanning, and what can be done. */
export const deskStyles = css`
  .scan {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--_gap);
    padding: 6px var(--_pad);
    border-block-end: 1px solid var(--_line);
  }
  .acts-bar {
    position: sticky;
    inset-block-end: 0;
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 8px;
    margin-block-start: auto;
    padding: var(--_gap) var(--_pad);
    background: var(--_surface);
    border-block-start: 1px solid var(--_line);
  }
  .acts-bar button {
    padding-inline: 4px;
    white-space: normal;
  }
`;
