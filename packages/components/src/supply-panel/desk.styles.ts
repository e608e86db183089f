import { css } from 'lit';

/** Scanning, forms, and the count from a file. */
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
  .fields {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: var(--_gap) calc(var(--_gap) * 2);
  }
  .fields label {
    display: flex;
    flex: 1 1 11em;
    flex-direction: column;
    gap: 5px;
    min-inline-size: 0;
    color: var(--_text-2);
    font-size: var(--_meta);
  }
  .fields .single {
    flex: 1 1 100%;
    color: var(--_text-2);
  }
  .fields input,
  select,
  textarea {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_target);
    margin: 0;
    padding: 0 8px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_sunken);
    color: var(--_text);
    font: inherit;
    font-size: calc(var(--_body) * var(--_scale));
  }
  textarea {
    padding: 4px 8px;
    resize: vertical;
  }
  [aria-invalid='true'] {
    border: 2px solid var(--_error);
  }
  .hint {
    color: var(--_text-2);
    font-size: var(--_meta);
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

  /* Rows of a file as they were checked. */
  .file-how {
    color: var(--_text-2);
  }
  .scroll {
    max-block-size: 40vh;
    overflow: auto;
  }
  .checked {
    inline-size: 100%;
    margin-block-start: var(--_space);
    border-collapse: collapse;
    font-size: var(--_meta);
  }
  .checked th,
  .checked td {
    padding: 2px 8px 2px 0;
    border-block-end: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
  }
  /* Sign and number of a difference stay together. */
  .checked td:nth-child(5) {
    white-space: nowrap;
  }
  .fields input[type='file'] {
    padding-block: 0.3em;
  }
  .checked th {
    color: var(--_text-3);
  }
`;
