// Sources: a numbered list under each message, and [n] in the text that leads to it.
import { html, nothing } from "lit";
import { icons } from "./icons.js";
import { formatDate } from "./texts.js";

const same = (a, b) => ["source", "title", "locator", "edition"].every((field) => a?.[field] === b?.[field]);

/** The sources of a message with those of its card, each once, and a function from a citation to its number. */
export function numbered(message) {
  const list = [...(message.citations || [])];
  const inner = [...(message.verdict?.criteria || []), ...(message.checklist?.items || [])];
  for (const { citation } of inner) if (citation && !list.some((known) => same(known, citation))) list.push(citation);
  return { list, number: (citation) => list.findIndex((known) => same(known, citation)) + 1 };
}

/** A link that opens in a new tab and says so; plain text when the URL is missing or not http(s). */
export function externalLink(href, label, t) {
  if (!href) return html`${label}`;
  return html`<a class="ds-link" href=${href} target="_blank" rel="noopener noreferrer">${label}${icons.external}<span class="sr"> (${t.newTab})</span></a>`;
}

/** A link that dials; plain text when it is no number. */
export function phoneLink(phone) {
  const text = String(phone ?? "");
  return /^[\d\s+()]{3,20}$/.test(text) ? html`<a class="ds-link" href=${`tel:${text.replace(/[^\d+]/g, "")}`}>${text}</a>` : html`${text}`;
}

export function citationList(view, item, list) {
  if (!list.length) return nothing;
  const { t, lang } = view;
  const label = `${item.key}-sources`;
  return html`<div class="sources">
    <p class="label" id=${label}>${list.length > 1 ? t.sources : t.source}</p>
    <ol aria-labelledby=${label}>
      ${list.map((citation, index) => html`<li id=${`${item.key}-s${index + 1}`} tabindex="-1">
        <span class="number" aria-hidden="true">[${index + 1}]</span>
        <span>${externalLink(view.link(citation.url), citation.title || citation.source, t)}${details(citation, t, lang)}${passage(view, item, citation, index + 1)}</span>
      </li>`)}
    </ol>
  </div>`;
}

/** To the passage itself, word for word, on a page of the service. */
function passage({ t, lang, passage: pageOf }, { message }, citation, n) {
  const href = pageOf(message.scheme, citation, lang);
  if (!href) return nothing;
  return html` <a class="ds-link passage" href=${href} target="_blank" rel="noopener noreferrer">${t.passage}${icons.external}<span class="sr"> (${t.source} ${n}, ${t.newTab})</span></a>`;
}

function details(citation, t, lang) {
  const parts = [
    citation.locator,
    citation.edition && t.edition(citation.edition),
    citation.checked && t.checked(formatDate(citation.checked, lang)),
  ].filter(Boolean);
  return parts.length ? html`<span class="details">${parts.join(" · ")}</span>` : nothing;
}

/** A reference to source `n` of the same message: moves focus there, because #fragments do not reach into a shadow root. */
export function reference(view, item, n) {
  if (!n) return nothing;
  const jump = () => view.focus(`${item.key}-s${n}`);
  return html`<button class="reference" type="button" @click=${jump} aria-label=${`${view.t.source} ${n}`}>[${n}]</button>`;
}
