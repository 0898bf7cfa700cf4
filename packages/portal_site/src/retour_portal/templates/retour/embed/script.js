(() => {
  "use strict";
  // <div data-retour="en"><a href="…">Return something</a></div> becomes the form; the
  // link inside stays for whoever has no script, and comes back where no form answers:
  // the brand does not name this page, or the portal is away.
  const origin = new URL(document.currentScript.src).origin;
  const frames = new Map();
  const PATIENCE_MS = 1500;
  const place = (element) => {
    const language = element.dataset.retour || "en";
    if (!/^[a-z]{2,3}(-[a-z]+)?$/.test(language)) return;
    const frame = document.createElement("iframe");
    const link = element.querySelector("a");
    frame.title = element.dataset.title || (link && link.textContent.trim()) || "Returns";
    frame.src = `${origin}/${language}/return/embed/`;
    frame.style.cssText = "width:100%;border:0;height:26rem;color-scheme:light";
    const before = [...element.childNodes];
    frame.addEventListener("load", () => setTimeout(() => {
      if (!frame.dataset.heard) element.replaceChildren(...before);
    }, PATIENCE_MS));
    element.replaceChildren(frame);
    frames.set(frame.contentWindow, frame);
  };
  addEventListener("message", (event) => {
    const frame = event.origin === origin && frames.get(event.source);
    if (!frame || !event.data || !("retourHeight" in event.data)) return;
    frame.dataset.heard = "yes";
    const height = Number(event.data.retourHeight);
    if (height > 0 && height < 5000) frame.style.height = `${Math.ceil(height)}px`;
  });
  const placeAll = () => document.querySelectorAll("[data-retour]").forEach(place);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", placeAll);
  else placeAll();
})();
