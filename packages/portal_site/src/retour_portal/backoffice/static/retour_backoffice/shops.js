(() => {
  "use strict";
  const status = document.getElementById("copy-status");
  const say = (button, text) => {
    button.textContent = text;
    if (status) status.textContent = text;
  };
  for (const box of document.querySelectorAll("[data-copy]")) {
    const pre = box.querySelector("pre");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary button-small";
    button.textContent = box.dataset.copy;
    if (pre.getAttribute("aria-label")) {
      button.setAttribute("aria-description", pre.getAttribute("aria-label"));
    }
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(pre.textContent);
        say(button, box.dataset.copied);
      } catch {
        // Browsers lend the clipboard to https and localhost only.
        getSelection().selectAllChildren(pre);
        if (status) status.textContent = box.dataset.select;
      }
      setTimeout(() => say(button, box.dataset.copy), 3000);
    });
    box.classList.add("retour-copy--ready");
    box.append(button);
  }
})();
