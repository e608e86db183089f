import { css, type CSSResult } from 'lit';
import { headerStyles } from '../frame/header.styles.js';
import { mediaStyles } from '../frame/media.styles.js';
import { noticeStyles } from '../frame/notice.styles.js';
import { panelStyles } from '../frame/panel.styles.js';
import { baseStyles } from '../theme/base.styles.js';

const own = css`
  .scroll {
    overflow-x: auto;
  }
  /* Sources of a drill stand under the columns of the real ones. */
  table.list {
    table-layout: fixed;
  }
  thead th:first-child {
    inline-size: 26%;
  }
  thead th:nth-child(2) {
    inline-size: 36%;
  }
  ul.list .row {
    display: grid;
    gap: var(--_space);
    padding: var(--_gap) var(--_pad);
    border-block-end: 1px solid var(--_line);
  }
  .retired .row {
    padding: var(--_space) var(--_pad);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space);
  }
  .row button {
    justify-self: start;
  }
  .tag {
    white-space: normal;
  }
  td .tag {
    margin-inline-end: 0.6em;
  }
  .why {
    color: var(--_error);
    font-weight: 700;
  }
  .issues {
    display: grid;
    gap: var(--_space);
    padding: var(--_gap) var(--_pad);
    background: var(--_canvas);
  }
  .coded {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_gap);
  }
  code {
    font: inherit;
    font-weight: 700;
    user-select: all;
  }
  .strip button {
    margin-inline-start: auto;
  }
  .live-names {
    padding: var(--_gap) var(--_pad);
    color: var(--_text-2);
  }
  @media print {
    .tag.live::before {
      content: attr(data-then);
    }
    .retired ul,
    .rest ul {
      display: block;
    }
  }
`;

export const feedStatusStyles: CSSResult[] = [baseStyles, headerStyles, noticeStyles, mediaStyles, panelStyles, own];
