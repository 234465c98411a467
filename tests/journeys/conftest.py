"""Journeys wait for slow machines as long as they have to."""

from playwright.sync_api import expect

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
