import { css } from 'lit';

/** What is open over the lines: it stays in sight, in the lower part where a thumb reaches it. */
export const sheetStyles = css`
  .sheet {
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
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
  p.problem,
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
  @media print {
    .sheet {
      display: none;
    }
  }
`;
