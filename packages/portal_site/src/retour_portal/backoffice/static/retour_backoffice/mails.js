(() => {
  "use strict";

  // The preview follows the form; without this its buttons post into the frame.
  const form = document.getElementById("mail-form");
  const frame = document.querySelector("[data-preview-frame]");
  if (!form || !frame) return;
  const buttons = [...document.querySelectorAll("[data-preview]")];
  let shown = buttons[0];
  let waiting = 0;
  let asked = 0;

  async function show() {
    const mine = (asked += 1);
    try {
      const response = await fetch(shown.formAction, { method: "POST", body: new FormData(form) });
      if (response.ok && mine === asked) frame.srcdoc = await response.text();
    } catch {
      // Offline for a moment: the preview stays as it is.
    }
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  }

  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      shown = button;
      show();
    });
  }
  form.addEventListener("input", soon);
  document.getElementById("mail-return")?.addEventListener("change", show);
  show();

  const sms = document.getElementById("mail-sms");
  const count = document.querySelector("[data-sms-count]");
  const doubled = /[\^{}\\[\]~|€]/g;
  const basic = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[\]~|€]*$/;
  const examples = new Map([...document.querySelectorAll("[data-example]")].map((shown) => [shown.dataset.example, shown.textContent]));
  sms?.addEventListener("input", () => {
    const text = sms.value.trim().replace(/\{[^{}]*\}|[{}]/g, (token) => examples.get(token) ?? "");
    const isBasic = basic.test(text);
    const units = text.length + (isBasic ? (text.match(doubled) || []).length : 0);
    const [single, joined] = isBasic ? [160, 153] : [70, 67];
    count.querySelector("[data-units]").textContent = units;
    count.querySelector("[data-room]").textContent = single;
    count.querySelector("[data-parts]").textContent = units === 0 ? 0 : units <= single ? 1 : Math.ceil(units / joined);
  });
})();
