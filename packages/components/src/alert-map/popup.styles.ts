import { css } from 'lit';

/** The popup: beside its symbol, or a sheet on phones. */
export const popupStyles = css`
  .popup {
    position: absolute;
    inset: auto 8px 8px;
    z-index: 1;
    inline-size: auto;
    max-inline-size: 320px;
    max-block-size: calc(100% - 16px);
    overflow: auto;
    padding: 10px 12px 12px;
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    box-shadow: 0 4px 16px #0003;
  }
  .popup.drill {
    padding-block-start: 18px;
    background: var(--stripe) 0 0 / 100% 7px no-repeat var(--_surface);
  }
  .popup[data-placed] {
    inset: auto;
    inline-size: max-content;
  }
  .box[data-density='phone'] .popup {
    position: fixed;
    inset: auto 0 0;
    max-inline-size: none;
    max-block-size: 60%;
    border-radius: 12px 12px 0 0;
  }
  .no-map .popup {
    position: static;
    max-inline-size: none;
    margin: var(--_pad);
    box-shadow: none;
  }
  .box[data-theme$='dark'] .popup,
  .box[data-theme$='dark'] .menu {
    box-shadow: none;
  }
  .popup h3 {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    font-weight: 700;
    margin-block-end: 6px;
  }
  .popup dl div {
    display: grid;
    grid-template-columns: 5em 1fr;
    gap: 8px;
  }
  .popup dt {
    color: var(--_text-3);
    font-size: var(--_meta);
    line-height: 1.6;
  }
  .popup summary {
    min-block-size: var(--_target);
    padding-block: 4px;
    cursor: pointer;
  }
  .ack {
    margin-block: 6px;
    font-weight: 700;
  }
  .ack.done {
    color: var(--_ok);
  }
  .problem {
    color: var(--_error);
  }
  .acts {
    display: flex;
    gap: 8px;
    margin-block-start: 8px;
  }
  .acts .primary {
    flex: 1;
  }
`;
