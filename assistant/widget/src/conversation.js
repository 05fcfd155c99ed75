// The state of one conversation and everything that changes it. Knows the API and the session, not the page.
import { Api, Problem, newKey } from "./api.js";
import { Session } from "./session.js";

const RESUME = "#resume=";

/** The token of a resume link, taken out of the address so that it stays in no history and no bookmark. */
function takeResumeToken() {
  if (!location.hash.startsWith(RESUME)) return "";
  const token = decodeURIComponent(location.hash.slice(RESUME.length));
  history.replaceState(null, "", location.pathname + location.search);
  return token;
}

/**
 * @typedef {object} Item  one entry of the transcript
 * @property {string} key       stable, for rendering
 * @property {"user"|"guide"|"problem"} role
 * @property {number} turn      counts the user's messages; only buttons of the last turn are active
 * @property {object} [message] a Message of the contract (role guide)
 * @property {string} [text]    what the user wrote or chose (role user)
 * @property {string} [state]   "" or "failed" (role user)
 * @property {Problem} [problem]
 */
export class Conversation {
  /** @type {Item[]} */
  items = [];
  busy = false;
  typing = false;
  restoring = false;
  blockedUntil = 0;
  choice = "auto";

  #opening = null;
  #pending = null;
  #epoch = 0; // grows when a conversation is dropped, so that late replies to the old one are ignored
  #turn = 0;
  #count = 0;

  /** @param {() => void} changed called after every change  @param {() => object} startOptions body of POST /conversations */
  constructor(service, changed, startOptions) {
    this.api = new Api(service);
    this.store = new Session(this.api.base);
    this.changed = changed;
    this.startOptions = startOptions;
    this.session = null;
  }

  get turn() {
    return this.#turn;
  }

  get started() {
    return this.items.some((item) => item.role === "user");
  }

  get ended() {
    return this.trouble === "expired";
  }

  /** The kind of the problem that stands at the end of the transcript, if one does. */
  get trouble() {
    return this.items.at(-1)?.problem?.kind;
  }

  /** Brings back the conversation of this tab or of a resume link, if there is one. Resolves when it is on the page. */
  async restore() {
    const link = takeResumeToken();
    if (link) return this.#resume(link);
    const saved = this.store.load();
    if (!saved) return;
    this.session = saved;
    this.choice = saved.choice || "auto";
    this.restoring = true;
    this.changed();
    try {
      const history = await this.api.history(saved);
      saved.expires = history.expires;
      this.#showHistory(history.messages);
    } catch (error) {
      this.#restoreFailed(error);
    }
    this.restoring = false;
    this.changed();
  }

  /** The token opens the conversation once; from then on this tab has a key of its own. */
  async #resume(token) {
    this.restoring = true;
    this.changed();
    try {
      const opened = await this.api.resume(token);
      this.session = { id: opened.conversation_id, token: opened.token, expires: opened.expires, choice: "auto" };
      this.store.save(this.session);
      this.#showHistory(opened.messages);
    } catch (error) {
      this.#addProblem(new Problem("resume", error));
    }
    this.restoring = false;
    this.changed();
  }

  #showHistory(messages) {
    this.items = [];
    for (const message of messages) {
      if (message.role === "user") this.#addUser(message.text);
      else this.#addGuide(message);
    }
  }

  #restoreFailed(error) {
    if (error.kind === "expired") this.#drop();
    this.#addProblem(new Problem(error.kind === "expired" ? "expired" : "restore", error));
  }

  /** Opens a conversation unless there is one. Nothing is stored in the browser before the user sends something. */
  open() {
    if (this.session || this.ended) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #open() {
    const epoch = this.#epoch;
    const opened = await this.api.open(this.startOptions());
    if (epoch !== this.#epoch) return;
    this.session = { id: opened.conversation_id, token: opened.token, expires: opened.expires, choice: this.choice };
    const rest = this.items;
    this.items = [];
    opened.messages.forEach((message) => this.#addGuide(message, 0));
    this.items.push(...rest);
    this.changed();
  }

  /**
   * Sends a text or a button. False when a message is already on its way: a double click never sends twice.
   * @param {{text: string}|{payload: string}} body
   * @param {string} shown what the transcript shows as the user's words
   */
  async send(body, shown) {
    if (this.busy || this.restoring || this.ended) return false;
    this.#removeProblems();
    this.#turn += 1;
    await this.#deliver({ body, key: newKey(), item: this.#addUser(shown, this.#turn) });
    return true;
  }

  /** Sends the failed message again, with the same Idempotency-Key, so that the service answers it once. */
  async retry() {
    if (this.busy) return;
    const pending = this.#pending;
    this.#removeProblems();
    if (pending) await this.#deliver(pending);
  }

  async #deliver(pending) {
    const epoch = this.#epoch;
    const still = () => epoch === this.#epoch;
    this.#pending = pending;
    this.busy = true;
    this.typing = true;
    pending.item.state = "";
    this.changed();
    try {
      await this.open();
      if (!still()) return;
      this.store.save(this.session);
      const replies = await this.#receive(pending, still);
      if (!still()) return;
      this.#pending = null;
      if (!replies) this.#addProblem(new Problem("silent"));
    } catch (error) {
      if (!still()) return;
      this.#failed(pending, error);
      this.changed();
    } finally {
      if (still()) {
        this.busy = false;
        this.typing = false;
        this.changed();
      }
    }
  }

  async #receive(pending, still) {
    let replies = 0;
    await this.api.send(this.session, pending.body, pending.key, {
      typing: () => {},
      message: (message) => {
        if (!still()) return;
        replies += 1;
        pending.answered = true;
        this.#addGuide(message, this.#turn);
        this.changed();
      },
    });
    return replies;
  }

  #failed(pending, error) {
    if (!(error instanceof Problem)) throw error;
    pending.item.state = pending.answered ? "" : "failed";
    if (error.kind === "expired") this.#drop();
    if (["invalid", "large", "payload"].includes(error.kind)) this.#pending = null;
    if (error.status === 409) pending.key = newKey();
    if (error.retryAfter) this.#block(error.retryAfter);
    this.#addProblem(error);
  }

  #block(seconds) {
    this.blockedUntil = Date.now() + seconds * 1000;
    setTimeout(() => this.changed(), seconds * 1000 + 50);
  }

  get blocked() {
    return Date.now() < this.blockedUntil;
  }

  /** Erases the conversation here and at the service. */
  reset() {
    const old = this.session;
    this.#drop();
    this.items = [];
    this.#turn = 0;
    this.#pending = null;
    this.#opening = null;
    this.busy = false;
    this.typing = false;
    this.blockedUntil = 0;
    this.changed();
    // The token is forgotten either way; a conversation that could not be erased now expires by itself.
    if (old) this.api.erase(old).catch(() => {});
  }

  #drop() {
    this.#epoch += 1;
    this.session = null;
    this.busy = false;
    this.typing = false;
    this.store.clear();
  }

  /** @param {"auto"|"nb"|"nn"|"en"} lang  Rejects with a Problem when the service did not take it. */
  async setLanguage(lang) {
    this.choice = lang;
    if (!this.session) return;
    this.session.choice = lang;
    if (this.started) this.store.save(this.session);
    await this.api.setLanguage(this.session, lang);
  }

  async feedback(item, helpful) {
    if (item.helpful === helpful) return;
    const before = item.helpful;
    item.helpful = helpful;
    this.changed();
    try {
      await this.api.feedback(this.session, item.message.id, helpful);
    } catch (error) {
      item.helpful = before;
      this.changed();
      throw error;
    }
  }

  #addUser(text, turn = (this.#turn += 1)) {
    return this.#add({ role: "user", turn, text: text ?? "", state: "" });
  }

  #addGuide(message, turn = this.#turn) {
    const seen = message.id && this.items.some((item) => item.message?.id === message.id);
    if (!seen) this.#add({ role: "guide", turn, message });
  }

  #addProblem(problem) {
    this.#add({ role: "problem", turn: this.#turn, problem });
  }

  #removeProblems() {
    this.items = this.items.filter((item) => item.role !== "problem");
  }

  #add(item) {
    this.#count += 1;
    this.items.push({ key: `i${this.#count}`, ...item });
    return this.items.at(-1);
  }
}
