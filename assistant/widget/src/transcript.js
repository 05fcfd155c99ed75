// The entries of a conversation, in order, and what can be read out of them. Knows neither the API nor the page.

/**
 * @typedef {object} Item  one entry of the transcript
 * @property {string} key       stable, for rendering
 * @property {"user"|"guide"|"problem"} role
 * @property {number} turn      counts the user's messages; only buttons of the last turn are active
 * @property {object} [message] a Message of the contract (role guide)
 * @property {string} [text]    what the user wrote or chose (role user)
 * @property {string} [state]   "" or "failed" (role user)
 * @property {Error} [problem]  a Problem of api.js (role problem)
 */
export class Transcript {
  /** @type {Item[]} */
  items = [];
  turn = 0;
  #count = 0;

  get started() {
    return this.items.some((item) => item.role === "user");
  }

  /** The kind of the problem that stands at the end, if one does. */
  get trouble() {
    return this.items.at(-1)?.problem?.kind;
  }

  clear() {
    this.items = [];
    this.turn = 0;
  }

  addUser(text) {
    this.turn += 1;
    return this.#add({ role: "user", turn: this.turn, text: text ?? "", state: "" });
  }

  /** A message that is here already, by its id, is not added again: a retry replays what came before it failed. */
  addGuide(message) {
    const seen = message.id && this.items.some((item) => item.message?.id === message.id);
    if (!seen) this.#add({ role: "guide", turn: this.turn, message });
  }

  addProblem(problem) {
    this.#add({ role: "problem", turn: this.turn, problem });
  }

  removeProblems() {
    this.items = this.items.filter((item) => item.role !== "problem");
  }

  /** Replaces everything with a history of the contract. */
  show(messages) {
    this.clear();
    this.#append(messages);
  }

  /** Puts a greeting before what the user has said already. */
  putFirst(messages) {
    const rest = this.items;
    this.items = [];
    messages.forEach((message) => this.#add({ role: "guide", turn: 0, message }));
    this.items.push(...rest);
  }

  /** Takes in what a history has beyond what is here; another tab may have gone on. Returns whether there was anything. */
  merge(messages) {
    const last = this.items.filter((item) => item.message).at(-1)?.message.id;
    const known = messages.findIndex((message) => message.id === last);
    if (known === messages.length - 1) return false;
    if (known < 0) this.show(messages);
    else this.#append(messages.slice(known + 1));
    return true;
  }

  /**
   * The answers that the walk stands on: from the key of the user's entry to the question that it answered.
   * An entry answered when the walk went on from there; a later answer to the same question takes its place.
   * @returns {Map<string, object>} key → Message with `question`
   */
  answers() {
    const latest = new Map(); // criterion → [key, message]
    let asked = null;
    let said = null;
    for (const item of this.items) {
      if (item.role === "user") said = asked && { key: item.key, message: asked };
      const { question, verdict } = item.message ?? {};
      if (!question && !verdict) continue;
      if (question?.step === 1) latest.clear(); // a walk from its beginning
      if (said && (verdict || question.step > said.message.question.step)) {
        latest.set(said.message.question.criterion, [said.key, said.message]);
        said = null;
      }
      asked = question ? item.message : null;
    }
    return new Map(latest.values());
  }

  #append(messages) {
    for (const message of messages) {
      if (message.role === "user") this.addUser(message.text);
      else this.addGuide(message);
    }
  }

  #add(item) {
    this.#count += 1;
    this.items.push({ key: `i${this.#count}`, ...item });
    return this.items.at(-1);
  }
}
