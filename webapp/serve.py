"""`python -m webapp serve`: the application under waitress."""

import gc
import logging
import socket
from dataclasses import replace

import click
import waitress

from webapp import create_app, first_run
from webapp.config import Settings
from webapp.problems import Problem
from webapp.program import Program, listening_url

_BACKLOG = 1024


@click.command()
@click.option("--host", help="Address to listen on; FACTCHECK_HOST if not given.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; FACTCHECK_PORT if not given.")
@click.pass_obj
def serve(program: Program, host: str | None, port: int | None) -> None:
    """Serve the pages; an empty database is prepared first."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
    settings = program.settings
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    with _listen(settings) as listener:
        database = first_run.prepare(settings)
        app = create_app(settings, database)
        first_run.note_address(database, settings)
        _greet(settings, first_run.admin_link(database, settings))
        gc.freeze()  # a full collection took 75 ms, nearly all of it over what is there from now on
        waitress.serve(
            app,
            sockets=[listener],
            threads=settings.threads,
            ident=None,
            clear_untrusted_proxy_headers=False,  # ProxyFix decides, by FACTCHECK_TRUSTED_PROXIES
            max_request_body_size=settings.max_text * 8 + 200_000,
            channel_timeout=60,
            connection_limit=1000,
            asyncore_use_poll=True,
            outbuf_high_watermark=2**40,  # a stalled download waits in a file, not in a thread
        )


def _greet(settings: Settings, link: str | None) -> None:
    address = settings.public_url.rstrip("/") or listening_url(settings)
    if link:
        click.echo(f"Sign in as admin, once, with this link:\n  {address}{link}")
    click.echo(f"Serving on {address} (stop with Ctrl+C)")


def _listen(settings: Settings) -> socket.socket:
    """Open the port first, so that a port in use costs one line and nothing else."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise Problem(
            f"cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            "Choose another port: --port 8000, or make serve PORT=8000."
        ) from error
    listener.listen(_BACKLOG)
    return listener
