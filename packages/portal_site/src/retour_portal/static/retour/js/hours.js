// Marks the row of today in opening hours, by the clock of the place. Pages are kept for
// all visitors, so the server cannot know the day; without a clock nothing is marked.
(function () {
  "use strict";

  const days = { Mon: 0, Tue: 1, Wed: 2, Thu: 3, Fri: 4, Sat: 5, Sun: 6 };

  function today(zone) {
    try {
      const name = new Intl.DateTimeFormat("en", { weekday: "short", timeZone: zone });
      return days[name.format(new Date())];
    } catch {
      return undefined;
    }
  }

  for (const week of document.querySelectorAll("[data-hours-zone]")) {
    const day = today(week.dataset.hoursZone);
    for (const row of week.children) {
      if (Number(row.dataset.first) <= day && day <= Number(row.dataset.last)) {
        row.classList.add("hours__row--today");
        row.querySelector(".hours__today").hidden = false;
      }
    }
  }
})();
