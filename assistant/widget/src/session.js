// The only thing the widget keeps in the browser: the key to the conversation (id, token, expiry, chosen language).
// sessionStorage, so that it is gone when the tab closes: municipal staff share machines.

const PREFIX = "tilskudds-veileder:";
const RESUME = "#resume=";

/** The token of a resume link, taken out of the address so that it stays in no history and no bookmark. */
export function takeResumeToken() {
  if (!location.hash.startsWith(RESUME)) return "";
  const token = decodeURIComponent(location.hash.slice(RESUME.length));
  history.replaceState(null, "", location.pathname + location.search);
  return token;
}

export class Session {
  constructor(service) {
    this.key = PREFIX + service;
  }

  load() {
    try {
      const saved = JSON.parse(sessionStorage.getItem(this.key));
      return saved?.id && saved?.token ? saved : null;
    } catch {
      return null; // blocked storage or a damaged entry: the widget works, without restore
    }
  }

  save(session) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(session));
    } catch {
      // Storage may be blocked or full; the conversation lives on in memory.
    }
  }

  clear() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // Nothing was stored then.
    }
  }
}
