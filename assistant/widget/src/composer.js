// The text field, its errors, and the status line.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { icons } from "./icons.js";

export const MAX_LENGTH = 2000; // characters; a question is far shorter, and the service refuses what is far longer
const SHOW_COUNT_AT = 200; // characters left

function onKey(event) {
  // isComposing: Enter ends an input method's composition (and 229 is what Safari sends then), it does not send.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

/** The maximum is checked here and not with `maxlength`, which would cut a pasted text without a word. */
export function composer({ t, conversation }, { draft, error, status, input, focus, submit }) {
  const left = MAX_LENGTH - draft.trim().length;
  const counter = left < 0 ? t.tooLong(-left) : left < SHOW_COUNT_AT ? t.left(left) : "";
  const message = error || (left < 0 ? counter : "");
  return html`<form class="composer" @submit=${submit} novalidate>
    <div class="labels"><label for="field">${t.inputLabel}</label><p class="status" role="status">${status}</p></div>
    <div class="row">
      <textarea id="field" class="ds-input" rows="1" autocomplete="off" enterkeyhint="send" aria-describedby="hint error"
        aria-invalid=${message ? "true" : nothing} .value=${live(draft)} @input=${input} @keydown=${onKey} @focus=${focus}></textarea>
      <button class="ds-button" type="submit" aria-disabled=${conversation.busy ? "true" : nothing}>${icons.send}<span>${t.send}</span></button>
    </div>
    <p id="error" class="error" role="alert">${message ? html`${icons.needs_action}${message}` : nothing}</p>
    <p id="hint" class="hint"><span class="keys">${t.inputKeys}</span> ${t.inputPrivacy}${counter && !message ? html` <span class="count">${counter}</span>` : nothing}</p>
  </form>`;
}
