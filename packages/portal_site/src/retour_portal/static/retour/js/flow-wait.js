// While the label is being made: ask for the state, then fetch this page again and put
// its new parts in place, so that nothing the customer is reading jumps away.
(() => {
  "use strict";

  const PARTS = ["label-panel", "state", "timeline-panel"];
  const FIRST_MS = 700;
  const LONGEST_MS = 8000;
  const panel = document.getElementById("label-panel");
  if (!panel || !panel.dataset.wait) return;
  const address = panel.dataset.wait;

  const swap = async () => {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of PARTS) {
      const present = document.getElementById(id);
      const next = fresh.getElementById(id);
      if (!present || !next) continue;
      delete present.dataset.wait;
      present.replaceChildren(...next.childNodes);
    }
  };

  const ask = async (pause) => {
    try {
      const answer = await fetch(address, {
        cache: "no-store",
        headers: { Accept: "application/json" },
      });
      if (answer.ok && !(await answer.json()).waiting) {
        await swap();
        return;
      }
    } catch {
      // Offline or restarting: the next round asks again.
    }
    const longer = Math.min(pause * 1.25, LONGEST_MS);
    window.setTimeout(() => ask(longer), pause);
  };

  window.setTimeout(() => ask(FIRST_MS), FIRST_MS);
})();
