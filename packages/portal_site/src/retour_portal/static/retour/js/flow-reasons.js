// A reason's own question shows only while that reason is chosen.
(() => {
  "use strict";

  for (const ask of document.querySelectorAll("[data-only-if]")) {
    const reason = document.getElementById(ask.dataset.reason);
    const condition = ask.querySelector("[data-condition]");
    // What it says is now plain to see.
    if (condition) condition.hidden = true;
    const show = () => { ask.hidden = reason.value !== ask.dataset.onlyIf; };
    reason.addEventListener("change", show);
    // The browser may fill in the former choice on the way back.
    window.addEventListener("pageshow", show);
    show();
  }
})();
