// The queue by keyboard: j/k move between rows, o opens, c claims. Without this file everything works by Tab and Enter.
(() => {
  const rows = Array.from(document.querySelectorAll("[data-row]"));
  if (!rows.length) return;
  const link = (row) => row.querySelector("a[href]");
  const target = location.hash && document.getElementById(location.hash.slice(1));
  let at = rows.indexOf(target);
  if (at >= 0) link(rows[at]).focus();

  const here = () => {
    const row = document.activeElement && document.activeElement.closest("[data-row]");
    return row ? rows.indexOf(row) : at;
  };
  const go = (to) => {
    at = Math.max(0, Math.min(rows.length - 1, to));
    link(rows[at]).focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const row = rows[here()];
    if (event.key === "j") go(here() + 1);
    else if (event.key === "k") go(here() - 1);
    else if (event.key === "o" && row) link(row).click();
    else if (event.key === "c" && row) row.querySelector("[data-claim]")?.click();
    else return;
    event.preventDefault();
  });
})();
