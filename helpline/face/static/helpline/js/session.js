// The session of every page: said two minutes before it ends; afterwards the page is covered until the same person is
// back, signed in again on the spot. Everything typed stays in this page's memory meanwhile, and nowhere else.
(() => {
  "use strict";
  const WARN = 120; // seconds before the end
  const ASK_EVERY = 3000; // while covered: perhaps they signed in in another window
  const part = document.querySelector("[data-session]");
  if (!part) return;
  const find = (name) => part.querySelector(`[data-session-${name}]`);
  const person = Number(part.dataset.person);
  const form = find("form");
  const code = find("code");
  const cover = document.createComment("covered until the same person is back");
  let frame = null; // the page itself, while it is covered
  let focus = null;
  let title = "";
  let ends = 0;
  let timer = 0;
  let asking = 0;

  const session = async () => (await fetch(part.dataset.url, { headers: { Accept: "application/json" } })).json();
  const isMe = (told) => told.person === person;

  function renew(told) {
    ends = Date.now() + Math.min(told.idle, told.whole) * 1000;
    const root = frame ?? document;
    for (const field of [...document.querySelectorAll("[name=csrfmiddlewaretoken]"), ...root.querySelectorAll("[name=csrfmiddlewaretoken]")]) {
      field.value = told.token;
    }
    part.dataset.token = told.token;
    watch();
  }

  // -- before the end ---------------------------------------------------------------------------------------------
  function watch() {
    clearTimeout(timer);
    const left = (ends - Date.now()) / 1000;
    timer = setTimeout(look, Math.min(Math.max(left > WARN ? left - WARN : left > 0 ? Math.min(left, 10) : 0, 0.5), 86_400) * 1000);
  }

  async function look() {
    try {
      const told = await session();
      if (!isMe(told) || Math.min(told.idle, told.whole) <= 0) return over(told);
      renew(told);
      const left = Math.min(told.idle, told.whole);
      if (left <= WARN + 1) warn(left, told.whole <= told.idle);
      else hideWarning();
    } catch {
      if (Date.now() >= ends) over({ person: 0 }); // no connection, and the time is up
      else watch();
    }
    return undefined;
  }

  function warn(left, whole) {
    const minutes = Math.max(1, Math.round(left / 60));
    const at = new Date(ends).toLocaleTimeString("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const why = whole ? "You signed in twelve hours ago" : "Nothing was pressed for a while";
    const says = `${why}: you will be signed out in ${minutes} minute${minutes === 1 ? "" : "s"} (${at}). Your words are kept.`;
    if (find("says").textContent !== says) find("says").textContent = says;
    find("stay").hidden = whole;
    find("ends").hidden = false;
    part.hidden = false;
  }

  function hideWarning() {
    find("ends").hidden = true;
    part.hidden = !frame;
  }

  async function stay() {
    const token = part.dataset.token || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    try {
      const answer = await fetch(part.dataset.extension, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
      if (!answer.ok) return look();
      renew(await answer.json());
      hideWarning();
    } catch {
      find("says").textContent = "There is no connection. Press again in a moment. Your words are kept.";
    }
    return undefined;
  }

  // -- after the end: the page is out of the document, not only out of sight --------------------------------------------
  function over(told) {
    clearTimeout(timer);
    if (!frame) {
      focus = document.activeElement;
      frame = document.createElement("div");
      const parts = document.querySelectorAll("body > .hl-top, body > .hl-frame");
      parts[0]?.before(cover);
      frame.append(...parts);
      title = document.title;
      document.title = "Signed out – Helpline";
      find("ends").hidden = true;
      find("over").hidden = false;
      part.hidden = false;
      part.classList.add("hl-session--over");
      document.getElementById("again-password").focus();
      asking = setInterval(ask, ASK_EVERY);
    }
    somebodyElse(told);
  }

  function complain(words) {
    const line = find("error");
    line.textContent = words;
    line.hidden = !words;
  }

  function somebodyElse(told) {
    if (told.person && !isMe(told)) {
      complain("Somebody else is signed in on this computer now. They must sign out first. Only the person who wrote this page gets it back.");
    }
  }

  async function ask() {
    if (document.visibilityState === "hidden") return;
    try {
      const told = await session();
      if (isMe(told) && Math.min(told.idle, told.whole) > 0) back(told);
      else somebodyElse(told);
    } catch {
      // no connection yet: asked again in a moment
    }
  }

  function back(told) {
    if (!frame) return;
    clearInterval(asking);
    cover.replaceWith(...frame.childNodes);
    frame = null;
    document.title = title;
    form.reset();
    code.reset();
    form.hidden = false;
    code.hidden = true;
    complain("");
    find("over").hidden = true;
    part.classList.remove("hl-session--over");
    part.hidden = true;
    renew(told);
    if (focus?.isConnected) focus.focus();
    document.dispatchEvent(new CustomEvent("hl:signed-in", { detail: told }));
  }

  async function send(url, fields) {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: (await session()).token });
    return fetch(url, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" } });
  }

  async function signIn(event) {
    event.preventDefault();
    complain("");
    try {
      const password = form.elements.password.value;
      if (!password) return complain("Type your password.");
      const answer = await send(part.dataset.signIn, { login: form.elements.login.value, password });
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (said.location?.startsWith(part.dataset.second)) {
        form.hidden = true;
        code.hidden = false;
        code.elements.code.focus();
        return undefined;
      }
      const errors = Object.values(said.form?.fields ?? {}).flatMap((field) => field.errors).concat(said.form?.errors ?? []);
      if (answer.ok && !errors.length) return settle("This account is closed, or somebody else is signed in here. Ask your supervisor.");
      complain(errors[0] || "That did not work. Wait a moment, then try again.");
    } catch {
      complain("There is no connection. Your words are kept; try again in a moment.");
    }
    return undefined;
  }

  async function secondFactor(event) {
    event.preventDefault();
    complain("");
    try {
      await send(part.dataset.second, { code: code.elements.code.value });
      await settle("That code was not right. Check the app and type the next one.");
    } catch {
      complain("There is no connection. Your words are kept; try again in a moment.");
    }
  }

  async function settle(otherwise) {
    const told = await session();
    if (isMe(told)) back(told);
    else complain(otherwise);
  }

  find("stay").addEventListener("click", stay);
  form.addEventListener("submit", signIn);
  code.addEventListener("submit", secondFactor);
  document.addEventListener("hl:signed-out", look);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") frame ? ask() : look();
  });
  window.addEventListener("pageshow", (event) => event.persisted && look());
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Person"] = part.dataset.person;
  });
  // A part of the page asked for after the end: not swapped in; what stands here is covered and comes back.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    const away = xhr.getResponseHeader("HX-Redirect")?.startsWith(part.dataset.signIn);
    if (xhr.status !== 401 && xhr.status !== 403 && !away) return;
    event.preventDefault();
    look();
  });
  renew({ idle: Number(part.dataset.idle), whole: Number(part.dataset.whole), token: document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "" });
})();
