// While the server answers a button of the intake page, people go on typing. Nothing of it is lost: what was typed since
// the question is put into the answer, keys pressed on their way to a new field arrive there, and buttons wait their turn.
(() => {
  "use strict";
  const form = () => document.querySelector("form[data-intake]");
  const asked = new Map(); // each request on its way: the fields as they were sent, and what was pressed
  let whole = 0; // requests on their way whose answer replaces the whole form
  let waiting = []; // buttons pressed meanwhile
  let keys = ""; // letters typed meanwhile on a button, on their way to the field that comes
  let typing = false; // a field was typed into meanwhile, so the focus stays there
  let stood = null; // where the focus was

  const fields = () => {
    const found = new Map();
    for (const field of form()?.elements ?? []) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "submit" || field.type === "button") continue;
      if (field.name === "draft_rev" || field.name.endsWith("_FORMS")) continue;
      if (!found.has(field.name)) found.set(field.name, []);
      found.get(field.name).push(field);
    }
    return found;
  };
  const valueOf = (group) =>
    JSON.stringify(group.map((field) => (/^(checkbox|radio)$/.test(field.type) ? (field.checked ? field.value : null) : field.value)));
  const state = () => new Map([...fields()].map(([name, group]) => [name, valueOf(group)]));
  const rows = (prefix) => Number(form()?.elements[`${prefix}-TOTAL_FORMS`]?.value ?? 0);

  // A row that is gone moves the later ones up; its own words are gone on purpose.
  function renamed(name, press, before) {
    const gone = /^(?:surely_)?remove_(concern|answer)$/.exec(press?.name ?? "");
    const [prefix, row, ...rest] = name.split("-");
    if (!gone || prefix !== `${gone[1]}s` || rows(prefix) >= before[prefix]) return name;
    if (Number(row) === Number(press.value)) return "";
    return Number(row) > Number(press.value) ? [prefix, Number(row) - 1, ...rest].join("-") : name;
  }

  function put(group, values) {
    group.forEach((field, at) => {
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (at < values.length && values[at] !== null && field.value !== values[at]) field.value = values[at];
    });
    group[0].dispatchEvent(new Event("input", { bubbles: true }));
    if (!/^(text|search|textarea|tel)$/.test(group[0].type)) group[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  const own = (event) => event.detail.elt?.closest?.("form[data-intake]") ?? (event.detail.elt?.matches?.("form[data-intake]") ? event.detail.elt : null);
  // A question whose answer only fills in parts says hx-swap="none" and names them.
  const replacesAll = (detail) =>
    detail.target?.matches?.("form[data-intake]") && !detail.elt.closest("[hx-swap]")?.getAttribute("hx-swap").startsWith("none");

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!own(event)) return;
    const button = event.detail.elt.closest("button");
    asked.set(event.detail.xhr, {
      state: state(),
      press: button && { name: button.name, value: button.value },
      whole: replacesAll(event.detail),
      rows: { concerns: rows("concerns"), answers: rows("answers") },
    });
    if (replacesAll(event.detail)) {
      whole += 1;
      typing = false;
      keys = "";
    }
    // whatever becomes of it, also if the element that asked is gone by then
    event.detail.xhr.addEventListener("loadend", () => ended(event.detail.xhr));
    form().setAttribute("aria-busy", "true");
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const question = asked.get(event.detail.xhr);
    if (!question || !form()) return;
    const now = state();
    question.typed = [...now].filter(([name, value]) => question.state.has(name) && question.state.get(name) !== value);
    const at = document.activeElement;
    stood = form().contains(at) ? { name: at.name, value: at.value, id: at.id, from: at.selectionStart, to: at.selectionEnd } : null;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const question = asked.get(event.detail.xhr);
    if (!question || !form()) return;
    const now = fields();
    let restored = false;
    for (const [name, value] of question.typed ?? []) {
      const to = renamed(name, question.press, question.rows);
      const group = now.get(to);
      if (!group || valueOf(group) === value) continue;
      put(group, JSON.parse(value));
      restored = true;
    }
    standAgain(question, restored);
    if (question.whole) document.dispatchEvent(new CustomEvent("hl:typed"));
  });

  // -- the focus: where the person types, else where the answer points to, else where it stood; never nowhere --------
  function standAgain(question, restored) {
    const kept = stood?.id
      ? document.getElementById(stood.id)
      : stood?.name && form().elements[renamed(stood.name, question.press, question.rows)];
    if ((typing && restored && kept?.focus) || document.activeElement === document.body || !document.activeElement) {
      const to = kept?.focus ? kept : samePlace(question.press);
      to?.focus({ preventScroll: true });
      if (kept === to && typeof stood?.from === "number" && to?.setSelectionRange && /^(text|search|textarea|tel)$/.test(to.type)) {
        to.setSelectionRange(stood.from, stood.to);
      }
    }
  }

  function samePlace(press) {
    const button = press && [...form().elements].find((one) => one.name === press.name && one.value === press.value);
    return button ?? document.querySelector("#main");
  }

  function deliver() {
    const to = document.activeElement;
    const letters = keys;
    keys = "";
    if (!letters || !to) return;
    if (to.tagName === "SELECT") {
      const found = [...to.options].find((option) => option.text.toLowerCase().startsWith(letters.toLowerCase()));
      if (!found) return;
      to.value = found.value;
      to.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (/^(text|search|textarea|tel)$/.test(to.type ?? "")) {
      to.setRangeText(letters, to.selectionEnd, to.selectionEnd, "end");
    } else return;
    to.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ended(xhr) {
    const question = asked.get(xhr);
    asked.delete(xhr);
    if (question?.whole) whole -= 1;
    if (!asked.size) form()?.removeAttribute("aria-busy");
    if (!whole) {
      deliver();
      pressNext();
    }
  }

  function pressNext() {
    const press = waiting.shift();
    if (!press) return;
    const found = press.submit
      ? form()?.querySelector("[data-submit]")
      : [...(form()?.elements ?? [])].find((one) => one.name === press.name && one.value === press.value && one.tagName === "BUTTON");
    found?.click();
  }

  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("button");
      if (!whole || !button || button.type === "button" || !form()?.contains(button)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting.push({ name: button.name, value: button.value, submit: button.matches("[data-submit]") });
    },
    true,
  );

  document.addEventListener(
    "keydown",
    (event) => {
      if (!whole || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = document.activeElement;
      const takes = /^(text|search|textarea|tel|select-one|password|number)$/.test(at?.type ?? "");
      if (takes) {
        typing = true;
        return;
      }
      if (event.key.length !== 1 || (at !== document.body && !at.closest?.("button"))) return;
      if (event.key === " " && !keys) return; // pressing the button once more
      event.preventDefault();
      keys += event.key;
    },
    true,
  );
  document.addEventListener("input", () => {
    if (whole) typing = true;
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!own(event)) return;
    const said = document.querySelector("[data-saved-said]");
    if (said) said.textContent = "There is no connection. Press the button again in a moment; what you wrote stays here.";
    document.querySelectorAll("[data-saved]").forEach((line) => (line.textContent = "no connection: press again in a moment"));
  });
})();
