// An open queue says when cases came: at once where the page hears news, else every half minute. Nothing moves under
// the reader's hands; "Show them" opens the queue again.
(() => {
  "use strict";
  const POLL = 30_000;
  const PAUSE = 1_000;
  const box = document.getElementById("queue-news");
  if (!box) return;
  let waiting = 0;
  let stream = null;

  async function ask() {
    waiting = 0;
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(box.dataset.news, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
      if (!answer.ok) return;
      const part = document.createElement("template");
      part.innerHTML = await answer.text();
      const said = part.content.querySelector("[data-waiting]");
      if (!said || said.textContent === box.textContent) return;
      part.content.querySelector("[data-again]").href = location.href.split("#")[0];
      box.replaceChildren(said);
      for (const count of document.querySelectorAll('.hl-places a[aria-current] .hl-places__count')) count.textContent = said.dataset.waiting;
    } catch {
      // asked again soon
    }
  }
  // Many cases may come in one breath: they are asked about once.
  const soon = () => {
    waiting ||= setTimeout(ask, PAUSE + Math.random() * PAUSE);
  };

  document.addEventListener("helpline:queue", soon);
  if (!document.getElementById("live-news")) {
    stream = new EventSource(box.dataset.stream);
    for (const what of ["queue", "missed"]) stream.addEventListener(what, soon);
    window.addEventListener("pagehide", () => stream.close());
  }
  setInterval(ask, POLL);
  document.addEventListener("visibilitychange", soon);
})();
