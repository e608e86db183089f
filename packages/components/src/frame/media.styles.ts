import { css } from 'lit';
import { paperStyles } from './paper.styles.js';

/** Colours of the reader’s own, and paper. After what it speaks about. */
export const mediaStyles = css`
  ${paperStyles}
  @media (forced-colors: active) {
    .tag.live .dot,
    .strip.drill {
      forced-color-adjust: none;
    }
    .tag.live .dot {
      background: CanvasText;
    }
  }

  @media print {
    .actions,
    .acts,
    .strip button,
    .fresh .tag.live {
      display: none;
    }
    .printed {
      display: block;
      flex: 1 1 60%;
    }
    .tag.printed {
      display: inline;
      padding: 0;
    }
    .box {
      block-size: auto;
      overflow: visible;
      font-size: 10.5pt;
    }
    .box .chip {
      background: none;
      border-color: #000;
      color: #000;
    }
    .strip.drill {
      print-color-adjust: exact;
    }
    .box .mark .shape {
      fill: none;
      stroke: #000;
    }
    .box .mark .sign {
      fill: #000;
    }
  }
`;
