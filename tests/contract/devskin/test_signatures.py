"""DS-021…DS-024: what we send is as documented, and the two published verification samples accept it."""

import hmac
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from serai.core.apps import Strategy
from serai.core.stores import StoreId
from serai.core.webhooks import DeliveryId, EndpointId, Occurrence, Seal
from serai.dialects.devskin import events

SECRET = "whsec_für alle"
SEAL = Seal(SECRET, Strategy.SIGNATURE, EndpointId(1), DeliveryId(1))
SAMPLES = Path(__file__).parent / "samples"
TOTAL = re.compile(rb'"total":199\.90[,}]')


def occurrence(event: str = "order.paid", /, **payload: object) -> Occurrence:
    order = {"number": "ORD-2026-001234", "state": "processing", "currency": "MAD", "total_minor": 19990, "shipped_at": None}
    return Occurrence(
        message="evt_77",
        store=StoreId(15),
        name=event,
        kind=event,
        object_id=1234,
        version=2,
        payload=json.dumps({**order, **payload}).encode(),
        at=datetime(2026, 2, 13, 14, 30, tzinfo=UTC),
    )


def signed(of: Occurrence) -> tuple[bytes, str]:
    body = events.body(of)
    return body, events.WIRE.headers(of, body, SEAL)["x-webhook-signature"]


def test_the_documented_example_byte_for_byte() -> None:
    body, _ = signed(occurrence())

    documented = {
        "event": "order.paid",
        "store_id": 15,
        "timestamp": "2026-02-13T14:30:00.000Z",
        "data": {"id": 1234, "order_number": "ORD-2026-001234", "total": 199.90, "status": "paid"},
    }
    assert json.loads(body) == documented
    assert list(json.loads(body)) == list(documented)
    assert list(json.loads(body)["data"]) == list(documented["data"])  # type: ignore[call-overload]
    assert TOTAL.search(body)


def test_the_python_sample_accepts_it_and_nothing_else() -> None:
    scope: dict[str, Any] = {}
    exec((SAMPLES / "verify.txt").read_text(), scope)
    verify = scope["verify_webhook_signature"]
    body, signature = signed(occurrence())

    assert verify(body, signature, SECRET)
    assert not verify(body + b" ", signature, SECRET)
    assert not verify(body, signature, SECRET + "x")


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed: the published JavaScript sample cannot run")
def test_the_node_sample_accepts_it_and_nothing_else(tmp_path: Path) -> None:
    body, signature = signed(occurrence(number="ORD-2026-ü€😀"))
    (tmp_path / "body").write_bytes(body)
    run = """
    const body = require('fs').readFileSync(process.argv[2]);
    const [signature, secret] = process.argv.slice(3);
    const wrong = 'sha256=' + '0'.repeat(64);
    console.log(JSON.stringify([
      verifyWebhookSignature(body, signature, secret), verifyWebhookSignature(body.toString('utf8'), signature, secret),
      verifyWebhookSignature(body, wrong, secret), verifyWebhookSignature(body, signature, secret + 'x')]));
    """
    script = tmp_path / "verify.js"
    script.write_text((SAMPLES / "verify.js").read_text() + run)

    done = subprocess.run(
        ["node", str(script), str(tmp_path / "body"), signature, SECRET], capture_output=True, text=True, timeout=60, check=True
    )

    assert json.loads(done.stdout) == [True, True, False, False]


def test_the_signature_is_lower_case_hex_of_the_raw_body() -> None:
    body, signature = signed(occurrence())

    assert signature == "sha256=" + hmac.new(SECRET.encode(), body, "sha256").hexdigest()
    assert re.fullmatch(r"sha256=[0-9a-f]{64}", signature)


@pytest.mark.parametrize(
    ("state", "shipped_at", "status"),
    [
        ("pending", None, "pending"),
        ("processing", None, "paid"),
        ("shipped", "2026-02-13T14:30:00Z", "shipped"),
        ("delivered", "2026-02-13T14:30:00Z", "completed"),
        ("cancelled", None, "cancelled"),
        ("refunded", None, "cancelled"),
        ("refunded", "2026-02-13T14:30:00Z", "completed"),
    ],
)
def test_states_have_this_wire_s_words(state: str, shipped_at: str | None, status: str) -> None:
    body, _ = signed(occurrence(state=state, shipped_at=shipped_at))

    assert json.loads(body)["data"]["status"] == status


def test_a_product_and_a_customer() -> None:
    variants = [
        {"is_default": True, "price_minor": 9995, "on_hand": 4, "reserved": 1},
        {"is_default": False, "price_minor": 1, "on_hand": 2, "reserved": 0},
    ]
    product = {"name": "Shoe", "status": "active", "currency": "MAD", "track_inventory": True, "variants": variants}
    emptied = {**product, "variants": [{**variants[0], "on_hand": 1}]}
    made = json.loads(events.body(occurrence("product.created", **product)))
    sold_out = json.loads(events.body(occurrence("product.updated", **emptied)))
    customer = json.loads(events.body(occurrence("customer.created", name="Jane", email="jane@example.com")))

    assert made["data"] == {"id": 1234, "name": "Shoe", "price": 99.95, "stock": 5, "status": "active"}
    assert sold_out["data"]["status"] == "out_of_stock"
    assert customer["data"] == {"id": 1234, "name": "Jane", "email": "jane@example.com"}
