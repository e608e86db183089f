import { css } from 'lit';

/** Scanning, and what all sheets share. */
export const deskStyles = css`
  .scan {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--_gap);
    padding: 6px var(--_pad);
    border-block-end: 1px solid var(--_line);
  }
  .scan input {
    flex: 1 1 14em;
    max-inline-size: 32em;
    min-inline-size: 0;
    padding: 0 8px;
    background: var(--_sunken);
  }
  .choices {
    display: flex;
    flex: 1 1 100%;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .choices button {
    white-space: normal;
    text-align: start;
  }

  /* What is being filled in stays in sight, in the lower part where a thumb reaches it. */
  .sheet {
    position: sticky;
    inset-block-end: 0;
    margin-block-start: auto;
    max-block-size: 100%;
    overflow: auto;
    padding: var(--_gap) var(--_pad) var(--_pad);
    background: var(--_surface);
    border-block-start: 2px solid var(--_control);
    box-shadow: 0 -4px 16px #0003;
  }
  .sheet:focus-visible {
    outline-offset: -2px;
    box-shadow: none;
  }
  .box[data-theme$='dark'] .sheet,
  .box[data-theme^='contrast'] .sheet {
    box-shadow: none;
  }
  .box[data-density='phone'] .sheet {
    border-radius: 12px 12px 0 0;
  }
  .sheet h3 {
    margin-block-end: var(--_space);
    font-weight: 700;
  }
  .problem {
    color: var(--_error);
  }
  .told {
    margin-block-start: var(--_space);
    font-weight: 700;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: var(--_gap);
  }
  .box[data-density='phone'] .acts .primary {
    flex: 1;
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
`;
