"""The demo: a store, two brands' portals, worker, mail page; Ctrl-C stops all."""

from __future__ import annotations

import argparse
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from retour_portal.demo.installation import Demo, SetupFailed
from retour_portal.demo.seed import PASSWORD
from retour_portal.runtime.supervisor import PortTaken, Supervisor


def main() -> int:
    demo = _demo(_arguments())
    try:
        demo.prepare()
        supervisor = Supervisor(demo.programs())
        supervisor.start()
        try:
            _wait_until_up(demo)
            print(_greeting(demo), flush=True)  # noqa: T201
            supervisor.run()
        except KeyboardInterrupt:
            supervisor.stop()
    except (PortTaken, SetupFailed) as error:
        print(f"\n{error}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130
    print("\nStopped.")  # noqa: T201
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8100, help="of the portals")
    parser.add_argument("--store-port", type=int, default=8200)
    parser.add_argument("--data-dir", type=Path, default=Path(".retour/demo"))
    parser.add_argument("--store", type=Path, default=Path("examples/oscar_store"))
    parser.add_argument("--fresh", action="store_true", help="forget the last demo")
    parser.add_argument(
        "--scan-seconds",
        type=int,
        default=30,
        help="from one scan of a parcel to the next; 0: parcels do not move",
    )
    return parser.parse_args()


def _demo(arguments: argparse.Namespace) -> Demo:
    return Demo(
        port=arguments.port,
        store_port=arguments.store_port,
        data_dir=arguments.data_dir.resolve(),
        store=arguments.store.resolve(),
        fresh=arguments.fresh,
        scan_seconds=arguments.scan_seconds,
    )


def _wait_until_up(demo: Demo, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    for url in (f"{demo.retour_url}/readyz", f"{demo.store_url}/en/"):
        while not _answers(url):
            if time.monotonic() > deadline:
                raise SetupFailed(f"{url} does not answer; see {demo.logs}.")
            time.sleep(0.2)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - ours
            return bool(response.status == 200)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _greeting(demo: Demo) -> str:
    facts = demo.facts
    order = f"{facts['order_number']}, postal code {facts['postal_code']}"
    pace = demo.scan_seconds
    parcels = f"handed in {2 * pace} s after the label, here after {6 * pace} s"
    if not pace:
        parcels = "stay where they are"
    return f"""
Retour is running. Ctrl-C stops it.

  Store            {demo.store_url}/en/
                   buy as a guest; the order appears in Retour within seconds
  Portal           {facts["portals"]["alpenglow"]}/en/    (orders of the store)
  Portal           {facts["portals"]["maison-lune"]}/fr/
                   order {order} (shipped elsewhere)
  Gift             {facts["portals"]["maison-lune"]}/gift
                   code {facts["gift_code"]}
  Back office      {demo.retour_url}/admin/    admin / {PASSWORD}
                   one brand each, with the same password: mara (administrator),
                   luc, greta (agents), emil (editor), paula (publisher)
  Store dashboard  {demo.store_url}/en/dashboard/retour/
                   owner@store.example / {PASSWORD}
  Parcels          {parcels}
  Mail             {demo.retour_url}/dev/mail/
  Logs             {demo.logs}
"""


if __name__ == "__main__":
    sys.exit(main())
