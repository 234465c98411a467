"""A bare handler to measure against: Flask and SQLAlchemy, one insert, one FULL commit."""

import os

import waitress
from flask import Flask, request
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, event, insert

table = Table(
    "label", MetaData(), Column("id", Integer, primary_key=True), Column("event_id", String)
)


def create_app(url: str) -> Flask:
    """Return the application."""
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    table.metadata.create_all(engine)
    app = Flask(__name__)

    @app.post("/")
    def save() -> dict[str, str]:
        body = request.get_json()
        with engine.begin() as connection:
            connection.execute(insert(table), {"event_id": body["event_id"]})
        return {"outcome": "stored"}

    return app


if __name__ == "__main__":
    waitress.serve(
        create_app(os.environ["FACTCHECK_DATABASE_URL"]),
        port=int(os.environ["FACTCHECK_PORT"]),
        threads=8,
    )
