import { css } from 'lit';

/** Elements of text: as high as what they say, in the flow of the page. After the styles of header and frame. */
export const panelStyles = css`
  .box,
  .box[data-density='phone'] {
    block-size: auto;
    min-block-size: 0;
    overflow: visible;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font: inherit;
    color: inherit;
  }
  th,
  td {
    padding: calc(var(--_space) * 1) var(--_pad);
    block-size: var(--_row);
    text-align: start;
    vertical-align: middle;
    font-weight: 400;
    border-block-end: 1px solid var(--_line);
  }
  thead th {
    color: var(--_text-2);
    font-size: var(--_meta);
    white-space: nowrap;
  }
  .number {
    text-align: end;
  }
  summary {
    display: flex;
    align-items: center;
    gap: var(--_space);
    min-block-size: var(--_target);
    padding: 0 var(--_pad);
    cursor: pointer;
    list-style: none;
  }
  summary::before {
    content: '▸';
    inline-size: 1em;
    color: var(--_text-2);
  }
  details[open] > summary::before {
    content: '▾';
  }
  .strong {
    font-weight: 700;
  }
  .quiet {
    color: var(--_text-2);
    font-size: var(--_meta);
  }
  @media print {
    .box button,
    .box summary::before {
      display: none;
    }
    .box tr,
    .box li {
      break-inside: avoid;
    }
  }
`;
