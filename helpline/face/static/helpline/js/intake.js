// The intake page with a little help: it works whole without this script.
(() => {
  "use strict";
  const form = () => document.querySelector("form[data-intake]");
  let dirty = false;
  let sending = false;
  let asking = false;

  // -- who calls: nothing to write for an anonymous caller, nor for a detainee, who is the person below -------
  function fold(chosen) {
    const page = form();
    if (!page) return;
    const kind = page.querySelector("input[name=caller_kind]:checked")?.value || "";
    const named = page.querySelector("[data-named]");
    const self = page.querySelector("[data-self]");
    if (self) self.hidden = kind !== "detainee";
    if (!named) return;
    named.hidden = kind === "anonymous";
    const written = [...named.querySelectorAll("input:not([type=radio])")].some((input) => input.value.trim());
    if (chosen) named.open = kind !== "detainee" || written;
  }

  function count() {
    const button = form()?.querySelector("[data-submit][data-counts]");
    if (!button) return;
    const topics = [...form().querySelectorAll("[data-concern] select[name$=topic]")];
    const chosen = topics.filter((select) => select.value).length;
    button.querySelector("[data-submit-says]").textContent = chosen ? `Submit ${chosen} case${chosen === 1 ? "" : "s"}` : "Submit the call";
  }

  document.addEventListener("change", (event) => {
    if (!form()?.contains(event.target)) return;
    dirty = true;
    if (event.target.name === "caller_kind") fold(true);
    if (event.target.matches("[data-concern] select[name$=topic]")) {
      count();
    }
  });
  document.addEventListener("input", (event) => {
    if (form()?.contains(event.target)) dirty = true;
  });

  // -- keys: Enter looks up or does nothing, Ctrl+Enter submits ---------------------------------------------------
  document.addEventListener("keydown", (event) => {
    const page = form();
    if (event.key !== "Enter" || event.defaultPrevented || !page?.contains(event.target)) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      page.querySelector("[data-submit]")?.click();
    } else if (event.target.matches("input:not([type=submit])")) {
      event.preventDefault();
      const button = event.target.closest("[data-enter]")?.dataset.enter;
      if (button) page.querySelector(`button[name=${button}]`)?.click();
    }
  });

  // -- a row with words in it is not removed unasked: no goes no further, yes spares the question of the page ------
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("button[data-confirm-loss]");
      if (!button || !form()?.contains(button)) return;
      const fields = button.closest("fieldset").querySelectorAll("textarea, input[type=text][name]");
      if (![...fields].some((field) => field.value.trim())) return;
      if (!window.confirm(button.dataset.confirmLoss)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (button.name.startsWith("remove_")) {
        button.name = `surely_${button.name}`;
      }
    },
    true,
  );

  // -- the call is sent once somebody is known to be there to take it: else the browser would throw the page away -----
  async function mayLeave(page) {
    const told = await (await fetch("/session/", { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10_000) })).json();
    if (told.person !== Number(document.querySelector("[data-session]")?.dataset.person)) return false;
    page.querySelector("[name=csrfmiddlewaretoken]").value = told.token;
    return true;
  }

  document.addEventListener("submit", async (event) => {
    const page = form();
    if (event.target !== page || event.defaultPrevented || sending) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    const before = [];
    document.dispatchEvent(new CustomEvent("hl:sending", { detail: { before } }));
    try {
      const [may] = await Promise.all([mayLeave(page), ...before]);
      if (may) {
        sending = true;
        page.requestSubmit(event.submitter);
      } else {
        document.dispatchEvent(new CustomEvent("hl:signed-out"));
        notSent("");
      }
    } catch {
      notSent("Not sent: there is no connection. Everything stays on this page; send it again in a moment.");
    }
    asking = false;
  });

  function notSent(words) {
    document.dispatchEvent(new CustomEvent("hl:not-sent"));
    const line = form()?.querySelector("[data-not-sent]");
    if (!line) return;
    line.textContent = words;
    line.hidden = !words;
  }

  // -- nothing unsent is left behind unasked ---------------------------------------------------------------------
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !sending) event.preventDefault();
  });

  function begin() {
    if (form()?.hasAttribute("data-dirty")) dirty = true;
    fold();
    count();
  }
  document.addEventListener("htmx:afterSettle", begin);
  begin();
})();
