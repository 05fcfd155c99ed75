// <tilskudds-veileder data-lang="nb|nn|en|auto" data-municipality="1515" data-service="https://…">: page, focus and announcements.
import { LitElement, html, nothing, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import widgetCss from "widget.css";
import { composer, MAX_LENGTH } from "./composer.js";
import { Conversation } from "./conversation.js";
import { icons } from "./icons.js";
import { entry } from "./message.js";
import { formatDate, known, texts } from "./texts.js";

export class TilskuddsVeileder extends LitElement {
  static styles = unsafeCSS(widgetCss);

  static properties = {
    lang: { attribute: "data-lang" },
    municipality: { attribute: "data-municipality" },
    service: { attribute: "data-service" },
    draft: { state: true },
    draftError: { state: true },
    status: { state: true },
    offline: { state: true },
    live: { state: true },
  };

  constructor() {
    super();
    this.lang = "auto";
    this.draft = "";
    this.draftError = "";
    this.status = "";
    this.offline = false;
    this.live = false;
    this.seen = 0;
    this.lastAsked = null;
    this.onNetwork = () => this.#network();
    this.onPageClick = (event) => this.#pageClick(event);
  }

  connectedCallback() {
    super.connectedCallback();
    this.conversation ??= new Conversation(this.service, () => this.requestUpdate(), () => this.#startOptions());
    addEventListener("online", this.onNetwork);
    addEventListener("offline", this.onNetwork);
    document.addEventListener("click", this.onPageClick);
    this.offline = navigator.onLine === false;
    this.restored ??= this.#restore();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("online", this.onNetwork);
    removeEventListener("offline", this.onNetwork);
    document.removeEventListener("click", this.onPageClick);
  }

  get #ui() {
    const chosen = known(this.conversation.choice);
    const page = () => known(document.documentElement.lang) || navigator.languages.map(known).find(Boolean);
    return chosen || known(this.lang) || page() || "nb";
  }

  #startOptions() {
    const lang = known(this.conversation.choice) || known(this.lang);
    return { ...(lang && { lang }), ...(this.municipality && { municipality: this.municipality }) };
  }

  // -- what the user can do ------------------------------------------------------------------------------------------

  /** Asks a question as if the user had typed it; for links on the page: <a href="#…" data-veileder-ask="…">. */
  async ask(text) {
    await this.restored;
    this.#field.focus();
    await this.#send({ text }, text);
  }

  async #restore() {
    this.live = false;
    await this.conversation.restore();
    await this.updateComplete;
    this.seen = this.conversation.items.length;
    this.live = true; // what was there before is not announced; what comes now is
  }

  /** Why nothing can be sent at the moment, said aloud; "" when it can. */
  #refuse() {
    const { conversation } = this;
    const seconds = Math.ceil((conversation.blockedUntil - Date.now()) / 1000);
    const reason = conversation.ended
      ? this.#t.problem.expired
      : conversation.busy || conversation.restoring
        ? this.#t.wait
        : conversation.blocked
          ? this.#t.waitSeconds(seconds)
          : "";
    if (reason) this.#say(reason);
    return reason;
  }

  async #send(body, shown) {
    if (this.#refuse()) return;
    this.lastAsked = { body, shown };
    this.#say(this.#t.typing, true);
    await this.conversation.send(body, shown);
    this.#settled();
  }

  #settled() {
    const { conversation } = this;
    if (conversation.busy) return;
    if (this.waiting) this.#say("");
    const ready = () => conversation.trouble === "rate" && this.#say(this.#t.retryReady);
    if (conversation.blocked) setTimeout(ready, conversation.blockedUntil - Date.now());
    const text = this.lastAsked?.body.text;
    if (["expired", "invalid", "large"].includes(conversation.trouble) && text && !this.draft) this.draft = text;
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.draft.trim();
    const over = text.length - MAX_LENGTH;
    this.draftError = !text ? this.#t.empty : over > 0 ? this.#t.tooLong(over) : "";
    this.#field.focus();
    if (this.draftError) return;
    if (this.#refuse()) return;
    this.draft = "";
    await this.#send({ text }, text);
  }

  #press(item, button) {
    if (this.#refuse()) return;
    item.chosen = button;
    this.#send(button.payload ? { payload: button.payload } : { text: button.title }, button.title);
  }

  async #retry() {
    this.#field.focus();
    if (this.conversation.trouble === "restore") {
      this.restored = this.#restore();
      return;
    }
    this.#say(this.#t.typing, true);
    await this.conversation.retry();
    this.#settled();
  }

  #again() {
    this.#field.focus();
    this.#send(this.lastAsked.body, this.lastAsked.shown);
  }

  async #rate(item, helpful) {
    try {
      await this.conversation.feedback(item, helpful);
      this.#say(this.#t.thanks);
    } catch {
      this.#say(this.#t.feedbackFailed);
    }
  }

  #human() {
    this.#send({ text: this.#t.human }, this.#t.human);
  }

  #newChat() {
    if (this.conversation.started && !this.conversation.ended) this.renderRoot.querySelector("dialog").showModal();
    else this.#restart();
  }

  #restart() {
    this.renderRoot.querySelector("dialog").close();
    this.conversation.reset();
    this.seen = 0;
    this.#say(this.#t.newReady);
    this.#field.focus();
  }

  async #language(event) {
    const lang = event.target.value;
    try {
      const saved = this.conversation.setLanguage(lang);
      this.requestUpdate();
      await saved;
      this.#say(this.#t.languageSet(this.#t.languages[lang]));
    } catch {
      this.#say(this.#t.languageFailed);
    }
  }

  // -- page, focus, announcements ------------------------------------------------------------------------------------

  get #t() {
    return texts[this.#ui];
  }

  get #field() {
    return this.renderRoot.querySelector("textarea");
  }

  /** The status region is apart from the log; the same words twice in a row still count as news. */
  #say(text, waiting = false) {
    this.waiting = waiting;
    this.status = text && text === this.status ? `${text}\u00a0` : text;
  }

  #network() {
    this.offline = navigator.onLine === false;
    this.#say(this.offline ? this.#t.offlineBanner : this.#t.online);
  }

  #pageClick(event) {
    const link = event.target.closest?.("[data-veileder-ask]");
    if (!link) return;
    event.preventDefault();
    this.ask(link.dataset.veilederAsk);
  }

  /** Opens the conversation when the user turns to the field, so that the greeting is there before the first message. */
  #prepare() {
    this.conversation.open().catch(() => {}); // a failure shows when the user sends
  }

  updated() {
    const { items } = this.conversation;
    if (this.live && items.length > this.seen) this.#reveal(items.slice(this.seen));
    this.seen = items.length;
  }

  /** Brings the start of what is new into view: people read from the top, so the end of a long answer must not push it away. */
  #reveal(fresh) {
    if (!this.conversation.started) return;
    const target = fresh.find((item) => item.role !== "user") || fresh[0];
    const node = this.renderRoot.getElementById(target.key);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const tall = node && node.offsetHeight > innerHeight * 0.6;
    node?.scrollIntoView({ block: tall ? "start" : "nearest", behavior: calm ? "auto" : "smooth" });
  }

  render() {
    const { conversation } = this;
    const lang = this.#ui;
    const view = {
      t: this.#t,
      lang,
      conversation,
      link: (url) => conversation.api.link(url),
      focus: (id) => this.renderRoot.getElementById(id)?.focus(),
      press: (item, button) => this.#press(item, button),
      rate: (item, helpful) => this.#rate(item, helpful),
      retry: () => this.#retry(),
      again: this.lastAsked && (() => this.#again()),
      restart: () => this.#restart(),
    };
    return html`<section class="widget ${conversation.started ? "started" : ""}" lang=${lang} aria-labelledby="title">
      ${this.#header(view)}
      <div class="body">${this.#transcript(view)} ${this.#composer(view)}</div>
      ${this.#footer(view)} ${this.#dialog(view)}
    </section>`;
  }

  #header({ t, conversation }) {
    const selected = known(conversation.choice) || "auto";
    const options = Object.entries(t.languages);
    return html`<header>
      <div class="title"><h2 id="title">${t.name}</h2><p>${t.automatic}</p></div>
      <div class="tools">
        <button type="button" class="ds-button" data-variant="tertiary" data-size="sm" @click=${this.#human}>${icons.person}<span>${t.human}</span></button>
        <button type="button" class="ds-button" data-variant="tertiary" data-size="sm" @click=${this.#newChat}>${icons.again}<span>${t.newChat}</span></button>
        <label class="language"><span>${t.language}</span>
          <select class="ds-input" data-size="sm" @change=${this.#language}>
            ${options.map(([value, label]) => html`<option value=${value} ?selected=${value === selected}>${label}</option>`)}
          </select>
        </label>
      </div>
    </header>`;
  }

  #transcript(view) {
    const { t, conversation } = view;
    const { items } = conversation;
    return html`<div class="transcript">
      ${this.offline ? html`<div class="callout tone-warning">${icons.needs_action}<p>${t.offlineBanner}</p></div>` : nothing}
      ${items.length || conversation.restoring ? nothing : this.#welcome(view)}
      <div role="log" aria-label=${t.transcript} aria-live=${this.live ? "polite" : "off"}>
        ${items.length ? html`<ol>${repeat(items, (item) => item.key, (item) => entry(view, item))}</ol>` : nothing}
      </div>
      ${conversation.typing || conversation.restoring ? html`<div class="dots" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}
    </div>`;
  }

  #welcome({ t }) {
    return html`<div class="welcome">
      <p>${t.welcome}</p>
      <p>${t.welcomePrivacy}</p>
      <p id="suggestions">${t.suggestionsLabel}</p>
      <ul aria-labelledby="suggestions">
        ${t.suggestions.map((text) => html`<li><button type="button" class="ds-button" data-variant="secondary" data-size="sm" @click=${() => this.ask(text)}>${text}</button></li>`)}
      </ul>
    </div>`;
  }

  #composer(view) {
    return composer(view, {
      draft: this.draft,
      error: this.draftError,
      status: this.conversation.restoring ? view.t.restoring : this.status,
      input: (event) => {
        this.draft = event.target.value;
        this.draftError = "";
        if (!this.waiting) this.status = "";
      },
      focus: () => this.#prepare(),
      submit: (event) => this.#submit(event),
    });
  }

  #footer({ t, lang, conversation }) {
    const expires = conversation.session?.expires;
    return html`<footer><p>${t.stored}${expires && conversation.started ? ` ${t.expires(formatDate(expires, lang))}` : ""}</p></footer>`;
  }

  #dialog({ t }) {
    return html`<dialog aria-labelledby="confirm" aria-describedby="confirm-text">
      <h3 id="confirm">${t.confirmTitle}</h3>
      <p id="confirm-text">${t.confirmText}</p>
      <div class="choices">
        <button type="button" class="ds-button" @click=${this.#restart}>${t.confirmYes}</button>
        <button type="button" class="ds-button" data-variant="secondary" @click=${() => this.renderRoot.querySelector("dialog").close()}>${t.cancel}</button>
      </div>
    </dialog>`;
  }
}
