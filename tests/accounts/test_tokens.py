"""API tokens: made and shown once, stored as hashes, taken back."""

import re

import pytest
from sqlalchemy import select

from tests.rig.people import Somebody
from webapp.accounts.tokens import hash_token
from webapp.db import Database
from webapp.models import ApiToken


def make_token(who: Somebody) -> str:
    page = who.post("/accounts/me/tokens").text
    found = re.search(r'class="secret">([\w-]+)<', page)
    assert found, page
    return found[1]


def status(who: Somebody, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return who.app.test_client().get("/api/v1/projects", headers=headers).status_code


def test_token_is_shown_once_and_works(reviewer: Somebody) -> None:
    token = make_token(reviewer)
    assert status(reviewer, token) == 200
    assert token not in reviewer.get("/accounts/me").text


def test_older_tokens_stay_valid(reviewer: Somebody) -> None:
    tokens = [make_token(reviewer) for _ in range(3)]
    assert [status(reviewer, each) for each in tokens] == [200] * 3


def test_token_is_stored_as_a_hash(reviewer: Somebody, seeded: Database) -> None:
    token = make_token(reviewer)
    with seeded.reading() as session:
        assert session.scalars(select(ApiToken.token_hash)).all() == [hash_token(token)]
    assert len(token) >= 43


def test_revoked_token_is_401(reviewer: Somebody) -> None:
    token, other = make_token(reviewer), make_token(reviewer)
    answer = reviewer.post(f"/accounts/me/tokens/{hash_token(token)}/revoke")
    assert answer.status_code == 302
    assert (status(reviewer, token), status(reviewer, other)) == (401, 200)


def test_token_of_somebody_else_is_not_revoked(reviewer: Somebody, colleague: Somebody) -> None:
    token = make_token(reviewer)
    colleague.post(f"/accounts/me/tokens/{hash_token(token)}/revoke")
    assert status(reviewer, token) == 200


@pytest.mark.parametrize("token_hash", ["nothing", "%00", "%ff", "x" * 5000])
def test_revoking_what_is_not_there_changes_nothing(token_hash: str, reviewer: Somebody) -> None:
    token = make_token(reviewer)
    answer = reviewer.post(f"/accounts/me/tokens/{token_hash}/revoke")
    assert answer.status_code in (302, 404)
    assert status(reviewer, token) == 200


def test_hash_of_a_token_is_no_token(reviewer: Somebody) -> None:
    assert status(reviewer, hash_token(make_token(reviewer))) == 401
