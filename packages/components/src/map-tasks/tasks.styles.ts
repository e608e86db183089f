import { css } from 'lit';

/** Tasks: one that is late in inverse ink, never in the colour of a level. */
export const taskStyles = css`
  .late {
    display: inline-block;
    padding: 0 0.4em;
    border: 2px solid var(--_text);
    border-radius: 2px;
    background: var(--_text);
    color: var(--_surface);
    font-weight: 700;
    white-space: nowrap;
  }
  .tasks {
    flex: none;
    max-block-size: 45%;
    overflow: hidden auto;
    border-block-start: 3px double var(--_control);
  }
  .popup .tasks {
    overflow: visible;
    max-block-size: none;
    margin-block-start: 6px;
  }
  .tasks summary {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    min-block-size: var(--_target);
    padding: 4px var(--_pad);
    cursor: pointer;
    font-weight: 700;
  }
  .popup .tasks summary {
    padding-inline: 0;
  }
  .task {
    padding: 6px var(--_pad) 8px;
    border-block-start: 1px solid var(--_line);
  }
  .popup .task {
    padding-inline: 0;
  }
  .task.drill {
    background: var(--stripe) 0 0 / 100% 7px no-repeat;
    padding-block-start: 12px;
  }
  .task p {
    overflow-wrap: anywhere;
  }
  .task .beside {
    padding-inline-start: 8px;
    border-inline-start: 3px solid var(--_text);
  }
  .task .acts,
  .task form {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 6px;
  }
  .task form label {
    flex: 1 1 100%;
  }
  .task input {
    inline-size: 100%;
  }
  @media (forced-colors: active) {
    .late {
      background: Canvas;
      border-color: CanvasText;
      color: CanvasText;
    }
  }
  @media print {
    .tasks {
      max-block-size: none;
    }
    .task .acts {
      display: none;
    }
  }
`;
