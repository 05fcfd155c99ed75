// One line to embed: the script puts the element on the page itself, unless somebody has written it there.

const TAG = "tilskudds-veileder";

/** The service that a script comes from, two steps up from /widget/veileder.js; "" when the script is not known. */
export function serviceOf(script) {
  return script?.src ? new URL("../", script.src).href : "";
}

/** Inserts the element when the page is parsed: in `data-target`, right after the script, or last in the body for a script in the head. */
export function embed(script) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => insert(script), { once: true });
  else insert(script);
}

function insert(script) {
  if (document.querySelector(TAG)) return;
  const { target, ...wishes } = script.dataset;
  const element = document.createElement(TAG);
  Object.assign(element.dataset, wishes);
  const place = target ? document.querySelector(target) : null;
  if (target && !place) console.warn(`${TAG}: the page has nothing at data-target="${target}", so the widget stands after its script.`);
  if (place) place.append(element);
  else if (document.body.contains(script)) script.after(element);
  else document.body.append(element);
}
