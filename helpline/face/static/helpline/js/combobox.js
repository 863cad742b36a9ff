// A line or facility found while typing. Without this script the Find button of the same field does it.
// Every [data-place] holds the text, the hidden key of what was chosen, and the text it was chosen for.
(() => {
  "use strict";
  const PAUSE = 150;
  let lists = 0;

  function enhance(place) {
    const input = place.querySelector("input[name$=place]");
    const key = place.querySelector("input[name$=place_key]");
    const label = place.querySelector("input[name$=place_label]");
    const box = place.querySelector(".hl-combo");
    if (!input || !box || place.dataset.ready) return;
    place.dataset.ready = "yes";

    const list = document.createElement("ul");
    list.id = `places-${(lists += 1)}`;
    list.className = "hl-combo__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Lines and facilities");
    list.hidden = true;
    const said = document.createElement("div");
    said.className = "usa-sr-only";
    said.setAttribute("role", "status");
    box.append(list, said);
    input.setAttribute("role", "combobox");
    input.setAttribute("autocomplete", "off");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

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
      const all = options();
      if (!all.length) return;
      active = (to + all.length) % all.length;
      all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }

    function choose(option) {
      const words = option.dataset.label || option.textContent.trim().replace(/\s+/g, " ");
      input.value = words;
      label.value = words;
      key.value = option.dataset.key || "";
      place.querySelector("[data-offered]")?.remove();
      said.className = "usa-sr-only";
      said.textContent = `${words} chosen`;
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function show(html) {
      const answer = new DOMParser().parseFromString(html, "text/html");
      const all = [...answer.querySelectorAll("[role=option]")];
      list.replaceChildren(...all);
      all.forEach((option, at) => {
        option.id = `${list.id}-${at}`;
        option.setAttribute("aria-selected", "false");
      });
      const none = answer.querySelector("[role=status]")?.textContent || "None found.";
      said.textContent = all.length ? `${all.length} found` : none;
      said.className = all.length ? "usa-sr-only" : "usa-hint";
      list.hidden = all.length === 0;
      active = -1;
      input.setAttribute("aria-expanded", String(all.length > 0));
    }

    async function ask() {
      const words = input.value.trim();
      asking?.abort();
      if (words.length < 2) return close();
      asking = new AbortController();
      try {
        const url = `${place.dataset.url}?q=${encodeURIComponent(words)}`;
        const answer = await fetch(url, {
          headers: { "HX-Request": "true", Accept: "text/html" },
          signal: asking.signal,
        });
        if (answer.ok && document.activeElement === input) show(await answer.text());
      } catch (trouble) {
        if (trouble.name !== "AbortError") close(); // The Find button still works.
      }
    }

    input.addEventListener("input", () => {
      key.value = "";
      label.value = "";
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      const open = !list.hidden && options().length > 0;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) ask();
        else point(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
      } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        if (open) choose(options()[Math.max(active, 0)]);
        else if (input.value.trim() && !key.value) place.querySelector("[data-find]")?.click();
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Tab" && open && active >= 0) {
        choose(options()[active]);
      }
    });
    // A press on an option must not take the focus away before the click arrives.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", () => {
      clearTimeout(waiting);
      close();
    });
  }

  function enhanceAll() {
    document.querySelectorAll("[data-place]").forEach(enhance);
  }
  document.addEventListener("htmx:load", enhanceAll);
  enhanceAll();
})();
