import { css } from 'lit';

/** A list to count by, with room to sign. */
export const paperStyles = css`
  @media print {
    .scan,
    .acts-bar,
    .transits button {
      display: none;
    }
    .sign {
      display: block;
      padding: 2em var(--_pad) 1em;
      white-space: pre-wrap;
    }
    .transits li {
      break-inside: avoid;
    }
    .meter svg {
      fill: #000;
      print-color-adjust: exact;
    }
  }
`;
