(() => {
  "use strict";

  // Of a fee only the parts are shown that its kind needs.
  for (const fee of document.querySelectorAll(".retour-fee")) {
    const show = () => {
      const chosen = fee.querySelector("input[type=radio]:checked");
      for (const part of fee.querySelectorAll("[data-fee]")) {
        part.hidden = !chosen || !part.dataset.fee.split(" ").includes(chosen.value);
      }
    };
    fee.addEventListener("change", show);
    show();
  }

  // What takes long says so; the page that answers it begins anew.
  for (const button of document.querySelectorAll("[data-wait]")) {
    button.form.addEventListener("submit", (event) => {
      if (event.submitter !== button) return;
      const status = document.getElementById(button.dataset.wait);
      status.textContent = status.dataset.text;
      button.setAttribute("aria-busy", "true");
    });
  }

  // Without a limit there are no days to write.
  for (const box of document.querySelectorAll('input[name$="-unlimited"]')) {
    const days = box.closest(".retour-together").querySelector('input[name$="-days"]');
    const show = () => { days.disabled = box.checked; };
    box.addEventListener("change", show);
    show();
  }
})();
