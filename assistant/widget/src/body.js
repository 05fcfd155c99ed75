// The transcript with what stands around it: the welcome, the sign that the guide writes, what is stored.
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icons } from "./icons.js";
import { entry } from "./message.js";
import { today } from "./plain.js";
import { formatDate } from "./texts.js";

/** @param state {name, offline, live (new entries are announced), fills (only the transcript scrolls), ask(text)} */
export function transcript(view, { name, offline, live, fills, ask }) {
  const { t, conversation } = view;
  const { items } = conversation;
  const waiting = conversation.busy || conversation.restoring;
  return html`<div class="transcript">
    ${offline ? html`<div class="callout tone-warning">${icons.needs_action}<p>${t.offlineBanner}</p></div>` : nothing}
    ${items.length || conversation.restoring ? nothing : welcome(t, ask)} ${fills ? footer(view) : nothing}
    <div role="log" aria-label=${t.transcript} aria-live=${live ? "polite" : "off"}>
      ${items.length ? html`<ol>${repeat(items, (item) => item.key, (item) => entry(view, item))}</ol>` : nothing}
    </div>
    ${waiting ? html`<div class="dots" aria-hidden="true"><i></i><i></i><i></i>${conversation.slow ? html`<span>${t.slow}</span>` : nothing}</div>` : nothing}
    <p class="printed" aria-hidden="true">${t.copiedFrom(name, today(view.lang))}</p>
  </div>`;
}

function welcome(t, ask) {
  return html`<div class="welcome">
    <p>${t.welcome}</p>
    <p>${t.welcomePrivacy}</p>
    <p id="suggestions">${t.suggestionsLabel}</p>
    <ul aria-labelledby="suggestions">
      ${t.suggestions.map((text) => html`<li><button type="button" class="ds-button" data-variant="secondary" data-size="sm" @click=${() => ask(text)}>${text}</button></li>`)}
    </ul>
  </div>`;
}

export function footer({ t, lang, conversation }) {
  const expires = conversation.session?.expires;
  return html`<footer><p>${t.stored}${expires && conversation.started ? ` ${t.expires(formatDate(expires, lang))}` : ""}</p></footer>`;
}
