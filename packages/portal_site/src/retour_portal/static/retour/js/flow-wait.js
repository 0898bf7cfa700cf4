// While a label is being made or a parcel travels: ask for the state, then fetch this page
// again and put its new parts in place, so that nothing the customer is reading jumps away.
(() => {
  "use strict";

  const PARTS = [
    "label-panel", "state", "tracking-panel", "nearby-panel", "dates-panel",
    "timeline-panel", "choices", "next-panel",
  ];
  const waiting = [...document.querySelectorAll("[data-wait]")];
  const FIRST_MS = 700;
  const LONGEST_MS = 8000;
  const FOLLOW_MS = 5000;
  const FOLLOW_LONGEST_MS = 60000;

  const swap = async () => {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of new Set([...PARTS, ...waiting.map((part) => part.id)])) {
      const present = document.getElementById(id);
      const next = fresh.getElementById(id);
      if (!present || !next || present.innerHTML === next.innerHTML) continue;
      delete present.dataset.wait;
      present.replaceChildren(...next.childNodes);
    }
  };

  const status = async (address) => {
    const answer = await fetch(address, {
      cache: "no-store",
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const wait = async (address, pause) => {
    try {
      if (!(await status(address)).waiting) {
        await swap();
        return;
      }
    } catch {
      // Offline or restarting: the next round asks again.
    }
    const longer = Math.min(pause * 1.25, LONGEST_MS);
    window.setTimeout(() => wait(address, longer), pause);
  };

  // Quick after news, ever slower without; a page nobody looks at does not ask.
  const follow = async (address, version, pause) => {
    let known = version;
    let longer = Math.min(pause * 1.2, FOLLOW_LONGEST_MS);
    try {
      if (!document.hidden) {
        const told = await status(address);
        if (told.version !== known) {
          await swap();
          known = told.version;
          longer = FOLLOW_MS;
        }
        if (!told.following) return;
      }
    } catch {
      // As above.
    }
    window.setTimeout(() => follow(address, known, longer), longer);
  };

  // Until a payment is there this page answers; afterwards it leads on.
  const moveOn = async (pause) => {
    try {
      const answer = await fetch(window.location.href, { cache: "no-store" });
      if (answer.redirected) {
        window.location.assign(answer.url);
        return;
      }
    } catch {
      // As above.
    }
    window.setTimeout(() => moveOn(Math.min(pause * 1.25, LONGEST_MS)), pause);
  };

  if (document.querySelector("[data-moves-on]")) {
    window.setTimeout(() => moveOn(FOLLOW_MS), FOLLOW_MS);
  }
  for (const { dataset: { wait: address } } of waiting) {
    window.setTimeout(() => wait(address, FIRST_MS), FIRST_MS);
  }
  const parcels = document.getElementById("tracking-panel");
  if (parcels && parcels.dataset.follow) {
    const { follow: address, version } = parcels.dataset;
    window.setTimeout(() => follow(address, version, FOLLOW_MS), FOLLOW_MS);
  }
})();
