import { css } from 'lit';
import { paperStyles as blackOnWhite } from '../frame/paper.styles.js';

/** A list to count by, with room to sign. */
export const paperStyles = css`
  ${blackOnWhite}
  @media print {
    .box {
      block-size: auto;
      overflow: visible;
      font-size: 10.5pt;
    }
    .actions,
    .acts,
    .scan,
    .sheet,
    .strip button,
    .transits button {
      display: none;
    }
    .printed,
    .sign {
      display: block;
    }
    .sign {
      padding: 2em var(--_pad) 1em;
      white-space: pre-wrap;
    }
    .line,
    .transits li {
      break-inside: avoid;
    }
    .meter svg {
      fill: #000;
      print-color-adjust: exact;
    }
    .line.drill,
    .strip.drill {
      print-color-adjust: exact;
    }
    .box .chip {
      background: none;
      border-color: #000;
      color: #000;
    }
  }
`;
