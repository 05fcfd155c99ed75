// Prints the conversation alone: what else is on the page is hidden from print while the print window is open.

const MARK = "data-tilskudds-veileder-unprinted";

/** @param {HTMLElement} element the widget on a page of whoever embeds it */
export function printOnly(element) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@media print { [${MARK}] { display: none !important } }`);
  const others = [];
  for (let node = element; node !== document.body && node.parentElement; node = node.parentElement) {
    others.push(...[...node.parentElement.children].filter((sibling) => sibling !== node));
  }
  const restore = () => {
    others.forEach((other) => other.removeAttribute(MARK));
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  others.forEach((other) => other.setAttribute(MARK, ""));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  addEventListener("afterprint", restore, { once: true });
  print();
}
