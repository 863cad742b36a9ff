// What is typed into the intake page is kept on the server: after two quiet seconds, when a field is left, and when
// the page is hidden. Nothing is ever stored in the browser.
(() => {
  "use strict";
  const QUIET = 2000;
  const form = () => document.querySelector("form[data-intake]");
  let timer = 0;
  let changed = false;
  let saving = false;
  let ended = false;
  let seen = { key: "", rev: "0" };

  function say(words) {
    const line = form()?.querySelector("[data-saved]");
    if (line) line.textContent = words;
  }

  // A part of the page may have been swapped while a saving was on its way: the newest revision known counts.
  function newest(body) {
    const key = body.get("submission_key");
    const rev = String(Math.max(Number(body.get("draft_rev")) || 0, seen.key === key ? Number(seen.rev) : 0));
    seen = { key, rev };
    return rev;
  }

  async function save() {
    const page = form();
    clearTimeout(timer);
    if (!page || !changed || saving || ended) return;
    saving = true;
    changed = false;
    const body = new FormData(page);
    body.set("draft_rev", newest(body));
    body.set("keep", "1");
    try {
      const answer = await fetch(page.action, {
        method: "POST",
        body,
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "manual",
      });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
      if (answer.ok && told) {
        seen.rev = String(told.rev);
        const kept = form()?.querySelector("[name=draft_rev]");
        if (kept) kept.value = told.rev;
        say(`saved ${told.saved}`);
      } else {
        ended = answer.status === 409 || answer.status === 404;
        changed = !ended;
        say(told?.detail || "Not saved. You may have to sign in again.");
      }
    } catch {
      changed = true;
      say("Not saved yet: no connection.");
    }
    saving = false;
    if (changed) timer = setTimeout(save, QUIET);
  }

  function later(event) {
    if (!form()?.contains(event.target)) return;
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  }

  document.addEventListener("input", later);
  document.addEventListener("change", later);
  document.addEventListener("focusout", (event) => {
    const leaving = event.relatedTarget?.closest?.("button");
    if (form()?.contains(event.target) && !leaving) save(); // a button sends everything itself
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  document.addEventListener("submit", (event) => {
    if (event.target === form()) ended = true;
  });
  window.addEventListener("pageshow", () => {
    ended = false;
  });
})();
