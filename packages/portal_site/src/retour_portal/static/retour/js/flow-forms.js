// Every form of the flow works without this file; it moves the focus to the errors and
// keeps an impatient second click from sending the form again.
(() => {
  "use strict";

  const summary = document.querySelector(".error-summary");
  if (summary) {
    window.addEventListener("load", () => {
      // The autofocus attribute has done it, unless the address names another place.
      if (!summary.contains(document.activeElement)) summary.focus();
    });
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    });
  }

  for (const form of document.querySelectorAll("form[data-flow-form]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      const button = event.submitter || form.querySelector("button[type=submit]");
      if (!button) return;
      button.setAttribute("aria-disabled", "true");
      if (button.dataset.busy) {
        button.dataset.label = button.textContent;
        button.textContent = button.dataset.busy;
      }
    });
  }

  // The back button may show the page as it was left, with its form marked as sent.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button[aria-disabled]")) {
        button.removeAttribute("aria-disabled");
        if (button.dataset.label) button.textContent = button.dataset.label;
      }
    }
  });
})();
