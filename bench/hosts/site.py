"""The site on several machines: web hosts, the worker, and nginx in front."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import HERE
from bench.hosts.database import Primary
from bench.hosts.network import Machine, end
from bench.load.processes import descendants, used_by
from parvis.operations.runtime import ROOT, Stop

PORT, ONE, BOTH = 8000, 8081, 8080  # a host's; the proxy's, before host a alone and before both
PATIENCE = 60.0

# As in docs/running.md, but for TLS; a host that does not answer is left alone for two seconds.
NGINX = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 2048; }}
http {{
    log_format host "$upstream_addr";
    access_log {folder}/hosts.log host;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
    client_max_body_size 202m;

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_connect_timeout 1s;

    upstream one {{ server {a}; keepalive 16; }}
    upstream both {{
        server {a} max_fails=1 fail_timeout=2s;
        server {b} max_fails=1 fail_timeout=2s;
        keepalive 16;
    }}
    server {{
        listen {one};
        location / {{ proxy_pass http://one; }}
    }}
    server {{
        listen {both};
        location / {{ proxy_pass http://both; }}
        location = /live {{ proxy_pass http://both; proxy_buffering off; }}
    }}
}}
"""


@dataclass
class Host:
    """A machine with a web process, and the program that keeps it."""

    machine: Machine
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def pid(self) -> int:
        """The first process of the host."""
        return self.process.pid if self.process else 0

    def kill(self) -> None:
        """Have it gone like a machine whose power fails: every process, at once."""
        for pid in (self.pid, *descendants(self.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@dataclass
class Site:
    """Everything that answers, where it is, and what it uses."""

    data: Path
    database: Primary
    hosts: dict[str, Host]
    proxy: Machine
    folder: Path
    nginx: "subprocess.Popen[bytes] | None" = None
    stack: ExitStack = field(default_factory=ExitStack)

    def start(self, host: Host) -> float:
        """Start a web host; returns the seconds until it answered."""
        began = time.perf_counter()
        words = ("--only", "web", "--processes", 1, "--host", host.machine.address)
        host.process = self._parvis(host.machine, *words, "--port", PORT)
        self.stack.callback(end, host.process)
        self._wait(host.machine.address, PORT, host.process)
        return time.perf_counter() - began

    def start_worker(self, machine: Machine) -> None:
        """Start the worker."""
        self.stack.callback(end, self._parvis(machine, "--only", "worker"))

    def start_proxy(self) -> None:
        """Start nginx; raises Stop where it is not installed."""
        program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            raise Stop("nginx is not installed.")
        a, b = (f"{self.hosts[name].machine.address}:{PORT}" for name in ("a", "b"))
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder, a=a, b=b, one=ONE, both=BOTH))
        self.nginx = self.proxy.start(
            program, "-c", config, "-e", self.folder / "error.log",
            log=self.folder / "nginx.log", environment={},
        )  # fmt: skip
        self.stack.callback(end, self.nginx)
        self._wait(self.proxy.address, BOTH, self.nginx)

    @contextmanager
    def alone(self) -> Iterator[tuple[int, int]]:
        """Serve from this machine, as `bench load` does: two processes, the database by its Unix
        socket. Gives the port and the first process.
        """
        words = ("serve", "--only", "web", "--processes", "2", "--port", str(BOTH))
        command = [sys.executable, "-m", "parvis", *words, "--data", str(self.data)]
        url = {"PARVIS_DATABASE_URL": self.database.here}
        with (self.folder / "parvis.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=self._environment() | url, start_new_session=True,
                stdout=log, stderr=log,
            )  # fmt: skip
        try:
            self._wait(HERE, BOTH, process)
            yield BOTH, process.pid
        finally:
            end(process)

    def turns(self) -> dict[str, int]:
        """How many requests the proxy has given to each host so far, tried again or not."""
        lines = (self.folder / "hosts.log").read_text()
        return {
            name: lines.count(f"{host.machine.address}:{PORT}") for name, host in self.hosts.items()
        }

    def used(self, webs: list[int]) -> "UsedHere":
        """Processor time so far: of these processes, the database, the proxy, and this client."""
        own = os.times()
        return UsedHere(
            sum(used_by(pid) for pid in webs),
            used_by(self.database.process.pid),
            used_by(self.nginx.pid) if self.nginx else 0.0,
            own.user + own.system,
        )

    def _parvis(self, machine: Machine, *words: object) -> "subprocess.Popen[bytes]":
        command = (sys.executable, "-m", "parvis", "serve", "--data", self.data, *words)
        return machine.start(
            *command, log=self.folder / "parvis.log", environment=self._environment()
        )

    def _environment(self) -> dict[str, str]:
        from config.secret import secret_key

        others = {k: v for k, v in os.environ.items() if not k.startswith("PARVIS_")}
        addresses = [host.machine.address for host in self.hosts.values()]
        return others | {
            "PYTHONPATH": str(ROOT),
            "PARVIS_DATABASE_URL": self.database.url,
            "PARVIS_SECRET_KEY": secret_key(self.data),
            "PARVIS_URL": f"http://{self.proxy.address}:{BOTH}",
            "PARVIS_HOSTS": ",".join(addresses),
            "PARVIS_BEHIND_PROXY": "1",
            "PARVIS_TRUSTED_PROXIES": self.proxy.address,
            "PARVIS_LINK_PREVIEWS": "0",
        }

    def _wait(self, address: str, port: int, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://{address}:{port}/healthz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        log = (self.folder / "parvis.log").read_text()
        raise Stop(f"{address}:{port} does not answer. {log[-2000:]}")


@dataclass(frozen=True)
class UsedHere:
    """Seconds of processor time."""

    web: float
    database: float
    proxy: float
    client: float

    def each(self, before: "UsedHere", requests: int) -> list[float]:
        """Milliseconds a request since then: web, database, proxy, client."""
        pairs = (
            (self.web, before.web), (self.database, before.database),
            (self.proxy, before.proxy), (self.client, before.client),
        )  # fmt: skip
        return [(now - then) * 1000 / max(requests, 1) for now, then in pairs]


@contextmanager
def site(data: Path, database: Primary, machines: dict[str, Machine]) -> Iterator[Site]:
    """Start two web hosts, a worker on the database's machine, and the proxy."""
    hosts = {name: Host(machines[name]) for name in ("a", "b")}
    folder = database.scratch / "site"
    folder.mkdir()
    folder.chmod(0o711)  # nginx's workers are nobody
    made = Site(data, database, hosts, machines["proxy"], folder)
    with made.stack:
        for host in hosts.values():
            made.start(host)
        made.start_worker(machines["database"])
        made.start_proxy()
        yield made
