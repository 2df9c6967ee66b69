"""The command line: `careerdesk --help`."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from careerdesk.kernel.settings import Settings

app = typer.Typer(name="careerdesk", help="The open career office.", no_args_is_help=True, add_completion=True)


@contextmanager
def database(settings: Settings) -> Iterator[tuple[str, str]]:
    """The owner's and the app's database URL; starts the embedded server where no other is configured."""
    if settings.database_url:
        yield settings.database_url, settings.database_url
        return
    from careerdesk.kernel import embedded

    try:
        server = embedded.start(settings.data_dir)
    except embedded.EmbeddedError as error:
        typer.echo(f"The embedded database did not start. {error}", err=True)
        raise typer.Exit(1) from error
    # By default SIGTERM ends a process on the spot (uvicorn passes it on when it has shut down); the server must end first.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with server:
        yield server.url, server.app_url


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on", envvar="PORT")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Web processes")] = 1,
    tasks: Annotated[bool, typer.Option(help="Also carry out background work")] = True,
    demo: Annotated[bool, typer.Option(help="Load the demo season where the database is empty")] = False,
) -> None:
    """Serve the web app and the API."""
    import uvicorn

    from careerdesk.entry import maintenance
    from careerdesk.entry.app import create_app
    from careerdesk.entry.protocol import DeadlineProtocol

    settings = Settings()
    settings.secret()
    with database(settings) as (owner, own):
        maintenance.make_current(settings, owner)
        if demo:
            settings.default_institution = settings.default_institution or "demo"
            maintenance.load_demo_once(settings, owner)
            maintenance.print_sign_ins(settings, host, port)
        config: dict[str, Any] = {
            "host": host, "port": port, "log_level": "warning", "access_log": False, "server_header": False,
            "http": DeadlineProtocol, "timeout_keep_alive": 30, "timeout_graceful_shutdown": 15, "proxy_headers": False,
        }  # fmt: skip
        if workers == 1:
            uvicorn.run(create_app(settings, database_url=own, worker=tasks), **config)
            return
        os.environ["CAREERDESK_DATABASE_URL"] = own
        worker = subprocess.Popen([sys.executable, "-m", "careerdesk", "worker"]) if tasks else None
        try:
            uvicorn.run("careerdesk.entry.app:create_app", factory=True, workers=workers, **config)
        finally:
            if worker is not None:
                worker.terminate()
                worker.wait(timeout=30)


@app.command()
def worker(concurrency: Annotated[int, typer.Option(min=1, max=64, help="Tasks at the same time")] = 4) -> None:
    """Carry out background work."""
    from careerdesk.entry.house import build
    from careerdesk.entry.logs import configure
    from careerdesk.entry.routers import load_tasks
    from careerdesk.kernel.tasks import work

    settings = Settings()
    configure(settings)
    load_tasks()

    async def run(own: str) -> None:
        house = build(settings, own, name="careerdesk-worker")
        await house.database.start()
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        try:
            await work(house, stop, concurrency=concurrency)
        finally:
            await house.database.stop()

    with database(settings) as (_, own):
        asyncio.run(run(own))


@app.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="A revision, or head")] = "head",
) -> None:
    """Bring the database's tables up to this version."""
    from careerdesk import migrations

    with database(Settings()) as (owner, _):
        migrations.upgrade(owner, revision)
        typer.echo(f"The database is at {migrations.current(owner)}.")


@app.command()
def demo(
    students: Annotated[int, typer.Option(min=20, max=50_000, help="Students of the first institution")] = 300,
    seed: Annotated[int, typer.Option(help="The same seed gives the same season")] = 7,
    reset: Annotated[bool, typer.Option(help="Remove what is there first")] = False,
) -> None:
    """Load the demo season."""
    from careerdesk.entry import maintenance

    settings = Settings()
    with database(settings) as (owner, _):
        maintenance.make_current(settings, owner)
        maintenance.load_demo(settings, owner, students=students, seed=seed, reset=reset)


@app.command("create-admin")
def create_admin(
    email: Annotated[str, typer.Option(prompt=True, help="E-mail address")],
    name: Annotated[str, typer.Option(prompt=True, help="Full name")],
    institution: Annotated[str, typer.Option(prompt=True, help="Slug; made where it does not exist")],
    institution_name: Annotated[str, typer.Option(help="Name of a new institution")] = "",
    time_zone: Annotated[str, typer.Option(help="Time zone of a new institution")] = "Asia/Kolkata",
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="CAREERDESK_ADMIN_PASSWORD")
    ] = "",
) -> None:
    """Create an administrator, and the institution where it is new."""
    from careerdesk.entry import maintenance

    settings = Settings()
    with database(settings) as (owner, own):
        maintenance.make_current(settings, owner)
        text = maintenance.create_admin(
            settings, owner, own, email=email, name=name, slug=institution, institution_name=institution_name or institution,
            time_zone=time_zone, password=password,
        )  # fmt: skip
        typer.echo(text)


@app.command("import-students")
def import_students(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or XLSX")],
    institution: Annotated[str, typer.Option(help="Slug of the institution")],
    dry_run: Annotated[bool, typer.Option(help="Check only")] = False,
    invite: Annotated[bool, typer.Option(help="Send invitations to new students")] = False,
) -> None:
    """Import students from a spreadsheet."""
    from careerdesk.entry import maintenance

    settings = Settings()
    with database(settings) as (_, own):
        report = maintenance.import_students(settings, own, file, institution, dry_run=dry_run, invite=invite)
    for error in report["errors"]:
        typer.echo(f"row {error['row']}, {error['column']}: {error['message']}", err=True)
    counts = ("total", "created", "updated", "unchanged", "failed")
    typer.echo(", ".join(f"{report[name]} {name}" for name in counts))
    if report["failed"]:
        raise typer.Exit(2)


@app.command()
def openapi(output: Annotated[Path | None, typer.Option(help="File to write; stdout otherwise")] = None) -> None:
    """Write the API's document."""
    from careerdesk.entry.maintenance import openapi_text

    text = openapi_text()
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text)


@app.command()
def check() -> None:
    """Verify the audit chain and the invariants of every institution."""
    from careerdesk.entry import maintenance

    settings = Settings()
    with database(settings) as (owner, own):
        found = maintenance.check(settings, owner, own)
    for line in found:
        typer.echo(line.text)
    if any(line.wrong for line in found):
        raise typer.Exit(1)


@app.command()
def doctor() -> None:
    """Say what this installation has and lacks, and what to do about it."""
    from careerdesk.entry import maintenance

    settings = Settings()
    with database(settings) as (owner, _):
        for line in maintenance.doctor(settings, owner):
            typer.echo(line.text)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="File to write")]) -> None:
    """Write the database and the files into one archive."""
    from careerdesk.entry import backups

    settings = Settings()
    with database(settings) as (owner, _):
        size = backups.backup(settings, owner, target)
    typer.echo(f"Wrote {target}, {size / 1_000_000:.1f} MB.")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="An archive made by `careerdesk backup`")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace what is there without asking")] = False,
) -> None:
    """Replace the database and the files by an archive's."""
    from careerdesk.entry import backups

    settings = Settings()
    if not yes:
        typer.confirm("Everything that is there now is replaced. Go on?", abort=True)
    with database(settings) as (owner, _):
        backups.restore(settings, owner, source)
    typer.echo("Restored. Run: careerdesk check")


def main() -> None:
    """The console script."""
    app()
