// Which modal dialog is open, and what it holds.
import { html, nothing } from "lit";
import { Problem } from "./api.js";
import { confirmNew, resumeDialog } from "./dialogs.js";
import { Handoff } from "./handoff.js";
import { copy } from "./plain.js";

export class Desk {
  #open = null; // {kind: "confirm"} | {kind: "link", link, failed, status} | {kind: "handoff", handoff}

  #kept = null; // the latest draft for a person, and how long the conversation was then

  constructor(element) {
    this.element = element;
  }

  get #dialog() {
    return this.element.renderRoot.querySelector("dialog.modal");
  }

  confirm() {
    this.#show({ kind: "confirm" });
  }

  async resumeLink() {
    const { conversation } = this.element;
    const state = { kind: "link", link: null, failed: false, status: "" };
    await this.#show(state);
    try {
      state.link = await conversation.api.resumeLink(conversation.session);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      state.failed = true;
    }
    this.element.requestUpdate();
  }

  /** A draft that was closed by accident is still there, until it is sent or the conversation goes on. */
  async handoff() {
    const { conversation, ui } = this.element;
    const length = conversation.items.length;
    const kept = this.#kept?.length === length && this.#kept.handoff.unfinished ? this.#kept.handoff : null;
    const handoff = kept ?? new Handoff(conversation.api, conversation.session, ui, () => this.element.requestUpdate());
    this.#kept = { handoff, length };
    await this.#show({ kind: "handoff", handoff });
    if (!kept) await handoff.load();
  }

  close() {
    this.#dialog?.close();
  }

  async #show(state) {
    this.#open = state;
    this.element.requestUpdate();
    await this.element.updateComplete;
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** A control that had the focus may be gone after an update: then the dialog's heading takes it, not the page behind. */
  updated() {
    const dialog = this.#dialog;
    if (dialog?.open && !dialog.contains(this.element.renderRoot.activeElement)) dialog.querySelector("#dialog-title")?.focus();
  }

  render(view) {
    return html`<dialog class="modal" aria-labelledby="dialog-title" @close=${() => this.#closed()}>${this.#open ? this.#content(view) : nothing}</dialog>`;
  }

  #closed() {
    this.#open = null;
    this.element.requestUpdate();
  }

  #content(view) {
    const close = () => this.close();
    const state = this.#open;
    if (state.kind === "confirm") return confirmNew(view, { close, restart: () => this.element.restart() });
    if (state.kind === "handoff") return state.handoff.render(view, { close, copy: (text) => this.#copy(text, state.handoff) });
    return resumeDialog(view, state, { close, copy: () => this.#copy(state.link.url, state), retry: () => this.resumeLink() });
  }

  async #copy(text, state) {
    const { t, renderRoot } = this.element;
    state.status = "";
    const said = (await copy(text, renderRoot)) ? t.copied : t.copyFailed;
    await this.element.updateComplete;
    state.status = said;
    this.element.requestUpdate();
  }
}
