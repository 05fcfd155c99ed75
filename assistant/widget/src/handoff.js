// From the guide to a person: a draft that the user reads and corrects, and three ways out of here. Nothing leaves by itself.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { newKey } from "./api.js";
import { externalLink, phoneLink } from "./citations.js";
import { button } from "./dialogs.js";
import { icons } from "./icons.js";
import { mailTo, tooLongForMail } from "./plain.js";

const PROBLEMS = { 403: "refused", 422: "invalid", 429: "rate" };

export class Handoff {
  draft = null; // the service's answer
  text = "";
  contact = "";
  consent = false;
  error = ""; // names a text in texts.js `handoffProblem`
  detail = ""; // the service's own words about it
  missing = ""; // "consent" or "text": what must be mended before it can be sent
  status = "";
  reference = "";
  #sending = false;
  #key = newKey();

  /** @param {() => void} changed called after every change */
  constructor(api, session, lang, changed) {
    Object.assign(this, { api, session, lang, changed });
  }

  /** Whether there is a text that somebody may have worked on. */
  get unfinished() {
    return this.draft && !this.reference;
  }

  async load() {
    this.#set({ error: "", detail: "" });
    try {
      const draft = await this.api.handoff(this.session, this.lang);
      this.#set({ draft, text: String(draft.text ?? "") });
    } catch (problem) {
      this.#set({ error: "load", detail: problem.detail });
    }
  }

  /** Sends once: a second click while the first is under way does nothing, and after it there is no button. */
  async send() {
    if (this.#sending) return;
    this.#set({ missing: !this.text.trim() ? "text" : this.consent ? "" : "consent", error: "", detail: "" });
    if (this.missing) return;
    this.#sending = true;
    try {
      const body = { consent: true, text: this.text.trim(), contact: this.contact.trim() || null };
      const { reference } = await this.api.sendHandoff(this.session, this.lang, body, this.#key);
      this.#set({ reference: String(reference), status: "" });
    } catch (problem) {
      if (problem.status) this.#key = newKey(); // refused, so the next attempt is another one
      this.#set({ error: PROBLEMS[problem.status] || "send", detail: problem.detail });
    }
    this.#sending = false;
  }

  #set(state) {
    Object.assign(this, state);
    this.changed();
  }

  /** @param view of the element: t, link(url)  @param {{close: () => void, copy: (text: string) => void}} can */
  render(view, { close, copy }) {
    const { t } = view;
    return html`<h3 id="dialog-title" tabindex="-1">${t.summarise}</h3>
      ${this.reference ? this.#sent(t) : this.draft ? this.#form(view, copy) : this.error ? nothing : html`<p>${t.handoffMaking}</p>`}
      <div role="alert">${this.error && html`<p class="error">${icons.needs_action}<span>${t.handoffProblem[this.error]} ${this.detail}</span></p>`}</div>
      <p class="status" role="status">${this.status}</p>
      <div class="choices">
        ${this.error === "load" ? button(t.retry, () => this.load()) : nothing}
        ${this.draft?.can_send && !this.reference ? button(t.sendText, () => this.send(), "primary", icons.send) : nothing}
        ${button(t.close, close, "secondary")}
      </div>`;
  }

  #sent(t) {
    return html`<div class="callout tone-success">${icons.met}<p role="alert">${t.handoffSent(this.reference)}</p></div>`;
  }

  #form(view, copy) {
    const { t } = view;
    const write = (field) => (event) => this.#set({ [field]: event.target.value, missing: "", status: "" });
    return html`<p>${t.handoffIntro}</p>
      ${this.#office(view)}
      <div class="field">
        <label for="handoff-text">${t.handoffText}</label>
        <p class="hint" id="handoff-hint">${t.handoffHint}</p>
        <textarea id="handoff-text" class="ds-input" rows="9" aria-describedby="handoff-hint handoff-text-error" aria-invalid=${this.missing === "text" ? "true" : nothing}
          .value=${live(this.text)} @input=${write("text")}></textarea>
        ${this.#mend(t, "text")}
      </div>
      ${this.#waysOut(t, copy)} ${this.draft.can_send ? this.#consent(t, write) : nothing}`;
  }

  #waysOut(t, copy) {
    const mail = this.draft.mailto?.startsWith("mailto:") ? mailTo(this.draft.mailto, this.text) : null;
    return html`<div class="choices">
        ${mail ? html`<a class="ds-button" data-variant="secondary" href=${mail}>${icons.letter}<span>${t.openMail}</span></a>` : nothing}
        ${button(t.copyText, () => copy(this.text), "secondary", icons.copy)}
      </div>
      ${mail && tooLongForMail(mail) ? html`<p class="hint">${t.mailLong}</p>` : nothing}`;
  }

  #consent(t, write) {
    const tick = (event) => this.#set({ consent: event.target.checked, missing: "" });
    return html`<div class="sending">
      <div class="field">
        <label for="handoff-contact">${t.contact}</label>
        <p class="hint" id="contact-hint">${t.contactHint}</p>
        <input id="handoff-contact" class="ds-input" autocomplete="email" maxlength="200" aria-describedby="contact-hint" .value=${live(this.contact)} @input=${write("contact")} />
      </div>
      <div class="field">
        <label class="tick"><input id="handoff-consent" type="checkbox" aria-describedby="handoff-consent-error" aria-invalid=${this.missing === "consent" ? "true" : nothing}
          .checked=${live(this.consent)} @change=${tick} /><span>${t.consent(this.draft.office?.name || t.theOffice)}</span></label>
        ${this.#mend(t, "consent")}
      </div>
    </div>`;
  }

  #mend(t, field) {
    return html`<p class="error" role="alert" id="handoff-${field}-error">${this.missing === field ? html`${icons.needs_action}${t.handoffMissing[field]}` : nothing}</p>`;
  }

  #office({ t, link }) {
    const { office, hours, scheme_name: scheme } = this.draft;
    const web = link(office?.url);
    const line = (term, value) => (value ? html`<div><dt>${term}</dt><dd>${value}</dd></div>` : nothing);
    return html`<dl class="facts">
      ${line(t.scheme, scheme)} ${line(t.goesTo, office?.name)}
      ${line(t.hours, hours?.text && html`${hours.text} <span class="ds-tag" data-color=${hours.open ? "success" : "neutral"}>${hours.open ? t.openNow : t.closedNow}</span>`)}
      ${line(t.phone, office?.phone && phoneLink(office.phone))}
      ${line(t.web, web && externalLink(web, new URL(web).host.replace(/^www\./, ""), t))}
    </dl>`;
  }
}
