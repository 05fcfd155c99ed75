// The head of the widget: its name, the way to a person, the language, and what can be done with the whole conversation.
import { html, nothing } from "lit";
import { icons } from "./icons.js";
import { known } from "./texts.js";

/** @param can what the element does: human, newChat, language(event), showAnswers, resumeLink, print, close or null (a panel can be closed) */
export function header(view, { name, compact, can }) {
  const { t, conversation } = view;
  const fresh = tool(icons.again, t.newChat, can.newChat);
  return html`<header>
    <div class="title"><h2 id="title">${name}</h2><p>${t.automatic}</p></div>
    ${can.close ? html`<button type="button" class="ds-button close" data-variant="tertiary" data-size="sm" @click=${can.close}>${icons.close}<span class="sr">${t.close}</span></button>` : nothing}
    <div class="tools">
      ${tool(icons.person, t.human, can.human)} ${compact ? nothing : fresh}
      ${conversation.started || compact ? menu(view, can, compact ? html`<li>${fresh}</li><li>${language(view, can)}</li>` : nothing) : nothing}
      ${compact ? nothing : language(view, can)}
    </div>
  </header>`;
}

const tool = (icon, label, act) => html`<button type="button" class="ds-button" data-variant="tertiary" data-size="sm" @click=${act}>${icon}<span>${label}</span></button>`;

/** A disclosure, not a menu of ARIA's: Tab goes through it like through the rest. Escape and leaving it close it. */
function menu({ t, conversation }, can, rest) {
  const items = [
    [icons.list, t.showAnswers, can.showAnswers],
    [icons.device, t.continueElsewhere, can.resumeLink],
    [icons.print, t.print, can.print],
  ];
  const act = (event, run) => {
    const details = event.target.closest("details");
    details.open = false;
    details.querySelector("summary").focus(); // a dialog that opens now gives the focus back to it
    run();
  };
  const left = ({ currentTarget, relatedTarget }) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
  };
  const escape = (event) => {
    if (event.key !== "Escape" || !event.currentTarget.open) return;
    event.stopPropagation();
    event.preventDefault();
    event.currentTarget.open = false;
    event.currentTarget.querySelector("summary").focus();
  };
  return html`<details class="more" @focusout=${left} @keydown=${escape}>
    <summary class="ds-button" data-variant="tertiary" data-size="sm"><span>${t.more}</span>${icons.more}</summary>
    <ul>${conversation.started ? items.map(([icon, label, run]) => html`<li>${tool(icon, label, (event) => act(event, run))}</li>`) : nothing}${rest}</ul>
  </details>`;
}

function language({ t, conversation }, can) {
  const selected = known(conversation.choice) || "auto";
  return html`<label class="language"><span>${t.language}</span>
    <select class="ds-input" data-size="sm" @change=${can.language}>
      ${Object.entries(t.languages).map(([value, label]) => html`<option value=${value} ?selected=${value === selected}>${label}</option>`)}
    </select>
  </label>`;
}
