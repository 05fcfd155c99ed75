// What leaves the widget as plain text: a copied answer, a letter in the mail program.
import { formatDate } from "./texts.js";

const MAIL_LIMIT = 1800; // characters of an address line that every mail program takes

/** Today as the user's clock has it, in words. */
export function today(lang) {
  return formatDate(new Date().toLocaleDateString("sv"), lang); // Swedish dates are ISO dates
}

/** An answer that stands alone in a letter or a case file: what was said, where it stands, who said it, and when. */
export function plainAnswer(message, citations, { t, lang, name }) {
  const source = (citation, index) =>
    [`[${index + 1}] ${citation.title || citation.source}`, citation.locator, citation.edition && t.edition(citation.edition), citation.url]
      .filter(Boolean)
      .join(", ");
  const sources = citations.length ? [[`${citations.length > 1 ? t.sources : t.source}:`, ...citations.map(source)].join("\n")] : [];
  return [String(message.text ?? "").trim(), ...sources, t.copiedFrom(name, today(lang))].join("\n\n");
}

/** Resolves to whether the text is on the clipboard. The old command serves pages that are not on https. */
export async function copy(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, root);
  }
}

function copyBySelection(text, root) {
  const before = root.activeElement;
  const field = document.createElement("textarea");
  field.className = "sr";
  field.value = text;
  (before?.closest("dialog") ?? root).append(field); // outside an open modal dialog nothing can be selected
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  before?.focus();
  return copied;
}

/** A mailto link of the service with another body. */
export function mailTo(link, body) {
  const [address, query = ""] = link.split("?");
  const kept = query.split("&").filter((pair) => pair && !/^body=/i.test(pair));
  return `${address}?${[...kept, `body=${encodeURIComponent(body.replace(/\r?\n/g, "\r\n"))}`].join("&")}`;
}

export const tooLongForMail = (href) => href.length > MAIL_LIMIT;
