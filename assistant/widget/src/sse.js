// Reads server-sent events from a fetch response: EventSource can neither POST nor send an Authorization header.

/**
 * Calls `onEvent(name, data)` for every event of the stream, until it returns true or the stream ends.
 * @param {ReadableStream<Uint8Array>} body
 * @param {(name: string, data: string) => boolean} onEvent
 * @param {() => void} onBytes called for every chunk, heartbeat comments too
 */
export async function readEvents(body, onEvent, onBytes) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes();
    buffer += decoder.decode(value, { stream: true });
    const blocks = buffer.split(/\r\n\r\n|\n\n|\r\r/);
    buffer = blocks.pop();
    if (blocks.some((block) => emit(block, onEvent))) return;
  }
}

function emit(block, onEvent) {
  let name = "message";
  const data = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const match = /^(\w+):? ?(.*)$/.exec(line);
    if (!match) continue;
    if (match[1] === "event") name = match[2];
    if (match[1] === "data") data.push(match[2]);
  }
  return (data.length > 0 || name !== "message") && onEvent(name, data.join("\n"));
}
