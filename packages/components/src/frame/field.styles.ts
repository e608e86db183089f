import { css } from 'lit';

/** What is filled in: fetched with the forms. */
export const fieldStyles = css`
  .fields {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: var(--_gap) calc(var(--_gap) * 2);
  }
  .fields label {
    display: flex;
    flex: 1 1 12em;
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
  .fields :is(input, select, textarea) {
    inline-size: 100%;
    min-inline-size: 0;
    font-size: calc(var(--_body) * var(--_scale));
  }
  .fields textarea {
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
`;
