// Photos are sent as soon as they are chosen; without this file a button sends them.
(() => {
  "use strict";

  for (const field of document.querySelectorAll("[data-photos]")) {
    const input = field.querySelector("input[type=file]");
    const button = field.querySelector("button[name=add_photos]");
    if (!input || !button) continue;
    input.addEventListener("change", () => {
      if (input.files.length) input.form.requestSubmit(button);
    });
  }
})();
