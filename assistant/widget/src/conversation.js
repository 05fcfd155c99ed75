// The state of one conversation and everything that changes it. Knows the API and the session, not the page.
import { Api, Problem, newKey } from "./api.js";
import { Session, takeResumeToken } from "./session.js";
import { Transcript } from "./transcript.js";

const SLOW_MS = 8_000; // a reply usually takes well under a second; after this long the user is told that it is slow

export class Conversation {
  transcript = new Transcript();
  busy = false;
  slow = false;
  restoring = false;
  blockedUntil = 0;
  choice = "auto";

  #opening = null;
  #pending = null;
  #epoch = 0; // grows when a conversation is dropped, so that late replies to the old one are ignored
  #countdown = 0;

  /** @param {() => void} changed called after every change  @param {() => object} startOptions body of POST /conversations */
  constructor(service, changed, startOptions) {
    this.api = new Api(service);
    this.store = new Session(this.api.base);
    this.changed = changed;
    this.startOptions = startOptions;
    this.session = null;
  }

  get items() {
    return this.transcript.items;
  }

  get started() {
    return this.transcript.started;
  }

  get trouble() {
    return this.transcript.trouble;
  }

  get ended() {
    return this.trouble === "expired";
  }

  /** Brings back the conversation of this tab or of a resume link, if there is one. Resolves when it is on the page. */
  async restore() {
    const link = takeResumeToken();
    const saved = this.store.load();
    if (!link && !saved) return;
    this.restoring = true;
    this.changed();
    try {
      await (link ? this.#resume(link) : this.#restore(saved));
    } catch (error) {
      this.#restoreFailed(error, link);
    }
    this.restoring = false;
    this.changed();
  }

  async #restore(saved) {
    this.session = saved;
    this.choice = saved.choice || "auto";
    const history = await this.api.history(saved);
    saved.expires = history.expires;
    this.transcript.show(history.messages);
  }

  /** The token opens the conversation once; from then on this tab has a key of its own. */
  async #resume(token) {
    const opened = await this.api.resume(token);
    this.session = { id: opened.conversation_id, token: opened.token, expires: opened.expires, choice: "auto" };
    this.store.save(this.session);
    this.transcript.show(opened.messages);
  }

  #restoreFailed(error, link) {
    if (!(error instanceof Problem)) throw error;
    const expired = !link && error.kind === "expired";
    if (expired) this.#drop();
    this.transcript.removeProblems();
    this.transcript.addProblem(new Problem(link ? "resume" : expired ? "expired" : "restore", error));
  }

  /** Looks whether the conversation has gone on elsewhere, in a copy of this tab. Resolves to whether it had. */
  async refresh() {
    if (!this.session || !this.started || this.busy || this.restoring || this.trouble) return false;
    const epoch = this.#epoch;
    try {
      const { messages } = await this.api.history(this.session);
      return epoch === this.#epoch && !this.busy && this.transcript.merge(messages);
    } catch (error) {
      // Anything else than its end shows when the user sends.
      if (error.kind !== "expired" || epoch !== this.#epoch) return false;
      this.#restoreFailed(error);
      return true;
    }
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
    this.transcript.putFirst(opened.messages);
    this.changed();
  }

  /**
   * Sends a text or a button. False when a message is already on its way: a double click never sends twice.
   * @param {{text: string}|{payload: string}} body
   * @param {string} shown what the transcript shows as the user's words
   */
  async send(body, shown) {
    if (this.busy || this.restoring || this.ended) return false;
    this.transcript.removeProblems();
    await this.#deliver({ body, key: newKey(), item: this.transcript.addUser(shown) });
    return true;
  }

  /** Sends the failed message again, with the same Idempotency-Key, so that the service answers it once. */
  async retry() {
    if (this.busy) return;
    const pending = this.#pending;
    this.transcript.removeProblems();
    if (pending) await this.#deliver(pending);
  }

  async #deliver(pending) {
    const epoch = this.#epoch;
    const still = () => epoch === this.#epoch;
    const late = setTimeout(() => still() && this.#set({ slow: true }), SLOW_MS);
    this.#pending = pending;
    pending.item.state = "";
    this.#set({ busy: true });
    try {
      await this.open();
      if (!still()) return;
      this.store.save(this.session);
      const replies = await this.#receive(pending, still);
      if (!still()) return;
      this.#pending = null;
      if (!replies) this.transcript.addProblem(new Problem("silent"));
    } catch (error) {
      if (!still()) return;
      this.#failed(pending, error);
      this.changed();
    } finally {
      clearTimeout(late);
      if (still()) this.#set({ busy: false, slow: false });
    }
  }

  async #receive(pending, still) {
    let replies = 0;
    await this.api.send(this.session, pending.body, pending.key, {
      message: (message) => {
        if (!still()) return;
        replies += 1;
        pending.answered = true;
        this.transcript.addGuide(message);
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
    this.transcript.addProblem(error);
  }

  #block(seconds) {
    this.blockedUntil = Date.now() + seconds * 1000;
    clearInterval(this.#countdown);
    this.#countdown = setInterval(() => {
      if (!this.blocked) clearInterval(this.#countdown);
      this.changed();
    }, 1000);
  }

  get blocked() {
    return this.secondsLeft > 0;
  }

  /** Until the service takes messages again. */
  get secondsLeft() {
    return Math.max(0, Math.ceil((this.blockedUntil - Date.now()) / 1000));
  }

  /** Erases the conversation here and at the service. */
  reset() {
    const old = this.session;
    this.#drop();
    this.transcript.clear();
    this.#pending = null;
    this.#opening = null;
    this.blockedUntil = 0;
    this.changed();
    // The token is forgotten either way; a conversation that could not be erased now expires by itself.
    if (old) this.api.erase(old).catch(() => {});
  }

  #drop() {
    this.#epoch += 1;
    this.session = null;
    this.busy = false;
    this.slow = false;
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

  #set(state) {
    Object.assign(this, state);
    this.changed();
  }
}
