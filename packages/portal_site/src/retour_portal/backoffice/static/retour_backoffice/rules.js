(() => {
  "use strict";

  // Dragging: only an addition to the arrow buttons, which post by themselves.
  const list = document.querySelector(".retour-rules");
  if (list && list.children.length > 1) startDragging(list);

  function startDragging(rules) {
    const status = document.getElementById("rules-status");
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    let dragged = null;
    let before = "";
    rules.classList.add("retour-rules--drag");
    const sequence = () => [...rules.children].map((rule) => rule.dataset.rule);
    for (const handle of rules.querySelectorAll(".retour-rule__handle")) {
      handle.hidden = false;
      handle.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || dragged) return;
        dragged = handle.closest(".retour-rule");
        before = sequence().join();
        dragged.classList.add("retour-rule--dragged");
        // On the document: a rule that changes its place loses a captured pointer.
        document.addEventListener("pointermove", follow);
        document.addEventListener("pointerup", drop);
        document.addEventListener("pointercancel", drop);
        event.preventDefault();
      });
    }

    function follow(event) {
      const next = [...rules.children].find((rule) => {
        const box = rule.getBoundingClientRect();
        return rule !== dragged && event.clientY < box.top + box.height / 2;
      });
      if (next === dragged.nextElementSibling || (!next && dragged === rules.lastElementChild)) return;
      rules.insertBefore(dragged, next || null);
      dragged.scrollIntoView({ block: "nearest" });
    }

    function drop() {
      document.removeEventListener("pointermove", follow);
      document.removeEventListener("pointerup", drop);
      document.removeEventListener("pointercancel", drop);
      dragged.classList.remove("retour-rule--dragged");
      dragged = null;
      if (sequence().join() !== before) save();
    }

    async function save() {
      const body = new URLSearchParams(sequence().map((key) => ["rule", key]));
      try {
        const response = await fetch(rules.dataset.reorder, {
          method: "POST",
          body,
          headers: { "X-CSRFToken": token.value },
        });
        if (!response.ok) throw new Error(String(response.status));
        status.textContent = rules.dataset.saved;
        const steps = [...rules.children];
        for (const rule of steps) {
          const [up, down] = rule.querySelectorAll(".retour-step");
          if (!up) continue;
          up.disabled = rule === steps[0];
          down.disabled = rule === steps[steps.length - 1];
        }
      } catch {
        status.classList.remove("w-sr-only");
        status.className = "retour-error";
        status.textContent = rules.dataset.failed;
      }
    }
  }

  // A long list of choices gets a box to narrow it down.
  for (const filter of document.querySelectorAll(".retour-filter")) {
    const labels = [...filter.nextElementSibling.querySelectorAll("label")];
    if (labels.length < 12) continue;
    filter.hidden = false;
    filter.querySelector("input").addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLocaleLowerCase();
      for (const label of labels) {
        const isChosen = label.querySelector("input").checked;
        label.hidden = !isChosen && !label.textContent.toLocaleLowerCase().includes(wanted);
      }
    });
    filter.querySelector("input").addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  // The upper end of a range is asked for only where there is one.
  for (const condition of document.querySelectorAll(".retour-condition")) {
    const last = condition.querySelector(".retour-condition__last");
    const operator = condition.querySelector("select");
    if (!last) continue;
    const show = () => { last.hidden = operator.value !== "between"; };
    operator.addEventListener("change", show);
    show();
  }
})();
