// Buttons beside a quantity, and an item that is ticked when its quantity is touched.
(() => {
  "use strict";

  for (const stepper of document.querySelectorAll("[data-stepper]")) {
    const input = stepper.querySelector("input");
    const item = stepper.closest("[data-item]");
    const tick = item && item.querySelector("input[type=checkbox]");
    const name = item ? item.querySelector(".item__title").textContent.trim() : "";
    const least = Number(input.min);
    const most = Number(input.max);

    const button = (sign, words, step) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = sign;
      made.setAttribute("aria-label", `${words} – ${name}`);
      made.addEventListener("click", () => {
        const now = Number.parseInt(input.value, 10) || 0;
        input.value = String(Math.min(most, Math.max(least, now + step)));
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return made;
    };

    const less = button("−", stepper.dataset.less, -1);
    const more = button("+", stepper.dataset.more, 1);
    stepper.prepend(less);
    stepper.append(more);

    const limit = () => {
      less.setAttribute("aria-disabled", String(Number(input.value) <= least));
      more.setAttribute("aria-disabled", String(Number(input.value) >= most));
    };
    input.addEventListener("input", () => {
      if (tick) tick.checked = true;
      limit();
    });
    limit();
  }
})();
