(() => {
  "use strict";

  // A ready-made text can be changed before it is sent.
  for (const ready of document.querySelectorAll("[data-fills]")) {
    const target = ready.form.elements[ready.dataset.fills];
    ready.addEventListener("change", () => { target.value = ready.value; });
  }
})();
