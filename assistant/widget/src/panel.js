// data-variant="dialog": a button in the corner of the page, and the widget in a panel that it opens.
import { html } from "lit";
import { icons } from "./icons.js";

// Where the panel fills the window. There nothing behind it may be reached, so it is modal; beside a page it is not,
// so that people can read the page while they ask. At 400 % zoom every window is this small.
const SMALL = "(max-width: 40rem), (max-height: 32rem)";

export class Panel {
  #small = matchMedia(SMALL);
  #resized = () => this.#fit();
  #left = false; // whether the focus was in the panel when it was closed; on the page it must stay where it is
  #keys = (event) => this.#escape(event);

  constructor(element) {
    this.element = element;
  }

  get used() {
    return this.element.variant === "dialog";
  }

  /** Whether the widget fills what it stands in, so that only the transcript scrolls. */
  get fills() {
    return this.used || this.element.variant === "page";
  }

  /** Whether the head has room for the way to a person only. */
  get compact() {
    return this.used || this.#small.matches;
  }

  get #dialog() {
    return this.element.renderRoot?.querySelector("dialog.panel");
  }

  connect() {
    this.#small.addEventListener("change", this.#resized);
    document.addEventListener("keydown", this.#keys);
  }

  disconnect() {
    this.#small.removeEventListener("change", this.#resized);
    document.removeEventListener("keydown", this.#keys);
  }

  show() {
    const dialog = this.#dialog;
    if (!this.used || dialog.open) return;
    if (this.#small.matches) dialog.showModal();
    else dialog.show();
    this.element.field.focus();
    this.element.requestUpdate();
  }

  close() {
    const dialog = this.#dialog;
    this.#left = dialog.matches(":modal") || dialog.contains(this.element.renderRoot.activeElement);
    dialog.close();
  }

  #fit() {
    this.element.requestUpdate();
    if (!this.#dialog?.open) return;
    const focused = this.element.renderRoot.activeElement;
    this.#dialog.close();
    this.show();
    focused?.focus();
  }

  /** Escape closes it wherever on the page the focus is: what the panel covers must be reachable without moving on (WCAG 2.4.11). */
  #escape(event) {
    const inside = this.element.renderRoot?.querySelector("dialog.modal[open]");
    if (event.key !== "Escape" || event.defaultPrevented || inside || !this.#dialog?.open) return;
    event.preventDefault();
    this.close();
  }

  #closed() {
    this.element.requestUpdate();
    this.element.updateComplete.then(() => this.#left && !this.#dialog.open && this.element.renderRoot.querySelector(".launcher").focus());
  }

  /** The widget's content in the frame of its variant. */
  framed(content, { t, lang, conversation }) {
    const classes = `widget ${conversation.started ? "started" : ""}`;
    if (!this.used) return html`<section class=${classes} lang=${lang} aria-labelledby="title">${content}</section>`;
    const open = Boolean(this.#dialog?.open);
    const cancel = (event) => {
      event.preventDefault(); // the way back of a phone; closed like by the button
      this.close();
    };
    return html`<section class="corner" lang=${lang} aria-label=${this.element.name}>
      <button type="button" class="ds-button launcher" aria-haspopup="dialog" aria-expanded=${String(open)} ?hidden=${open} @click=${() => this.show()}>${icons.talk}<span>${t.launcher}</span></button>
      <dialog class="panel" aria-labelledby="title" @cancel=${cancel} @close=${() => this.#closed()}><section class=${classes}>${content}</section></dialog>
    </section>`;
  }
}
