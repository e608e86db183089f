import { css } from 'lit';

/** Black on white, whatever the screen looks like; shapes, words and edges tell levels, fills do not. */
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
  }
`;
