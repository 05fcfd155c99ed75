// The caseworker's pages: hits while one types, keys for moving among them, and copying. All of it works without this too.
const field = document.getElementById("cw-q");
const results = document.getElementById("cw-results");
const spoken = document.getElementById("cw-spoken");
const PAUSE = 180; // ms without a key before the search is asked

const typing = (node) => node.closest("input:not([type=radio], [type=checkbox]), textarea, select") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  event.preventDefault();
  field.focus();
  field.select();
});

function copyButtons() {
  for (const button of document.querySelectorAll("button[data-copy], button[data-copy-from]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const from = document.getElementById(button.dataset.copyFrom ?? "");
  const text = from?.value ?? button.dataset.copy;
  const copied = await write(text, from);
  spoken.textContent = "";
  const said = copied ? spoken.dataset.copied : spoken.dataset.notCopied;
  requestAnimationFrame(() => (spoken.textContent = said));
  button.dataset.done = copied ? said : "";
  setTimeout(() => delete button.dataset.done, 4000);
}

async function write(text, from) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    from?.select(); // no permission, or no secure connection: the text is at least ready to be copied by hand
    return false;
  }
}

function liveSearch() {
  const count = document.getElementById("cw-count");
  let timer = 0;
  let asked = null;
  let shown = field.value.trim();

  async function search() {
    const query = field.value.trim();
    if (query === shown) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const html = await fragment(query, asked.signal);
      shown = query;
      results.innerHTML = html;
      count.textContent = results.firstElementChild?.dataset.count ?? "";
    } catch (error) {
      if (error.name !== "AbortError") count.textContent = results.dataset.failed;
    }
  }

  async function fragment(query, signal) {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    url.searchParams.delete("alle");
    if (query) {
      const live = new URL(results.dataset.live, location.href);
      live.searchParams.set("q", query);
      const response = await fetch(live, { signal });
      if (!response.ok || response.redirected) throw new Error("no hits"); // signed out: the form leads to signing in
      history.replaceState(null, "", url);
      return response.text();
    }
    history.replaceState(null, "", url);
    return "";
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  field.form.addEventListener("submit", () => clearTimeout(timer));
  field.addEventListener("keydown", (event) => step(event, -1));
  results.addEventListener("keydown", (event) => step(event, hits().indexOf(event.target.closest("a.hit"))));
  if (field.value.trim() && results.firstElementChild) count.textContent = results.firstElementChild.dataset.count;
}

const hits = () => [...results.querySelectorAll("a.hit")];

/** Arrow keys move from the field through the hits and back; Escape returns to the field. */
function step(event, at) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === "Escape" && at >= 0) {
    event.preventDefault();
    field.focus();
    return;
  }
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move || (at < 0 && move < 0)) return;
  const target = at + move < 0 ? field : hits()[at + move];
  if (!target) return;
  event.preventDefault();
  target.focus();
}

copyButtons();
if (results) liveSearch();
document.getElementById("cw-errors")?.focus();
