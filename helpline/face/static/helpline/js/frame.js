// The frame of every page: the clock ticks, the menu closes, errors get the focus, a form is sent once.
"use strict";

const ticking = () => {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const zone = clock.dataset.clock;
    const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "shortGeneric" }).formatToParts(new Date());
    const part = (name) => parts.find((one) => one.type === name)?.value ?? "";
    clock.textContent = `${part("hour")}:${part("minute")} ${part("timeZoneName")}`;
  }
};

const focusOnErrors = (root) => root.querySelector?.("[data-focus]")?.focus();

document.addEventListener("DOMContentLoaded", () => {
  ticking();
  setInterval(ticking, 10_000);
  focusOnErrors(document);
});
document.addEventListener("htmx:afterSwap", (event) => focusOnErrors(event.detail.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".hl-menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".hl-menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

// <form data-once>: the second click of a double click is not a second submission.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});
