// Small line icons, drawn for this widget. Always beside words, so hidden from assistive technology.
import { html, svg } from "lit";

const draw = (shape) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const icons = {
  met: draw(svg`<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.7 2.7L16 9.5"/>`),
  not_met: draw(svg`<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>`),
  needs_action: draw(svg`<path d="M12 4 3 20h18zM12 10v4m0 3v.01"/>`),
  unknown: draw(svg`<circle cx="12" cy="12" r="9"/><path d="M9.6 9.6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.5v.3m0 2.9v.01"/>`),
  info: draw(svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5m0-8.5v.01"/>`),
  clock: draw(svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.2 2"/>`),
  external: draw(svg`<path d="M14 5h5v5m0-5-8 8M10 6H5v13h13v-5"/>`),
  download: draw(svg`<path d="M12 4v11m-4.5-4 4.5 4.5 4.5-4.5M5 20h14"/>`),
  page: draw(svg`<path d="M6 3.5h8l4 4v13H6zm8 0v4h4M9 12.5l1.6 1.6L14 11m-5 6.5h6"/>`),
  calendar: draw(svg`<path d="M4 6h16v14H4zm0 4.5h16M8.5 3.5V7m7-3.5V7"/>`),
  person: draw(svg`<circle cx="12" cy="8" r="3.5"/><path d="M5 20c.6-3.8 3.3-6 7-6s6.4 2.2 7 6"/>`),
  again: draw(svg`<path d="M19 12a7 7 0 1 1-2-5l2 2m0-4.5V9h-4.5"/>`),
  send: draw(svg`<path d="M4.5 12h14m-5.5-6 6 6-6 6"/>`),
  up: draw(svg`<path d="M7 11v9H4v-9zm0 0 4-7c1.5 0 2.5 1 2.5 2.5L13 10h5.5c1 0 1.7.9 1.5 1.900l-1.3 6.5c-.2 1-1 1.6-1.9 1.600H7"/>`),
  down: draw(svg`<path d="M7 13V4H4v9zm0 0 4 7c1.5 0 2.5-1 2.5-2.5L13 14h5.5c1 0 1.7-.9 1.5-1.900l-1.3-6.5c-.2-1-1-1.6-1.9-1.600H7"/>`),
  edit: draw(svg`<path d="M5 19v-3.5L15.5 5 19 8.5 8.5 19zm8-11.5L16.5 11"/>`),
  copy: draw(svg`<rect x="8.5" y="8.5" width="11" height="11" rx="1.5"/><path d="M15.5 8.5v-4h-11v11h4"/>`),
  print: draw(svg`<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>`),
  device: draw(svg`<path d="M8 3.5h8a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM11 17.5h2"/>`),
  list: draw(svg`<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01m-.01 5.5h.01m-.01 5.5h.01"/>`),
  letter: draw(svg`<path d="M4 6h16v12.5H4zm0 1 8 6 8-6"/>`),
  more: draw(svg`<path d="M6 9.5 12 15.5l6-6"/>`),
  close: draw(svg`<path d="m6 6 12 12m0-12L6 18"/>`),
  talk: draw(svg`<path d="M4 5h16v11.5h-8L7.5 20v-3.5H4zM8 9.5h8m-8 3.5h5"/>`),
  empty: draw(svg`<rect x="4.5" y="4.5" width="15" height="15" rx="2"/>`),
  done: draw(svg`<rect x="4.5" y="4.5" width="15" height="15" rx="2"/><path d="m8.5 12.3 2.5 2.5 4.7-5.3"/>`),
};
