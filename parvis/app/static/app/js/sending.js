// Sends the outbox, from the service worker alone: one after another, under the name of whoever
// wrote it, each with its key, so that what is sent twice is there once.
(() => {
  const outbox = self.parvisOutbox;
  const pages = new BroadcastChannel("parvis-outbox");

  /** Send what waits; tells whether nothing is left that could be sent by itself. */
  self.parvisSend = () => navigator.locks.request("parvis-outbox", async () => {
    try {
      return await rounds();
    } catch {
      return false; // no network, or none that answers: the next call finds everything as it is
    } finally {
      pages.postMessage({ type: "changed" });
    }
  });

  async function rounds() {
    const me = await whoIsHere();
    if (!me) return true;
    for (;;) {
      const due = (await outbox.of(me.person)).find(mayGo);
      if (!due) return true;
      if (!await send(due, me.token)) return false;
    }
  }

  const mayGo = (item) => item.state === "waiting" && Date.now() - item.at < outbox.lasts;

  async function whoIsHere() {
    const answer = await fetch("/app/me", { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.ok && !answer.redirected) return answer.json();
    if (answer.status >= 500) throw new Error(String(answer.status));
    pages.postMessage({ type: "signed-out" });
    return null;
  }

  /** Send one; tells whether the next may follow. */
  async function send(item, token) {
    await outbox.put({ ...item, tried: true });
    const body = new FormData();
    for (const [name, value, called] of item.fields) {
      if (value instanceof Blob) body.append(name, value, called);
      else body.append(name, value);
    }
    const answer = await fetch(item.url, {
      method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true" }, signal: AbortSignal.timeout(120000),
    });
    const said = await answer.text();
    if (answer.redirected && new URL(answer.url).pathname.startsWith("/account/")) {
      pages.postMessage({ type: "signed-out" });
      return false;
    }
    if (answer.ok) {
      await outbox.remove(item.key);
      pages.postMessage({ type: "sent", form: item.form, html: said });
      return true;
    }
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) return false;
    const words = (answer.headers.get("Content-Type") ?? "").startsWith("text/plain") || answer.status === 422;
    await outbox.put({ ...item, tried: true, state: "refused", status: answer.status, said: words ? said : "" });
    return true;
  }
})();
