import { css } from 'lit';

/** What is open over the table; comes with it. */
export const handStyles = css`
  /* What is open stays in sight, in the lower part where a thumb reaches it. */
  .sheet {
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
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
  .skills {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.2em;
  }
  .number b {
    font-size: var(--_title);
    user-select: all;
  }
  .fields {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_gap) calc(var(--_gap) * 2);
  }
  .fields label {
    display: flex;
    flex: 1 1 14em;
    flex-direction: column;
    gap: 5px;
    min-inline-size: 0;
    color: var(--_text-2);
    font-size: var(--_meta);
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
  .problem {
    margin-block-start: var(--_space);
    color: var(--_error);
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
  .keys dl div {
    display: flex;
    gap: 1em;
  }
  .keys dt {
    min-inline-size: 8em;
  }
  kbd {
    font: inherit;
    font-weight: 700;
  }
  .fields :is(input, select, textarea) {
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
`;
