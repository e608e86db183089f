import { css } from 'lit';

/** What stands in place of the content, and the list of keys. */
export const noticeStyles = css`
  .notice,
  .empty {
    padding: var(--_pad);
  }
  .notice.failed {
    margin: var(--_pad);
  }
  .loading {
    flex: 1;
    display: grid;
    align-content: start;
    gap: var(--_gap);
    color: var(--_text-2);
  }
  .bone {
    display: block;
    block-size: var(--_row);
    background: var(--_sunken);
    border-radius: var(--_radius);
  }
  .bone:last-child {
    inline-size: 60%;
  }
  .keys dl div {
    display: flex;
    gap: 1em;
  }
  .keys dt {
    min-inline-size: 10em;
  }
  kbd {
    font: inherit;
    font-weight: 700;
  }
`;
