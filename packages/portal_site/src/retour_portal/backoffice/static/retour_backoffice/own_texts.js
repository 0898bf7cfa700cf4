(() => {
  "use strict";

  // The preview follows the form; without this its buttons post into the frame.
  const form = document.getElementById("text-form");
  const frame = document.querySelector("[data-preview-frame]");
  if (!form || !frame) return;
  const buttons = [...document.querySelectorAll("[data-preview]")];
  let shown = buttons[0];
  let waiting = 0;
  let asked = 0;

  async function show() {
    const mine = (asked += 1);
    const data = new FormData(form);
    data.set("state", shown.value);
    try {
      const response = await fetch(shown.formAction, { method: "POST", body: data });
      if (!response.ok) return;
      const page = await response.text();
      if (mine === asked) put(page);
    } catch {
      // Offline for a moment: the preview stays as it is.
    }
  }

  function put(page) {
    // Only what changed, so that the frame keeps its place and its styles; a mail's
    // frame lets nobody in, and gets the whole.
    const main = frame.contentDocument?.querySelector("main");
    if (main) main.replaceWith(new DOMParser().parseFromString(page, "text/html").querySelector("main"));
    else frame.srcdoc = page;
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  }

  function press(button) {
    shown = button;
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === shown));
  }

  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      press(button);
      show();
    });
  }
  press(shown);
  form.addEventListener("input", soon);
  for (const control of form.elements) if (!form.contains(control)) control.addEventListener("change", show);
  // What was refused, or begun from another language, is in the form alone.
  frame.addEventListener("load", show, { once: true });
  if (frame.contentDocument?.querySelector("main")) show();
})();
