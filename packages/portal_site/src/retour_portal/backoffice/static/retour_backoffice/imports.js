(() => {
  "use strict";
  const bar = document.getElementById("import-progress");
  const shown = ["percent", "row", "created", "updated", "unchanged", "stale", "rejected"];
  const ask = async () => {
    try {
      const response = await fetch(bar.dataset.status, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const status = await response.json();
      if (status.percent !== null) bar.value = status.percent;
      for (const name of shown) {
        const place = document.getElementById(`import-${name}`);
        if (place && name in status) place.textContent = status[name].toLocaleString(document.documentElement.lang || undefined);
      }
      if (status.state !== "running") return location.reload();
    } catch {
      // The server may be restarting: the next question will tell.
    }
    setTimeout(ask, 1000);
  };
  if (bar && bar.dataset.status) setTimeout(ask, 500);
})();
