import { css } from 'lit';

/** Forms, and the rows of a sheet: fetched with them. */
export const formStyles = css`
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
  .fields [aria-invalid='true'] {
    border: 2px solid var(--_error);
  }
  .hint {
    color: var(--_text-2);
    font-size: var(--_meta);
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
