// The HTTP contract (design §7) and nothing else: no state, no texts.
import { readEvents } from "./sse.js";

const SILENCE_MS = 30_000; // no byte for this long means that the connection is dead
const RETRY_AFTER_MS = 700; // one quiet retry, with the same Idempotency-Key

/** What went wrong, in the words of the widget: `kind` names a text in texts.js `problem`. */
export class Problem extends Error {
  constructor(kind, { retryAfter = 0, status = 0, detail = "" } = {}) {
    super(kind);
    this.detail = detail; // the service's own explanation, in the language asked for
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.status = status;
  }
}

const KINDS = { 400: "payload", 401: "expired", 403: "expired", 404: "expired", 410: "expired", 413: "large", 422: "invalid", 429: "rate" };

async function problemOf(response) {
  const header = response.headers.get("Retry-After") || "";
  const date = Date.parse(header);
  const seconds = /^\d+$/.test(header) ? Number(header) : date ? (date - Date.now()) / 1000 : 0;
  const body = await response.json().catch(() => ({}));
  const malformed = response.status === 400 && !String(body?.type).endsWith("invalid-payload");
  const kind = malformed ? "invalid" : KINDS[response.status] || "server";
  return new Problem(kind, { retryAfter: Math.max(0, Math.ceil(seconds)), status: response.status, detail: body?.detail });
}

const unreachable = () => new Problem(navigator.onLine === false ? "offline" : "network");
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A random key; `crypto.randomUUID` exists on https and localhost only. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Api {
  /** @param {string} service base URL of the service, "" for the page's own origin */
  constructor(service) {
    this.base = new URL(service || "/", document.baseURI).href.replace(/\/$/, "");
  }

  /** An absolute http(s) URL, or null: citations and links are data, so `javascript:` must not become a link. */
  link(url) {
    if (!url) return null;
    try {
      const absolute = new URL(url, `${this.base}/`);
      return /^https?:$/.test(absolute.protocol) ? absolute.href : null;
    } catch {
      return null;
    }
  }

  open(options) {
    return this.#json("POST", "/conversations", { body: options });
  }

  resume(token) {
    return this.#json("POST", "/conversations/resume", { body: { token } });
  }

  history(session) {
    return this.#json("GET", `/conversations/${session.id}`, { session });
  }

  erase(session) {
    return this.#json("DELETE", `/conversations/${session.id}`, { session });
  }

  setLanguage(session, lang) {
    return this.#json("PATCH", `/conversations/${session.id}`, { session, body: { lang } });
  }

  feedback(session, messageId, helpful) {
    const path = `/conversations/${session.id}/messages/${encodeURIComponent(messageId)}/feedback`;
    return this.#json("POST", path, { session, body: { helpful } });
  }

  resumeLink(session) {
    return this.#json("POST", `/conversations/${session.id}/resume-link`, { session });
  }

  /** A draft for a person: the questions, answers and sources so far, and the office. */
  handoff(session, lang) {
    return this.#json("GET", `/conversations/${session.id}/handoff`, { session, lang });
  }

  sendHandoff(session, lang, body, key) {
    return this.#json("POST", `/conversations/${session.id}/handoff`, { session, lang, body, headers: { "Idempotency-Key": key } });
  }

  /** The page that shows the words of a citation where they stand; null for what has no such page. */
  passage(scheme, citation, lang) {
    if (!scheme || !citation.source || !citation.locator) return null;
    const path = [scheme, citation.source].map(encodeURIComponent).join("/");
    const query = new URLSearchParams({ sted: citation.locator, lang: lang === "nn" ? "nn" : "nb" });
    return `${this.base}/kilder/${path}?${query}`;
  }

  /** Sends one message; `on.message(message)` as the reply arrives. Retries once, with the same key. */
  async send(session, body, key, on) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#exchange(session, body, key, on);
      } catch (error) {
        const passing = error.kind === "network" || [502, 503, 504].includes(error.status);
        if (!passing || error.retryAfter > 3 || attempt > 0) throw error;
        await wait(Math.max(RETRY_AFTER_MS, error.retryAfter * 1000));
      }
    }
  }

  async #exchange(session, body, key, on, accept = "text/event-stream") {
    const watch = watchdog();
    try {
      const headers = { Accept: accept, "Idempotency-Key": key };
      const response = await this.#fetch("POST", `/conversations/${session.id}/messages`, { session, body, headers, signal: watch.signal });
      if (response.status === 406 && accept !== "application/json") return await this.#exchange(session, body, key, on, "application/json");
      if (!response.ok) throw await problemOf(response);
      if (!(response.headers.get("Content-Type") || "").includes("text/event-stream")) {
        (await response.json()).messages.forEach(on.message);
        return;
      }
      await this.#stream(response, on, watch.touch);
    } catch (error) {
      throw error instanceof Problem ? error : unreachable();
    } finally {
      watch.stop();
    }
  }

  async #stream(response, on, touch) {
    let finished = false;
    await readEvents(
      response.body,
      (name, data) => {
        if (name === "message") on.message(JSON.parse(data));
        else if (name === "done") finished = true;
        else if (name === "error") throw streamProblem(data);
        return finished;
      },
      touch,
    );
    if (!finished) throw unreachable();
  }

  async #json(method, path, { session, body, lang, headers } = {}) {
    const watch = watchdog();
    try {
      const response = await this.#fetch(method, path, {
        session,
        body,
        headers: { Accept: "application/json", ...(lang && { "Accept-Language": lang }), ...headers },
        signal: watch.signal,
      });
      if (!response.ok) throw await problemOf(response);
      return response.status === 204 ? null : await response.json();
    } catch (error) {
      throw error instanceof Problem ? error : unreachable();
    } finally {
      watch.stop();
    }
  }

  #fetch(method, path, { session, body, headers, signal }) {
    const all = { ...headers };
    if (body) all["Content-Type"] = "application/json";
    if (session) all.Authorization = `Bearer ${session.token}`;
    const init = { method, headers: all, body: body && JSON.stringify(body), signal, credentials: "omit", cache: "no-store" };
    return fetch(`${this.base}/api/v1${path}`, init);
  }
}

function streamProblem(data) {
  let body = {};
  try {
    body = JSON.parse(data);
  } catch {
    // An error event without a body is still an error.
  }
  const status = Number(body?.status) || 500;
  return new Problem(KINDS[status] || "server", { status, retryAfter: Number(body?.retry_after) || 0 });
}

function watchdog() {
  const controller = new AbortController();
  let timer;
  const touch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), SILENCE_MS);
  };
  touch();
  const stop = () => {
    clearTimeout(timer);
    controller.abort(); // also closes a stream that we have stopped reading
  };
  return { signal: controller.signal, touch, stop };
}
