// The button under the thumb opens the panel it names and puts the cursor into its first field.
(() => {
  const open = (panel) => {
    panel.open = true;
    panel.querySelector("select, textarea, input:not([type=hidden])")?.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-opens]");
    const panel = link && document.getElementById(link.dataset.opens);
    if (!panel) return;
    event.preventDefault();
    open(panel);
    panel.scrollIntoView({ block: "start" });
  });
})();
