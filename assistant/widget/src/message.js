// One entry of the transcript. Text from the service is text: Lit escapes it, and nothing here parses markup.
import { html, nothing } from "lit";
import { citationList, numbered, reference } from "./citations.js";
import { checklistCard, officeCard, verdictCard } from "./cards.js";
import { icons } from "./icons.js";
import { known, texts } from "./texts.js";

const RATED = new Set(["answer", "verdict", "checklist", "no_source", "handoff"]);

/**
 * @param view what the element offers: t, lang, conversation, answers (of the walk); link(url), passage(scheme, citation, lang);
 *   focus(id), press(item, button), rate(item, helpful), copyAnswer(message, citations, words), change(question), summarise(),
 *   retry(), again() or null, restart()
 */
export function entry(view, item) {
  if (item.role === "user") return userEntry(view, item);
  if (item.role === "problem") return problemEntry(view, item);
  return guideEntry(view, item);
}

function userEntry(view, item) {
  const { t } = view;
  return html`<li class="entry user" id=${item.key}>
    <p class="speaker">${t.you}</p>
    <div class="bubble">${paragraphs(item.text)}</div>
    ${changeAnswer(view, view.answers.get(item.key))}
    ${item.state === "failed" ? html`<p class="unsent">${icons.not_met}${t.notSent}</p>` : nothing}
  </li>`;
}

/** Beside an answer of the walk: puts its question again, in the words that the engine understands. */
function changeAnswer(view, message) {
  if (!message || view.conversation.ended) return nothing;
  const text = (texts[known(message.lang)] || view.t).changeAnswer(nameOf(message, texts[known(message.lang)] || view.t));
  return html`<button type="button" class="ds-button change" data-variant="tertiary" data-size="sm" lang=${message.lang || nothing} aria-label=${text}
    aria-disabled=${view.conversation.busy ? "true" : nothing} @click=${() => view.change(text)}>${icons.edit}<span>${view.t.change}</span></button>`;
}

/** What a question is about: its label inside a sentence, or the question itself for a criterion that is new to the widget. */
function nameOf({ question, text }, t) {
  const label = question.label || t.criterion[question.criterion];
  if (!label) return `«${String(text).trim().split("\n").at(-1)}»`;
  return /^\p{Lu}\p{Ll}+(\s|$)/u.test(label) ? label[0].toLowerCase() + label.slice(1) : label;
}

function guideEntry(outer, item) {
  const { message } = item;
  // The words around a message follow its language, so that one card never mixes two.
  const lang = known(message.lang) || outer.lang;
  const view = { ...outer, lang, t: texts[lang] };
  const { list, number } = numbered(message);
  return html`<li class="entry guide kind-${kindOf(message)}" id=${item.key} lang=${message.lang || lang}>
    <p class="speaker" lang=${outer.lang}>${outer.t.guide}</p>
    ${content(view, item, number)} ${citationList(view, item, list)} ${officeCard(view, item)} ${summarise(view, message)} ${replies(view, item)} ${after(view, item, list)}
  </li>`;
}

const kindOf = (message) => String(message.kind || "answer").replace(/\W/g, "");

function content(view, item, number) {
  const { message } = item;
  if (message.verdict?.criteria?.length) return verdictCard(view, item, number);
  if (message.checklist?.items?.length) return checklistCard(view, item, number);
  const body = html`<div class="text" id=${`${item.key}-text`}>${paragraphs(message.text, view, item)}</div>`;
  if (message.kind === "error") return html`<div class="callout tone-danger">${icons.needs_action}<div><span class="sr">${view.t.error}: </span>${body}</div></div>`;
  if (message.kind === "notice") return html`<div class="callout tone-info">${icons.info}<div><span class="sr">${view.t.notice}: </span>${body}</div></div>`;
  return html`${progress(view, message.question)}${body}`;
}

/** Plain text as paragraphs (blank line) and lines; "[2]" becomes a reference where the message has a second source. */
export function paragraphs(text, view, item) {
  const blocks = String(text ?? "").trim().split(/\n\s*\n/);
  return blocks.map((block) => html`<p>${block.split("\n").map((line, index) => html`${index ? html`<br />` : nothing}${withReferences(line, view, item)}`)}</p>`);
}

function withReferences(line, view, item) {
  const count = item?.message?.citations?.length || 0;
  if (!count) return line;
  return line.split(/(\[\d+\])/).map((part) => {
    const n = Number(/^\[(\d+)\]$/.exec(part)?.[1]);
    return n && n <= count ? reference(view, item, n) : part;
  });
}

function progress({ t }, question) {
  if (!question?.step) return nothing;
  const of = Math.min(Number(question.of) || 0, 12);
  const bars = Array.from({ length: of }, (_, index) => html`<span class=${index < question.step ? "passed" : ""}></span>`);
  return html`<div class="progress"><p>${t.step(question.step, question.of)}</p>${of ? html`<div class="bars" aria-hidden="true">${bars}</div>` : nothing}</div>`;
}

/** The buttons of the message; the options of a question that has none (they are sent as text). */
function buttonsOf(message) {
  return message.buttons?.length ? message.buttons : message.question?.options || [];
}

function replies(view, item) {
  const buttons = buttonsOf(item.message);
  if (!buttons.length) return nothing;
  const question = Boolean(item.message.question);
  const active = item.turn === view.conversation.transcript.turn && !view.conversation.ended;
  const label = question ? `${item.key}-text` : null;
  return html`<div class="replies ${question ? "options" : ""}" role="group" aria-labelledby=${label ?? nothing} aria-label=${label ? nothing : view.t.suggestionsNext}>
    ${buttons.map((button) => replyButton(view, item, button, active))}
  </div>`;
}

/** The chosen button stays focusable (aria-disabled) so that a keyboard user does not lose the place. */
function replyButton(view, item, button, active) {
  const chosen = item.chosen === button;
  const waiting = active && view.conversation.busy;
  return html`<button type="button" class="ds-button ${chosen ? "chosen" : ""}" data-variant="secondary" data-size="sm"
      ?disabled=${!active && !chosen} aria-disabled=${chosen || waiting ? "true" : nothing} @click=${() => active && !chosen && view.press(item, button)}>
    ${chosen ? icons.met : nothing}<span>${button.title}</span>${chosen ? html`<span class="sr">, ${view.t.chosen}</span>` : nothing}
  </button>`;
}

function summarise({ t, conversation, summarise: open }, message) {
  if (!(message.kind === "handoff" || message.office) || conversation.ended) return nothing;
  return html`<div class="act"><button type="button" class="ds-button" data-size="sm" @click=${open}>${icons.letter}<span>${t.summarise}</span></button></div>`;
}

/** What can be done with an answer that stands: rate it, take it along. */
function after(view, item, citations) {
  const { message } = item;
  if (message.kind === "error") return retryOf(view, item);
  if (!RATED.has(message.kind) || !message.id) return nothing;
  const { t } = view;
  const button = (helpful, icon, label) => html`<button type="button" class="ds-button" data-variant="tertiary" data-size="sm"
    aria-pressed=${String(item.helpful === helpful)} @click=${() => view.rate(item, helpful)}>${icon}<span>${label}</span></button>`;
  return html`<div class="after">
    <div role="group" aria-label=${t.feedbackLabel}>${button(true, icons.up, t.helpful)}${button(false, icons.down, t.notHelpful)}</div>
    <button type="button" class="ds-button" data-variant="tertiary" data-size="sm" @click=${() => view.copyAnswer(message, citations, view)}>${icons.copy}<span>${t.copy}</span></button>
  </div>`;
}

function retryOf(view, item) {
  if (item.turn !== view.conversation.transcript.turn || view.conversation.busy || !view.again) return nothing;
  return html`<div class="replies"><button type="button" class="ds-button" data-variant="secondary" data-size="sm" @click=${view.again}>${icons.again}<span>${view.t.retry}</span></button></div>`;
}

function problemEntry(view, item) {
  const { t, conversation } = view;
  const { kind, retryAfter } = item.problem;
  const act = kind === "expired" ? { label: t.newChat, run: view.restart } : { label: t.retry, run: view.retry };
  const final = ["invalid", "large", "payload"].includes(kind);
  return html`<li class="entry problem" id=${item.key}>
    <div class="callout tone-${kind === "expired" ? "info" : "danger"}">
      ${kind === "expired" ? icons.info : icons.needs_action}
      <div>
        <p>${t.problem[kind]}${retryAfter ? countdown(view, retryAfter) : nothing}</p>
        ${final ? nothing : html`<button type="button" class="ds-button" data-variant="secondary" data-size="sm"
          aria-disabled=${conversation.blocked ? "true" : nothing} @click=${() => conversation.blocked || act.run()}>${icons.again}<span>${act.label}</span></button>`}
      </div>
    </div>
  </li>`;
}

/** Read aloud once, as it was; the figure that runs down is for the eye, or the log would announce every second of it. */
function countdown({ t, conversation }, seconds) {
  const left = conversation.secondsLeft;
  return html`<span class="sr"> ${t.waitSeconds(seconds)}</span><span aria-hidden="true"> ${left ? t.waitSeconds(left) : t.retryReady}</span>`;
}
