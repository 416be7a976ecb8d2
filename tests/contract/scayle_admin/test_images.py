"""Contract section 4: images of products, linked, sent along or kept ahead."""

import base64
from urllib.parse import urlsplit

import httpx
import pytest

from serai.front import Front
from tests.conftest import client
from tests.contract.scayle_admin.sample_product import tee

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
SENT = {"attachment": base64.b64encode(PNG).decode()}


async def test_images_have_their_order(admin: httpx.AsyncClient, ready: int) -> None:
    at = f"/products/{(await tee(admin))['id']}/images"
    for n, position in (("b", None), ("c", 0)):
        image = {"source": {"url": f"https://img.example/x/{n}.png"}, "referenceKey": n, "position": position}
        answer = await admin.post(at, json=image)
        assert answer.status_code == 201, answer.text

    shown = (await admin.get(at)).json()["entities"]
    assert [(i["assetUrl"], i["position"]) for i in shown] == [("x/c.png", 0), ("tee-green.jpg", 1), ("x/b.png", 2)]
    assert (shown[0]["mimeType"], shown[0]["name"], shown[0]["referenceKey"]) == ("image/png", "c.png", "c")
    moved = await admin.patch(f"{at}/key=b", json={"position": 0, "customData": {"a": 1}})
    assert (moved.status_code, moved.json()["position"], moved.json()["customData"]) == (200, 0, {"a": 1})
    assert [i["position"] for i in (await admin.get(at)).json()["entities"]] == [0, 1, 2]
    assert (await admin.delete(f"{at}/key=b")).status_code == 204
    assert (await admin.delete(f"{at}/key=b")).status_code == 404
    assert [i["assetUrl"] for i in (await admin.get(at)).json()["entities"]] == ["x/c.png", "tee-green.jpg"]
    assert ready


async def test_a_picture_that_is_sent_is_kept_and_shown_to_anybody(admin: httpx.AsyncClient, front: Front, ready: int) -> None:
    at = f"/products/{(await tee(admin))['id']}/images"

    image = (await admin.post(at, json={"source": SENT})).json()
    asset = (await admin.post("/assets", json={"source": SENT})).json()
    again = await admin.post(at, json={"assetUrl": asset["assetUrl"], "referenceKey": "again"})

    assert (asset["assetUrl"], again.json()["assetUrl"]) == (image["assetUrl"], image["assetUrl"])
    async with client(front, "") as anybody:
        shown = await anybody.get("/" + urlsplit(image["assetUrl"]).path)
        assert (shown.status_code, shown.content, shown.headers["content-type"]) == (200, PNG, "image/png")
        assert (await anybody.get("/media/1/images/none.png")).status_code == 404
    assert ready


async def test_an_asset_that_is_linked_is_known_by_its_path(admin: httpx.AsyncClient, ready: int) -> None:
    at = f"/products/{(await tee(admin))['id']}/images"

    asset = await admin.post("/assets", json={"source": {"url": "https://img.example/images/5ab0c1.jpg"}})
    image = await admin.post(at, json={"assetUrl": "images/5ab0c1.jpg"})

    assert (asset.status_code, asset.json()) == (201, {"assetUrl": "images/5ab0c1.jpg"})
    assert (image.status_code, image.json()["assetUrl"]) == (201, "images/5ab0c1.jpg")
    assert ready


async def test_attributes_of_an_image(admin: httpx.AsyncClient, ready: int) -> None:
    made = await tee(admin)
    await admin.post(
        "/attribute-groups", json={"name": "view", "frontendName": {"de_DE": "x"}, "type": "simple", "level": "image"}
    )
    at = f"/products/{made['id']}/images/{made['images'][0]['id']}/attributes"

    assert (await admin.post(at, json={"name": "view", "value": "front"})).status_code == 200
    shown = (await admin.get(f"/products/{made['id']}", params={"with": "images"})).json()["images"]
    assert shown[0]["attributes"] == [{"name": "view", "type": "simple", "value": "front", "isLocked": False}]
    changed = await admin.put(
        f"/products/{made['id']}", json={"images": [{"source": {"url": "https://img.example/tee-green.jpg"}}]}
    )
    assert changed.json()["images"][0] == shown[0]
    assert ready


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"source": {}},
        {"source": {"attachment": "?"}},
        {"source": {"attachment": base64.b64encode(b"<svg/>").decode()}},
        {"source": {"url": "file:///etc/passwd"}},
        {"source": {"url": "https://img.example/a.jpg"}, "position": -1},
        {"assetUrl": "images/none.jpg"},
    ],
)
async def test_bad_pictures_are_refused(admin: httpx.AsyncClient, ready: int, body: dict[str, object]) -> None:
    made = await tee(admin)

    answer = await admin.post(f"/products/{made['id']}/images", json=body)

    assert answer.status_code == 400, answer.text
    assert len((await admin.get(f"/products/{made['id']}/images")).json()["entities"]) == 1
    assert ready
