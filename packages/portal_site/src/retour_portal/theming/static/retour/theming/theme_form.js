(() => {
  "use strict";

  // Wagtail shows the preview beside the form once somebody asked for it; here it is
  // what the form is for, so a desk gets it at once, unless it was closed before.
  function showPreview() {
    const desk = matchMedia("(min-width: 75rem)").matches;
    const toggle = document.querySelector('[data-side-panel-toggle="preview"]');
    let chosen = "";
    try {
      chosen = localStorage.getItem("wagtail:side-panel-open");
    } catch {
      // A browser without storage: nobody closed it.
    }
    if (desk && toggle && chosen === null) toggle.click();
  }

  function addPicker(box) {
    const written = box.querySelector("input");
    const picker = document.createElement("input");
    picker.type = "color";
    picker.setAttribute("aria-labelledby", `${written.id}-label`);
    const follow = () => {
      const whole = /^#[0-9a-f]{6}$/i.test(written.value);
      if (whole) picker.value = written.value.toLowerCase();
      picker.classList.toggle("retour-colour__none", !whole);
    };
    picker.addEventListener("input", () => {
      written.value = picker.value;
      picker.classList.remove("retour-colour__none");
      for (const kind of ["input", "change"]) written.dispatchEvent(new Event(kind, { bubbles: true }));
    });
    written.addEventListener("input", follow);
    follow();
    box.append(picker);
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-colour]").forEach(addPicker));
  window.addEventListener("load", showPreview);
})();
