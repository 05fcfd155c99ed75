// The modal dialogs: start anew, the link to another device. One at a time, in one <dialog> of the element.
import { html } from "lit";
import { icons } from "./icons.js";
import { formatTime } from "./texts.js";

export const button = (label, act, variant = "primary", icon = "") => html`<button type="button" class="ds-button" data-variant=${variant} @click=${act}>${icon}<span>${label}</span></button>`;

export function confirmNew({ t }, { close, restart }) {
  return html`<h3 id="dialog-title" tabindex="-1">${t.confirmTitle}</h3>
    <p>${t.confirmText}</p>
    <div class="choices">${button(t.confirmYes, restart)} ${button(t.cancel, close, "secondary")}</div>`;
}

/** @param state {link: {url, expires}|null, failed: boolean, status: string}; it is made anew each time, since it works once */
export function resumeDialog({ t, lang }, state, { close, copy, retry }) {
  return html`<h3 id="dialog-title" tabindex="-1">${t.continueElsewhere}</h3>
    ${state.link ? resumeLink(t, lang, state, copy) : html`<p>${state.failed ? html`<span class="error">${icons.needs_action}${t.linkFailed}</span>` : t.linkMaking}</p>`}
    <p class="status" role="status">${state.status}</p>
    <div class="choices">${state.failed ? button(t.retry, retry) : ""} ${button(t.close, close, "secondary")}</div>`;
}

function resumeLink(t, lang, { link }, copy) {
  return html`<p>${t.linkText}</p>
    <div class="field">
      <label for="resume">${t.linkLabel}</label>
      <div class="row"><input id="resume" class="ds-input" readonly .value=${link.url} @focus=${(event) => event.target.select()} />${button(t.copyLink, copy, "primary", icons.copy)}</div>
    </div>
    <p>${t.linkOnce(formatTime(link.expires, lang))}</p>`;
}
