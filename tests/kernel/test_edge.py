"""What the outermost ring does to every answer."""

import gzip
import json
import zlib

import httpx2
import pytest

from careerdesk.permissions.roles import Role


@pytest.mark.as_(Role.OFFICER)
async def test_a_long_list_travels_packed_where_the_client_unpacks(client: httpx2.AsyncClient) -> None:
    path = "/meta/flows"
    plain = await client.get(path, headers={"accept-encoding": "identity"})
    packed = await client.get(path, headers={"accept-encoding": "gzip, br"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


@pytest.mark.as_(Role.OFFICER)
async def test_a_short_answer_travels_as_it_is(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/notifications/unread-count", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert answer.json() == {"unread": 0}


def test_the_packing_is_gzip() -> None:
    from careerdesk.kernel.edge import _packed

    content = json.dumps(list(range(2000))).encode()
    body = {"type": "http.response.body", "body": content}
    start = _packed({"type": "http.response.start", "headers": [(b"content-length", b"1")]}, body)
    assert gzip.decompress(body["body"]) == zlib.decompress(body["body"], wbits=31) == content
    assert dict(start["headers"])[b"content-length"] == str(len(body["body"])).encode()
