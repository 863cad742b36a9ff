// Hands on keys. Alt and the letter of a control (its data-key) press it or go to it; of several the one in the concern
// being written. Alt . and Alt , go to the next and the last part of the page. "?" lists them all, read from the page.
(() => {
  "use strict";
  const form = () => document.querySelector("form[data-intake]");
  const panel = () => document.querySelector("[data-keys]");
  const TEXT = /^(text|search|textarea|tel|number|password|email|select-one)$/;
  let row = ""; // the concern or answer written last, by its id
  let back = null;

  const shown = (one) => one.getClientRects().length > 0 && !one.disabled;
  const words = (one) => {
    const said = one.dataset.keySays || one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText || "";
    return said.replace(/\s+/g, " ").trim();
  };

  function wanted(letter) {
    const all = [...document.querySelectorAll(`[data-key="${CSS.escape(letter)}"]`)];
    const near = row && document.getElementById(row);
    return all.find((one) => near && near.contains(one) && reveal(one)) ?? all.find(reveal);
  }

  function reveal(one) {
    for (let fold = one.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) {
      if (one.tagName === "SUMMARY" && one.parentElement === fold) break;
      fold.open = true;
    }
    return shown(one) || (one.labels?.[0] && shown(one.labels[0]));
  }

  function use(one) {
    const inside = one.matches("div,fieldset,section,span,p") ? one.querySelector("input:not([type=hidden]),select,textarea,button") : one;
    if (!inside) return;
    inside.focus();
    inside.scrollIntoView({ block: "nearest" });
    const presses = inside === one && /^(checkbox|radio)$/.test(inside.type);
    if (presses || /^(BUTTON|A|SUMMARY)$/.test(inside.tagName)) inside.click();
    else inside.select?.();
  }

  function go(step) {
    const parts = [...document.querySelectorAll("[data-part]")].filter(shown);
    const at = parts.findIndex((part) => part.contains(document.activeElement));
    const to = parts[(at + step + parts.length) % parts.length] ?? parts[0];
    const first = [...to.querySelectorAll("input:not([type=hidden]),select,textarea,button,summary,a[href]")].find(
      (one) => shown(one) || (one.labels?.[0] && shown(one.labels[0])),
    );
    (first ?? to.querySelector("h2,h3"))?.focus();
    to.querySelector("h2,h3")?.scrollIntoView({ block: "nearest" });
  }

  // -- the list ---------------------------------------------------------------------------------------------------------
  const line = (keys, says) => {
    const term = document.createElement("dt");
    keys.forEach((key, at) => {
      if (at) term.append(" ");
      term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    });
    return [term, Object.assign(document.createElement("dd"), { textContent: says })];
  };

  function open() {
    const list = panel()?.querySelector("[data-keys-list]");
    if (!list) return;
    const known = new Map();
    for (const one of document.querySelectorAll("[data-key]")) {
      if (one.dataset.key.length === 1 && !known.has(one.dataset.key)) known.set(one.dataset.key, words(one));
    }
    known.delete("y");
    const usual = [
      [["Ctrl", "Enter"], "Submit the call"],
      [["Alt", "."], "Next part of the page"],
      [["Alt", ","], "Part before"],
      [["Alt", "Y"], "Stay signed in, when the page asks"],
    ];
    const own = [...known].sort(([one], [other]) => one.localeCompare(other)).map(([letter, says]) => [["Alt", letter.toUpperCase()], says]);
    list.replaceChildren(...[...usual, ...own, [["?"], "This list, outside of a text field"]].flatMap(([keys, says]) => line(keys, says)));
    back = document.activeElement;
    panel().hidden = false;
    panel().querySelector(".hl-keylist__body").focus();
  }

  function close() {
    if (!panel() || panel().hidden) return;
    panel().hidden = true;
    if (back?.isConnected) back.focus();
  }

  function inPanel(event) {
    if (event.key === "Escape") close();
    else if (event.key === "Tab") panel().querySelector("[data-keys-close]").focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (!form() || event.defaultPrevented || event.isComposing) return;
      if (panel() && !panel().hidden) return inPanel(event);
      if (event.key === "?" && !event.altKey && !event.ctrlKey && !event.metaKey) {
        if (TEXT.test(document.activeElement?.type ?? "")) return;
        event.preventDefault();
        return open();
      }
      if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return;
      const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
      if (event.code === "Period" || event.code === "Comma") {
        event.preventDefault();
        return go(event.code === "Period" ? 1 : -1);
      }
      if (!letter) return;
      if (letter === "k") {
        event.preventDefault();
        return open();
      }
      const one = wanted(letter);
      if (!one) return;
      event.preventDefault();
      use(one);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys-open]")) open();
    else if (event.target.closest?.("[data-keys-close]") || event.target.matches?.("[data-keys]")) close();
  });
  document.addEventListener("focusin", (event) => {
    row = event.target.closest?.("fieldset[id^=concern-], fieldset[id^=answer-]")?.id ?? row;
  });

  function begin() {
    document.querySelectorAll("[data-keys-open]").forEach((button) => (button.hidden = false));
  }
  document.addEventListener("htmx:afterSettle", begin);
  begin();
})();
