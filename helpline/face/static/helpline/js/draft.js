// What is typed into the intake page is kept on the server: at the latest 1.2 seconds after the first unsaved key, when
// a field is left, and when the page is hidden. Nothing is ever stored in the browser.
(() => {
  "use strict";
  const LATEST = 1200;
  const PATIENCE = 10_000; // an answer that takes longer is taken for lost
  const AGAIN = [1000, 2000, 4000, 8000, 15_000];
  const FITS_A_FAREWELL = 60_000; // bytes; browsers send no more than 64 KB once a page is gone
  const page = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const form = () => document.querySelector("form[data-intake]");
  const person = () => document.querySelector("[data-session]")?.dataset.person;
  let turn = 0;
  let timer = 0;
  let changed = false; // something typed has not left this page yet
  let saving = false;
  let onItsWay = null; // the saving that was sent last
  let ended = false; // another page is ahead, or the call was sent
  let failures = 0;
  let last = ""; // the server's time of the last saving
  let shown = "";
  let seen = { key: "", rev: "0" };

  // -- what the page says about it: always for the eye, changes only for the ear ------------------------------------
  function say(words, aloud) {
    shown = words;
    document.querySelectorAll("[data-saved]").forEach((line) => (line.textContent = words));
    const said = document.querySelector("[data-saved-said]");
    if (aloud && said && said.textContent !== aloud) said.textContent = aloud;
  }
  const since = () => (last ? `not saved since ${last}` : "not saved yet");

  // A part of the page may have been swapped while a saving was on its way: the newest revision known counts.
  function newest(body) {
    const key = body.get("submission_key");
    const rev = String(Math.max(Number(body.get("draft_rev")) || 0, seen.key === key ? Number(seen.rev) : 0));
    if (seen.key !== key) ended = false; // it is another call now
    seen = { key, rev };
    return rev;
  }

  function kept(rev, key) {
    if (seen.key !== key) return;
    seen.rev = String(Math.max(Number(seen.rev), Number(rev)));
    const field = form()?.querySelector("[name=draft_rev]");
    if (field) field.value = seen.rev;
  }

  function request(leaving) {
    const body = new FormData(form());
    body.set("draft_rev", newest(body));
    body.set("draft_page", page);
    body.set("draft_turn", String((turn += 1)));
    body.set("keep", "1");
    const length = [...body.values()].reduce((sum, text) => sum + String(text).length * 2 + 120, 0);
    const waits = leaving ? undefined : AbortSignal.timeout(PATIENCE);
    return fetch(form().action, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1", Accept: "application/json", ...(person() && { "X-Person": person() }) },
      redirect: "manual",
      keepalive: leaving && length < FITS_A_FAREWELL,
      signal: waits,
    }).then((answer) => ({ answer, key: body.get("submission_key") }));
  }

  async function judge({ answer, key }) {
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (answer.ok && told.rev) {
      kept(told.rev, key);
      document.querySelectorAll("[data-reference]").forEach((line) => (line.textContent = told.reference || line.textContent));
      last = told.saved;
      say(`saved ${last}`, failures || !shown.startsWith("saved") ? "What you write is saved." : "");
      failures = 0;
      return;
    }
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      changed = true;
      failures += 1;
      say(`${since()}, you are signed out`);
      document.dispatchEvent(new CustomEvent("hl:signed-out"));
      return;
    }
    if (answer.status === 409 || answer.status === 404) {
      ended = true;
      say(told.detail || "This call cannot be saved here any more.", told.detail);
      if (told.stale) overtaken();
      return;
    }
    changed = true;
    failures += 1;
    const why = answer.status === 413 ? told.detail : "the helpline does not answer";
    say(`${since()}, ${why}`, `What you write is not saved: ${why}`);
  }

  function overtaken() {
    const panel = form()?.querySelector("[data-stale]");
    if (!panel) return;
    panel.hidden = false;
    panel.scrollIntoView({ block: "nearest" });
  }

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (!form() || !changed || saving || ended) return;
    saving = true;
    changed = false;
    try {
      await (onItsWay = request(false).then(judge));
    } catch {
      changed = true;
      failures += 1;
      say(`${since()}, no connection`, "What you write is not saved: there is no connection. It stays on this page.");
    }
    saving = false;
    if (changed && !ended) later(failures ? AGAIN[Math.min(failures, AGAIN.length) - 1] : LATEST);
  }

  function later(wait) {
    if (!timer) timer = setTimeout(save, wait);
  }

  function typed(event) {
    if (!form()?.contains(event.target)) return;
    changed = true;
    later(failures ? AGAIN[Math.min(failures, AGAIN.length) - 1] : LATEST);
  }

  // The page goes away, perhaps for good: what is on its way goes on, what is not leaves now and waits for no answer.
  function farewell() {
    if (!form() || !changed || ended) return;
    changed = false;
    request(true)
      .then(judge)
      .catch(() => (changed = true));
  }

  function now() {
    failures = 0;
    save();
  }

  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("hl:typed", () => {
    changed = true;
    later(LATEST);
  });
  document.addEventListener("focusout", (event) => {
    if (form()?.contains(event.target) && !failures) save();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") farewell();
  });
  window.addEventListener("pagehide", farewell);
  window.addEventListener("online", now);
  window.addEventListener("offline", () => {
    if (form()) say(`${since()}, no connection`, "There is no connection. What you write stays on this page.");
  });
  document.addEventListener("hl:signed-in", now);
  // What sends the page waits for a saving on its way: else the page would be sent as one that is behind.
  document.addEventListener("hl:sending", (event) => {
    ended = true;
    if (saving) event.detail?.before.push(onItsWay.catch(() => undefined));
  });
  document.addEventListener("hl:not-sent", () => {
    ended = false;
    save();
  });
  window.addEventListener("pageshow", () => {
    ended = false;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!form()) return;
    newest(new FormData(form()));
    if (shown) say(shown);
  });
})();
