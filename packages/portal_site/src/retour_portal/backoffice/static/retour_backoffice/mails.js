(() => {
  "use strict";

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
