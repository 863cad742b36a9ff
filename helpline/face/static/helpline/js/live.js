// News for an open page: a stream that says that something changed, asking every few seconds where there is none, the
// call that opens itself, the timer of the call, and whether somebody is at the desk. Nothing is stored in the browser.
(() => {
  "use strict";
  const POLL = 5_000;
  const TELL = 60_000;
  const LONGEST_PAUSE = 60_000;
  const IDLE = 300_000;
  const box = document.getElementById("live-news");
  if (!box) return;
  let stream = null;
  let pause = 1_000;
  let asking = false;
  let again = false;
  let first = true;
  let told = "";
  let touched = Date.now();
  const seen = new Set();
  const form = () => document.querySelector("form[data-intake]");

  // -- what would be lost if this page went away -----------------------------------------------------------------
  function changed(field) {
    if (field.type === "hidden" || field.type === "submit" || field.disabled) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected && one.value);
    return field.value !== field.defaultValue;
  }
  const holdsText = () =>
    Boolean(document.querySelector("form[data-dirty]")) ||
    [...document.querySelectorAll("form[method=post] :is(input, textarea, select)")].some(changed);

  // -- the part with the news -----------------------------------------------------------------------------------
  function show(html) {
    const here = form()?.querySelector("[name=submission_key]")?.value;
    const part = document.createElement("template");
    part.innerHTML = html;
    for (const call of part.content.querySelectorAll("[data-phone]")) if (call.dataset.phone === here) call.remove();
    const passing = /name="csrfmiddlewaretoken" value="[^"]*"/g; // another one in every answer
    const next = [...part.content.children].map((one) => one.outerHTML).join("").replace(passing, "");
    if (next !== box.dataset.shown) {
      box.dataset.shown = next;
      const focused = box.contains(document.activeElement);
      box.replaceChildren(part.content);
      box.hidden = !box.children.length;
      window.htmx?.process(box);
      if (focused) box.querySelector("a, button")?.focus();
    }
    openAnswered();
  }

  // An answered call opens at once where no word is lost by it, and in the page somebody looks at.
  function openAnswered() {
    for (const call of box.querySelectorAll("[data-phone][data-answered]")) {
      const isNew = !seen.has(call.dataset.phone);
      seen.add(call.dataset.phone);
      if (!isNew || first || document.visibilityState !== "visible" || holdsText()) continue;
      location.assign(call.querySelector("a").href);
      return;
    }
  }

  async function ask() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(box.dataset.news, { redirect: "manual", signal: AbortSignal.timeout(POLL) });
      if (answer.ok) {
        show(await answer.text());
        first = false;
      }
    } catch {
      // asked again soon
    }
    asking = false;
    if (again) {
      again = false;
      ask();
    }
    tell();
  }

  // -- the stream, with longer and longer pauses where it fails; asking goes on meanwhile ------------------------------
  function listen() {
    stream?.close();
    stream = new EventSource(box.dataset.stream);
    stream.onopen = () => {
      pause = 1_000;
      ask();
    };
    for (const what of ["call", "alarm", "board", "callback", "queue", "missed"]) {
      stream.addEventListener(what, () => {
        ask();
        document.dispatchEvent(new CustomEvent(`helpline:${what}`));
      });
    }
    stream.onerror = () => {
      if (stream.readyState !== EventSource.CLOSED) return;
      stream = null;
      setTimeout(listen, pause + Math.random() * 1_000);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    };
  }
  setInterval(() => {
    if (stream?.readyState !== EventSource.OPEN && document.visibilityState === "visible") ask();
  }, POLL);

  // -- at the desk ------------------------------------------------------------------------------------------------
  function doing() {
    if (box.querySelector("[data-answered]") || (form() && holdsText())) return "on_call";
    return Date.now() - touched > IDLE ? "away" : "ready";
  }
  function tell(anyway) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    const now = doing();
    if (!box.dataset.presence || !token || document.visibilityState !== "visible") return;
    if (now === told && anyway !== true) return;
    told = now;
    const body = new URLSearchParams({ doing: now, csrfmiddlewaretoken: token });
    fetch(box.dataset.presence, { method: "POST", body, redirect: "manual" }).catch(() => (told = ""));
  }
  setInterval(() => tell(true), TELL);
  for (const sign of ["keydown", "pointerdown"]) document.addEventListener(sign, () => (touched = Date.now()), true);

  // -- the timer of the call, and its key ----------------------------------------------------------------------------
  const two = (number) => String(number).padStart(2, "0");
  function tick() {
    for (const timer of document.querySelectorAll("[data-timer]")) {
      const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(timer.dateTime)) / 1000));
      const hours = Math.floor(seconds / 3600);
      timer.textContent = `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    }
  }
  document.addEventListener("keydown", (event) => {
    const link = box.querySelector("[data-open-call]");
    if (!event.altKey || event.code !== "KeyO" || !link) return;
    event.preventDefault();
    link.click();
  });
  window.addEventListener("pagehide", () => stream?.close());
  window.addEventListener("pageshow", (event) => event.persisted && listen());
  setInterval(tick, 1_000);
  document.addEventListener("htmx:afterSettle", tick);
  tick();
  listen();
  setTimeout(() => first && ask(), 700);
})();
