import { css } from 'lit';

/** Lines of a table that become cards where there is no room for columns. After the styles of header and notices. */
export const linesStyles = css`
  .box,
  .box[data-density='phone'] {
    min-block-size: 0;
  }
  .tally {
    white-space: nowrap;
  }
  .tally.heavy {
    font-weight: 700;
  }
  .line {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(5em, 1fr);
    align-items: center;
    gap: 2px var(--_gap);
    min-block-size: var(--_row);
    padding: 4px var(--_pad);
    border-block-end: 1px solid var(--_line);
    line-height: 1.45;
  }
  .heads {
    min-block-size: 0;
    color: var(--_text-3);
  }
  /* Not that of the line: columns are as wide as those below. */
  .heads > * {
    font-size: var(--_meta);
  }
  .label {
    display: none;
    color: var(--_text-3);
    font-size: var(--_meta);
  }
  .line.lacking {
    border-inline-start: 4px solid var(--_text);
    padding-inline-start: calc(var(--_pad) - 4px);
  }
  .line.drill {
    background: repeating-linear-gradient(135deg, var(--_text) 0 6px, var(--_surface) 6px 12px) 0 0 / 7px 100% no-repeat;
  }
  .name {
    max-inline-size: calc(100% + 0.4em);
    padding: 0 0.4em;
    margin-inline-start: -0.4em;
    border-color: transparent;
    background: none;
    text-align: start;
    white-space: normal;
  }
  .more {
    padding: var(--_gap) var(--_pad);
    font-weight: 700;
  }
  .box input[type='search'] {
    flex: 1 1 14em;
    max-inline-size: 32em;
  }
  .box :is([type='search'], .at) {
    min-inline-size: 0;
  }
  .box:is([data-band='0'], [data-band='480']) .heads {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .box:is([data-band='0'], [data-band='480']) .line:not(.heads, .lots) {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 1em;
  }
  .box:is([data-band='0'], [data-band='480']) .label {
    display: inline;
  }
  @media (forced-colors: active) {
    .line.drill {
      forced-color-adjust: none;
    }
  }
  @media print {
    .line {
      break-inside: avoid;
    }
    .line.drill {
      print-color-adjust: exact;
    }
  }
`;
