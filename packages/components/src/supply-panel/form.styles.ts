import { css } from 'lit';

/** The rows of a sheet: fetched with it. */
export const formStyles = css`
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
  .checked td:nth-child(6) {
    white-space: nowrap;
  }
  .fields input[type='file'] {
    padding-block: 0.3em;
  }
  .checked th {
    color: var(--_text-3);
  }

  /* Cards where there is no room for columns; roles are stated. */
  .box[data-band='0'] .checked thead {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .box[data-band='0'] .checked tr {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.8em;
    padding-block: 4px;
    border-block-end: 1px solid var(--_line);
  }
  .box[data-band='0'] .checked td {
    padding: 0;
    border: 0;
  }
  .box[data-band='0'] .checked td:nth-child(3) {
    flex: 1 1 9em;
  }
  .box[data-band='0'] .checked td:last-child {
    flex: 1 1 100%;
  }
  .box[data-band='0'] .checked td[data-label]::before {
    content: attr(data-label) ' ';
    color: var(--_text-3);
  }
`;
