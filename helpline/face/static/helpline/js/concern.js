// A concern of the intake page: its topic is found while typing, the help follows the concern that is being written.
// Without this script the grouped list and the buttons of the page do the same.
(() => {
  "use strict";
  const PAUSE = 120;
  const form = () => document.querySelector("form[data-intake]");
  const make = (tag, has) => Object.assign(document.createElement(tag), has);
  let lists = 0;

  // -- the topic: a field that searches over the list, which keeps the value --------------------------------------
  function enhance(picker) {
    const select = picker.querySelector("select");
    if (!select || picker.dataset.ready) return;
    picker.dataset.ready = "yes";
    lists += 1;
    const label = picker.querySelector("label");
    const input = make("input", { type: "text", className: "usa-input", autocomplete: "off", spellcheck: false, id: select.id });
    const list = make("ul", { id: `topics-${lists}`, className: "hl-combo__list", hidden: true });
    const said = make("div", { className: "usa-sr-only" });
    const all = [...select.options].filter((option) => option.value);
    const here = document.activeElement === select || select.autofocus;
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
    Object.entries(roles).forEach(([name, value]) => input.setAttribute(name, value));
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Choices");
    said.setAttribute("role", "status");
    ["aria-describedby", "aria-invalid"].forEach((name) => {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    });
    if (select.classList.contains("usa-input--error")) input.classList.add("usa-input--error");
    input.placeholder = "Type a word: insulin, abogado, phone";
    select.id = `${select.id}-list`;
    select.hidden = true;
    select.tabIndex = -1;
    select.autofocus = false;
    select.setAttribute("aria-hidden", "true");
    label.htmlFor = input.id;
    select.before(input);
    picker.querySelector(".hl-combo").append(list, said);
    const chosen = () => (select.value ? select.selectedOptions[0].textContent : "");
    const reset = () => (input.value = chosen());
    if (here) input.focus({ preventScroll: true });

    let active = -1;
    let waiting = 0;
    let asking = null;
    const options = () => [...list.querySelectorAll("[role=option]")];

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function point(to) {
      const shown = options();
      if (!shown.length) return;
      active = (to + shown.length) % shown.length;
      shown.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
      input.setAttribute("aria-activedescendant", shown[active].id);
      shown[active].scrollIntoView({ block: "nearest" });
    }

    function show(shown, none) {
      const code = active >= 0 ? options()[active]?.dataset.code : "";
      list.replaceChildren(...shown);
      shown.forEach((option, at) => {
        option.id = `${list.id}-${at}`;
        option.setAttribute("aria-selected", "false");
      });
      said.textContent = shown.length ? `${shown.length} topics` : none;
      said.className = shown.length ? "usa-sr-only" : "usa-hint";
      list.hidden = !shown.length;
      input.setAttribute("aria-expanded", String(shown.length > 0));
      active = -1;
      if (shown.length) point(Math.max(0, shown.findIndex((option) => option.dataset.code === code)));
    }

    function stop() {
      clearTimeout(waiting);
      asking?.abort();
      close();
    }

    function choose(option) {
      stop();
      const fresh = select.value !== option.dataset.code;
      select.value = option.dataset.code;
      reset();
      said.className = "usa-sr-only";
      said.textContent = `${input.value} chosen`;
      if (fresh) select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    // At once by the names in the list, so that it works without a connection; then by everything the server knows.
    function named(words) {
      const wish = words.toLowerCase();
      return all
        .filter((option) => option.textContent.toLowerCase().split(/[\s(]+/).some((_, at, parts) => parts.slice(at).join(" ").startsWith(wish)))
        .map((option) => {
          const one = make("li", { className: "hl-option", textContent: option.textContent });
          one.setAttribute("role", "option");
          one.dataset.code = option.value;
          return one;
        });
    }

    async function ask(words) {
      asking = new AbortController();
      const body = new FormData();
      body.set("q", words);
      body.set("csrfmiddlewaretoken", form().querySelector("[name=csrfmiddlewaretoken]").value);
      try {
        const answer = await fetch(picker.dataset.url, { method: "POST", body, headers: { "HX-Request": "true" }, signal: asking.signal });
        if (!answer.ok || document.activeElement !== input) return;
        const told = new DOMParser().parseFromString(await answer.text(), "text/html");
        show([...told.querySelectorAll("[role=option]")], told.querySelector("[role=status]")?.textContent ?? "");
      } catch {} // The names in the list are there already.
    }

    function look() {
      clearTimeout(waiting);
      asking?.abort();
      const words = input.value.trim();
      show(named(words), "");
      if (words) waiting = setTimeout(ask, PAUSE, words);
    }

    input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is searched for is not what is written
      look();
    });
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => list.hidden && show(named(""), ""));
    input.addEventListener("keydown", (event) => {
      const open = !list.hidden && active >= 0;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) show(named(input.value === chosen() ? "" : input.value.trim()), "");
        else point(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        if (open) choose(options()[active]);
      } else if (event.key === "Escape" && (!list.hidden || input.value !== chosen())) {
        event.preventDefault();
        stop();
        reset();
      } else if (event.key === "Tab" && open && input.value.trim() && input.value !== chosen()) {
        choose(options()[active]);
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", () => {
      stop();
      reset();
    });
    select.addEventListener("change", reset);
    reset();
  }

  // -- the help of the concern that is being written; an emergency begins at its first step ------------------------
  let [writing, leading] = ["", ""];

  function follow() {
    const guides = [...document.querySelectorAll("#topic-help [data-guide]")];
    const found = guides.find((guide) => guide.dataset.guide === writing) ?? (writing ? null : guides[0]);
    guides.forEach((guide) => (guide.hidden = guide !== found));
    const none = document.querySelector("#topic-help [data-no-topic]");
    if (none) none.hidden = Boolean(found);
    document.querySelectorAll("[data-concern]").forEach((concern) => {
      const guide = guides.find((one) => one.dataset.guide === concern.dataset.concern);
      concern.classList.toggle("hl-concern--emergency", Boolean(guide?.classList.contains("hl-panel--emergency")));
    });
    if (found && leading === found.dataset.guide && found.classList.contains("hl-panel--emergency")) {
      leading = "";
      found.querySelector("input[type=checkbox]")?.focus();
    }
  }

  document.addEventListener("focusin", (event) => {
    const concern = event.target.closest?.("[data-concern]")?.dataset.concern;
    if (concern && concern !== writing) follow((writing = concern));
  });
  document.addEventListener("change", (event) => {
    const concern = event.target.closest?.("[data-concern]");
    if (concern && event.target.matches("select[name$=-topic]")) leading = writing = concern.dataset.concern;
  });
  function begin() {
    document.querySelectorAll("[data-topic-picker]").forEach(enhance);
    if (form()) follow();
  }
  document.addEventListener("htmx:load", begin);
  document.addEventListener("htmx:oobAfterSwap", follow);
  begin();
})();
