"""Pages a second of one host and of two, with the proxy and without, and what each part costs."""

from dataclasses import dataclass

from django.db import connection
from rich.console import Console
from rich.table import Table

from bench.client import HERE
from bench.hosts.site import BOTH, ONE, PORT, Host, Site
from bench.load import mix
from bench.load.deeds import Targets
from bench.load.driver import drive
from bench.load.visitors import Visitors
from bench.report import Report

CLIENTS, WARM = 8, 60


@dataclass(frozen=True)
class Rates:
    """Drives one set-up after the other with the same visitors, and keeps the figures."""

    site: Site
    visitors: Visitors
    targets: Targets
    seconds: float
    report: Report
    table: Table

    def measure(self, name: str, address: str, port: int, web: list[int]) -> None:
        """Eight clients with the mix like real life, then one alone with its home."""
        everybody = self.visitors.everybody
        requests = mix.requests(everybody, self.targets)
        drive(port, requests, CLIENTS, self.seconds / 5, warm=WARM, address=address)
        before = self.site.used(web)
        run = drive(port, requests, CLIENTS, self.seconds, address=address)
        each = self.site.used(web).each(before, run.requests)
        samples = run.together
        homes = mix.alone("home", everybody, self.targets)
        home = drive(port, homes, 1, self.seconds / 3, warm=WARM, address=address).together
        cells = [samples.rate, samples.quantile(0.5), samples.quantile(0.99), *each]
        cells.append(home.quantile(0.5))
        words = ("rate", "p50", "p99", "web", "database", "proxy", "client", "home.p50")
        for word, value in zip(words, cells, strict=True):
            self.report.add(f"hosts.{name}.{word}", value, "1/s" if word == "rate" else "ms")
        self.report.add(f"hosts.{name}.wrong", sum(samples.wrong.values()), "answers", 0)
        self.table.add_row(name, *(f"{value:,.2f}" for value in cells))


def measure(
    site: Site, visitors: Visitors, targets: Targets, seconds: float, report: Report
) -> None:
    """Measure four set-ups, and print them as a table."""
    table = Table(title=f"A mix like real life, {CLIENTS} clients; ms are processor time a request")
    table.add_column("what answers")
    for column in ("1/s", "p50 ms", "p99 ms", "web", "database", "proxy", "client", "home, one"):
        table.add_column(column, justify="right")
    rates = Rates(site, visitors, targets, seconds, report, table)
    a, b = site.hosts["a"], site.hosts["b"]
    with site.alone() as (port, pid):
        rates.measure("one machine, two processes", HERE, port, [pid])
    rates.measure("one host", a.machine.address, PORT, [a.pid])
    rates.measure("one host, proxy", site.proxy.address, ONE, [a.pid])
    rates.measure("two hosts, proxy", site.proxy.address, BOTH, [a.pid, b.pid])
    for name, host in site.hosts.items():
        report.add(f"hosts.connections.{name}", _connections(host), "of one web process")
    Console(width=140).print(table)


def _connections(host: Host) -> int:
    """Return how many connections a host holds to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE client_addr = %s::inet",
            [host.machine.address],
        )
        return int(cursor.fetchone()[0])
