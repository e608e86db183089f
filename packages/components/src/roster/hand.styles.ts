import { css } from 'lit';

/** The card of a person; comes with it. */
export const handStyles = css`
  .fields ~ p {
    margin-block-start: var(--_space);
  }
  /* What is missing and from when to when: of a choice no time is cut off. */
  .fields .lack {
    flex-basis: 22em;
  }
  .fields select {
    block-size: auto;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .box .acts .primary {
    flex-basis: auto;
    white-space: normal;
  }
  .open {
    max-block-size: 16em;
    overflow: auto;
    margin-block-end: var(--_gap);
    padding: 6px 8px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }
  .handing :is(h4, h5, .open p, ul) {
    margin: 0;
    font-size: inherit;
  }
  .handing :is(h4, h5) {
    font-weight: 700;
  }
  .group {
    margin-block-start: 6px;
  }
  .handing li {
    margin-inline-start: 1em;
  }
  .group .more {
    padding: 0;
  }
  .paper {
    display: none;
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
  /* A hand-over goes on paper with what is open, and is signed there. */
  @media print {
    .sheet.handing,
    .paper {
      display: block;
      position: static;
      max-block-size: none;
      overflow: visible;
      box-shadow: none;
    }
    .open {
      max-block-size: none;
      overflow: visible;
    }
    .sheet :is(.fields, .acts, .problem) {
      display: none;
    }
    .box .open .chip {
      border-color: #000;
      background: none;
      color: #000;
    }
    .box .open .mark .shape {
      fill: none;
      stroke: #000;
    }
    .box .open .mark .sign {
      fill: #000;
    }
    .sign {
      display: flex;
      gap: 2em;
      margin-block-start: 2em;
    }
    .sign span {
      flex: 1;
      border-block-end: 1px solid #000;
    }
  }
`;
