// The structured answers: verdict, checklist, office.
import { html, nothing } from "lit";
import { externalLink, phoneLink, reference } from "./citations.js";
import { icons } from "./icons.js";

const OUTCOME_COLOR = { eligible: "success", not_eligible: "danger", needs_action: "warning", unclear: "info" };
const OUTCOME_ICON = { eligible: "met", not_eligible: "not_met", needs_action: "needs_action", unclear: "unknown" };
const STATUS_COLOR = { met: "success", not_met: "danger", needs_action: "warning", unknown: "neutral" };
const STATUS_ALIAS = { unmet: "not_met", failed: "not_met", no: "not_met", yes: "met", ok: "met" };
const LONGEST_LEAD = 220;

/** The card repeats what `text` says, so only its first line is shown: it names the scheme, which the structure does not. */
function lead(text) {
  const lines = String(text ?? "").trim().split("\n");
  return lines.length > 1 || lines[0].length <= LONGEST_LEAD ? lines[0].replace(/:$/, "") : "";
}

export function verdictCard(view, item, number) {
  const { t } = view;
  const { verdict, text } = item.message;
  const outcome = verdict.outcome in OUTCOME_COLOR ? verdict.outcome : "unclear";
  const heading = `${item.key}-heading`;
  return html`<div class="card tone-${OUTCOME_COLOR[outcome]}" role="group" aria-labelledby=${heading}>
    <h3 id=${heading}>${icons[OUTCOME_ICON[outcome]]}<span>${t.outcome[outcome]}</span></h3>
    ${lead(text) ? html`<p class="lead">${lead(text)}</p>` : nothing} ${windowLine(view, verdict.window)}
    <h4>${t.criteria}</h4>
    <ul class="criteria">${verdict.criteria.map((criterion) => criterionLine(view, item, criterion, number))}</ul>
    ${changes(view, verdict.changes)}
  </div>`;
}

function windowLine({ t }, window) {
  if (!window?.text) return nothing;
  const tag = window.certainty === "assumed" ? html`<span class="ds-tag" data-color="warning">${t.assumed}</span>` : nothing;
  return html`<div class="window">${icons.clock}<p><strong>${t.window}:</strong> ${window.text} ${tag}</p></div>`;
}

function criterionLine(view, item, criterion, number) {
  const { t } = view;
  const raw = STATUS_ALIAS[criterion.status] || criterion.status;
  const status = raw in STATUS_COLOR ? raw : "unknown";
  return html`<li class="tone-${STATUS_COLOR[status]}">
    ${icons[status]}
    <div>
      <p class="status"><strong>${criterion.label || t.criterion[criterion.id] || nothing}</strong><span class="ds-tag" data-color=${STATUS_COLOR[status]}>${t.status[status]}</span></p>
      <p>${criterion.reason} ${reference(view, item, number(criterion.citation))}</p>
    </div>
  </li>`;
}

/** The contract leaves the shape of a change open: a sentence, or an object that holds one. */
function changes({ t }, list) {
  const sentences = (list || []).map((change) => (typeof change === "string" ? change : change?.text || change?.reason || change?.title)).filter(Boolean);
  if (!sentences.length) return nothing;
  return html`<h4>${t.changes}</h4><ul class="changes">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

export function checklistCard(view, item, number) {
  const { t } = view;
  const { checklist, text } = item.message;
  const heading = `${item.key}-heading`;
  return html`<div class="card tone-accent" role="group" aria-labelledby=${heading}>
    <h3 id=${heading}>${icons.page}<span>${t.checklist}</span></h3>
    ${lead(text) ? html`<p class="lead">${lead(text)}</p>` : nothing}
    <ol class="tasks">${checklist.items.map((task) => taskLine(view, item, task, number))}</ol>
    ${downloads(view, checklist.links)}
  </div>`;
}

function taskLine(view, item, task, number) {
  const { t } = view;
  return html`<li>
    ${task.done ? icons.done : icons.empty}
    <div>
      <p><span class="sr">${task.done ? t.done : t.notDone}: </span><strong>${task.what}</strong> ${reference(view, item, number(task.citation))}</p>
      <dl>
        ${task.who ? html`<div><dt>${t.who}</dt><dd>${task.who}</dd></div>` : nothing}
        ${task.due?.text ? html`<div><dt>${t.due}</dt><dd>${task.due.text}</dd></div>` : nothing}
        ${task.why ? html`<div><dt>${t.why}</dt><dd>${task.why}</dd></div>` : nothing}
      </dl>
    </div>
  </li>`;
}

function downloads(view, links) {
  const { t } = view;
  const formats = ["html", "pdf", "docx", "ics"].map((format) => [format, view.link(links?.[format])]).filter(([, href]) => href);
  if (!formats.length) return nothing;
  return html`<ul class="downloads">
    ${formats.map(([format, href]) => html`<li>${format === "html" ? pageLink(href, t) : fileLink(format, href, t)}</li>`)}
  </ul>`;
}

const pageLink = (href, t) => html`<a class="ds-button" data-size="sm" href=${href} target="_blank" rel="noopener noreferrer">${icons.page}<span>${t.links.html}<span class="sr"> (${t.newTab})</span></span></a>`;

const fileLink = (format, href, t) => html`<a class="ds-button" data-variant="secondary" data-size="sm" href=${href} download>${format === "ics" ? icons.calendar : icons.download}<span>${t.links[format]}</span></a>`;

export function officeCard(view, item) {
  const { office } = item.message;
  if (!office?.name) return nothing;
  const { t } = view;
  const heading = `${item.key}-office`;
  const web = view.link(office.url);
  return html`<div class="card office tone-accent" role="group" aria-labelledby=${heading}>
    <h3 id=${heading}>${icons.person}<span>${office.name}</span></h3>
    <dl>
      ${web ? html`<div><dt>${t.web}</dt><dd>${externalLink(web, new URL(web).host.replace(/^www\./, ""), t)}</dd></div>` : nothing}
      ${office.email ? html`<div><dt>${t.email}</dt><dd><a class="ds-link" href=${`mailto:${office.email}`}>${office.email}</a></dd></div>` : nothing}
      ${office.phone ? html`<div><dt>${t.phone}</dt><dd>${phoneLink(office.phone)}</dd></div>` : nothing}
    </dl>
  </div>`;
}
