import { css } from 'lit';

/** A list to count by, with room to sign. */
export const paperStyles = css`
  @media print {
    section.box[data-theme] {
      --_canvas: #fff;
      --_surface: #fff;
      --_sunken: #fff;
      --_line: #000;
      --_control: #000;
      --_text: #000;
      --_text-2: #000;
      --_text-3: #000;
      --_unknown: #000;
      --_error: #000;
      color-scheme: light;
    }
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
