"""Redirects, one by one and in bulk."""

import httpx
import pytest

URL = "/shops/oa/redirects"
OLD = {"source": "/old", "target": "/new", "statusCode": 302}


async def test_a_redirect_is_made_changed_and_removed(admin: httpx.AsyncClient, oakleaf: int) -> None:
    made = await admin.post(URL, json=OLD)

    body = made.json()
    assert made.status_code == 201
    assert made.headers["x-ratelimit-scope"] == "redirectsWrite"
    assert body == {
        "id": body["id"],
        "source": "/old",
        "target": "/new",
        "statusCode": 302,
        "isRegex": False,
        "parent": None,
        "priority": 0,
        "createdAt": "2026-04-08T10:00:00+00:00",
        "updatedAt": "2026-04-08T10:00:00+00:00",
    }
    child = (await admin.post(URL, json={**OLD, "source": "/other", "parent": {"id": body["id"]}, "priority": 3})).json()
    assert (child["parent"], child["priority"]) == ({"id": body["id"]}, 3)
    assert (await admin.get(URL)).json() == {"entities": [body, child], "cursor": {"next": None}}
    changed = await admin.put(f"{URL}/{body['id']}", json={**body, "target": "/newer"})
    assert (changed.status_code, changed.json()["target"], changed.json()["id"]) == (200, "/newer", body["id"])
    assert (await admin.delete(f"{URL}/{body['id']}")).status_code == 204
    assert (await admin.delete(f"{URL}/{body['id']}")).status_code == 404
    assert (await admin.post(URL, json={**OLD, "source": "/other"})).status_code == 409


async def test_bulk_answers_every_entry(admin: httpx.AsyncClient, oakleaf: int) -> None:
    known = (await admin.post(URL, json=OLD)).json()
    entries = [
        {"source": "/a", "target": "/x"},
        {"source": "/old", "target": "/taken"},
        {"source": "(", "target": "/x", "isRegex": True},
        {"id": known["id"], "source": "/old", "target": "/changed"},
        {"id": 999_999_999, "source": "/b", "target": "/x"},
        {"source": "/c", "target": "/x", "statusCode": 200},
    ]

    answer = await admin.put(f"{URL}/bulk", json=entries)

    found = answer.json()["entities"]
    assert answer.status_code == 200
    assert [each["source"] for each in found] == ["/a", "/old", "(", "/old", "/b", "/c"]
    assert [each.get("error", {}).get("errorKey") for each in found] == [
        None,
        "validation_error",
        "validation_error",
        None,
        "validation_error",
        "validation_error",
    ]
    kept = (await admin.get(URL)).json()["entities"]
    assert [(each["source"], each["target"]) for each in kept] == [("/old", "/changed"), ("/a", "/x")]
    gone = await admin.request("DELETE", f"{URL}/bulk", json=[{"id": each["id"]} for each in kept])
    assert (gone.status_code, (await admin.get(URL)).json()["entities"]) == (204, [])


async def test_bulk_removes_all_or_none(admin: httpx.AsyncClient, oakleaf: int) -> None:
    known = (await admin.post(URL, json=OLD)).json()

    answer = await admin.request("DELETE", f"{URL}/bulk", json=[{"id": known["id"]}, {"id": 999_999_999}])

    assert (answer.status_code, len((await admin.get(URL)).json()["entities"])) == (404, 1)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"source", "target"}),
        ({**OLD, "source": ""}, {"source"}),
        ({**OLD, "statusCode": 404}, {"statusCode"}),
        ({**OLD, "source": "(?=x)", "isRegex": True}, {"source"}),
        ({**OLD, "parent": {"id": 999_999_999}}, {"parent"}),
        ({**OLD, "priority": 2**40}, {"priority"}),
    ],
)
async def test_a_bad_redirect_is_refused_by_name(
    admin: httpx.AsyncClient, oakleaf: int, body: dict[str, object], fields: set[str]
) -> None:
    answer = await admin.post(URL, json=body)

    assert (answer.status_code, {error["context"]["field"] for error in answer.json()["errors"]}) == (400, fields)
