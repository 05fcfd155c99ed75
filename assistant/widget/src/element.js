// <tilskudds-veileder data-lang data-municipality data-service data-variant data-title …>: page, focus and announcements.
import { LitElement, html, nothing, unsafeCSS } from "lit";
import widgetCss from "widget.css";
import { footer, transcript } from "./body.js";
import { composer, MAX_LENGTH } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Desk } from "./desk.js";
import { header } from "./header.js";
import { Panel } from "./panel.js";
import { copy, plainAnswer } from "./plain.js";
import { printOnly } from "./print.js";
import { known, texts } from "./texts.js";

export class TilskuddsVeileder extends LitElement {
  static styles = unsafeCSS(widgetCss); // a constructable stylesheet: no policy of the page counts it as inline
  static service = ""; // where the script came from; an element without data-service asks there

  static properties = {
    lang: { attribute: "data-lang" },
    municipality: { attribute: "data-municipality" },
    service: { attribute: "data-service" },
    variant: { attribute: "data-variant" },
    heading: { attribute: "data-title" },
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
    this.desk = new Desk(this);
    this.panel = new Panel(this);
    this.listeners = [
      [window, "online", () => this.#network()],
      [window, "offline", () => this.#network()],
      [window, "pageshow", (event) => event.persisted && this.#refresh()],
      [document, "visibilitychange", () => document.visibilityState === "visible" && this.#refresh()],
      [document, "click", (event) => this.#pageClick(event)],
    ];
  }

  connectedCallback() {
    super.connectedCallback();
    this.conversation ??= new Conversation(this.service || TilskuddsVeileder.service, () => this.requestUpdate(), () => this.#startOptions());
    this.listeners.forEach(([target, name, act]) => target.addEventListener(name, act));
    this.panel.connect();
    this.offline = navigator.onLine === false;
    this.restored ??= this.#restore();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.listeners.forEach(([target, name, act]) => target.removeEventListener(name, act));
    this.panel.disconnect();
  }

  get ui() {
    const chosen = known(this.conversation.choice);
    const page = () => known(document.documentElement.lang) || navigator.languages.map(known).find(Boolean);
    return chosen || known(this.lang) || page() || "nb";
  }

  get t() {
    return texts[this.ui];
  }

  get name() {
    return this.heading || this.t.name;
  }

  get field() {
    return this.renderRoot.querySelector("#field");
  }

  #startOptions() {
    const lang = known(this.conversation.choice) || known(this.lang);
    return { ...(lang && { lang }), ...(this.municipality && { municipality: this.municipality }) };
  }

  // -- what the user can do ------------------------------------------------------------------------------------------

  /** Asks a question as if the user had typed it; for links on the page: <a href="#…" data-veileder-ask="…">. */
  async ask(text) {
    await this.restored;
    this.panel.show();
    this.field.focus();
    await this.#send({ text }, text);
  }

  async #restore() {
    this.live = false;
    await this.conversation.restore();
    await this.#silently();
  }

  /** What has come now is not announced; what comes after is. */
  async #silently() {
    this.seen = this.conversation.items.length;
    await this.updateComplete;
    this.live = true;
  }

  /** The page is back in front: another copy of this tab may have gone on with the conversation. */
  async #refresh() {
    await this.restored;
    const before = this.conversation.trouble;
    if (!(await this.conversation.refresh())) return;
    this.live = false;
    await this.#silently();
    this.say(this.conversation.trouble === before ? this.t.moved : this.t.problem.expired);
  }

  /** Why nothing can be sent at the moment, said aloud; "" when it can. */
  #refuse() {
    const { conversation, t } = this;
    const reason = conversation.ended
      ? t.problem.expired
      : conversation.busy || conversation.restoring
        ? t.wait
        : conversation.blocked
          ? t.waitSeconds(conversation.secondsLeft)
          : "";
    if (reason) this.say(reason);
    return reason;
  }

  async #send(body, shown) {
    if (this.#refuse()) return;
    this.lastAsked = { body, shown };
    this.say(this.t.typing, true);
    await this.conversation.send(body, shown);
    this.#settled();
  }

  #settled() {
    const { conversation } = this;
    if (conversation.busy) return;
    if (this.waiting) this.say("");
    const ready = () => conversation.trouble === "rate" && this.say(this.t.retryReady);
    if (conversation.blocked) setTimeout(ready, conversation.blockedUntil - Date.now());
    const text = this.lastAsked?.body.text;
    if (["expired", "invalid", "large"].includes(conversation.trouble) && text && !this.draft) this.draft = text;
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.draft.trim();
    const over = text.length - MAX_LENGTH;
    this.draftError = !text ? this.t.empty : over > 0 ? this.t.tooLong(over) : "";
    this.field.focus();
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
    this.field.focus();
    if (this.conversation.trouble === "restore") {
      this.restored = this.#restore();
      return;
    }
    this.say(this.t.typing, true);
    await this.conversation.retry();
    this.#settled();
  }

  #again() {
    this.field.focus();
    this.#send(this.lastAsked.body, this.lastAsked.shown);
  }

  async #rate(item, helpful) {
    try {
      await this.conversation.feedback(item, helpful);
      this.say(this.t.thanks);
    } catch {
      this.say(this.t.feedbackFailed);
    }
  }

  async #copyAnswer(message, citations, { t, lang }) {
    const copied = await copy(plainAnswer(message, citations, { t, lang, name: this.name }), this.renderRoot);
    this.say(copied ? this.t.copied : this.t.copyFailed);
  }

  #newChat() {
    if (this.conversation.started && !this.conversation.ended) this.desk.confirm();
    else this.restart();
  }

  restart() {
    this.desk.close();
    this.conversation.reset();
    this.seen = 0;
    this.say(this.t.newReady);
    this.field.focus();
  }

  async #language(event) {
    const lang = event.target.value;
    try {
      const saved = this.conversation.setLanguage(lang);
      this.requestUpdate();
      await saved;
      this.say(this.t.languageSet(this.t.languages[lang]));
    } catch {
      this.say(this.t.languageFailed);
    }
  }

  // -- page, focus, announcements ------------------------------------------------------------------------------------

  /** The status region is apart from the log; the same words twice in a row still count as news. */
  say(text, waiting = false) {
    this.waiting = waiting;
    this.status = text && text === this.status ? `${text}\u00a0` : text;
  }

  #network() {
    this.offline = navigator.onLine === false;
    this.say(this.offline ? this.t.offlineBanner : this.t.online);
  }

  #pageClick(event) {
    const menu = this.renderRoot.querySelector("details[open]");
    if (menu && !event.composedPath().includes(menu)) menu.open = false;
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
    if (this.conversation.slow && this.waiting) this.say(this.t.slow);
    this.desk.updated();
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
    const view = {
      t: this.t,
      lang: this.ui,
      conversation,
      answers: conversation.transcript.answers(),
      link: (url) => conversation.api.link(url),
      passage: (...citation) => conversation.api.passage(...citation),
      focus: (id) => this.renderRoot.getElementById(id)?.focus(),
      press: (item, button) => this.#press(item, button),
      rate: (item, helpful) => this.#rate(item, helpful),
      copyAnswer: (...answer) => this.#copyAnswer(...answer),
      change: (text) => this.#send({ text }, text),
      summarise: () => this.desk.handoff(),
      retry: () => this.#retry(),
      again: this.lastAsked && (() => this.#again()),
      restart: () => this.restart(),
    };
    return this.panel.framed(this.#widget(view), view);
  }

  #widget(view) {
    const { t } = view;
    const tell = (text) => () => this.#send({ text }, text);
    const can = {
      human: tell(t.human),
      showAnswers: tell(t.showAnswers),
      newChat: () => this.#newChat(),
      resumeLink: () => this.desk.resumeLink(),
      print: () => printOnly(this),
      language: (event) => this.#language(event),
      close: this.panel.used ? () => this.panel.close() : null,
    };
    return html`${header(view, { name: this.name, compact: this.panel.compact, can })}
      <div class="body">
        ${transcript(view, { name: this.name, offline: this.offline, live: this.live, fills: this.panel.fills, ask: (text) => this.ask(text) })}
        ${this.#composer(view)}
      </div>
      ${this.panel.fills ? nothing : footer(view)} ${this.desk.render(view)}`;
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
}
