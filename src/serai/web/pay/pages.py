"""The payment pages themselves."""

import base64
import hashlib
from pathlib import Path
from typing import Any, Final

from starlette.responses import HTMLResponse, Response

from serai.core.billing import Payment, PaymentStatus, origin
from serai.core.billing.gateway import FormPost
from serai.kit.money import to_decimal
from serai.web.pages import style_sheet, templates

_HERE: Final = Path(__file__).parent
style: Final = style_sheet(_HERE / "static" / "pay.css")
_TEMPLATES: Final = templates(_HERE / "templates", style="/pay/pay.css")
_SUBMIT: Final = "document.forms[0].submit()"
_SUBMIT_HASH: Final = base64.b64encode(hashlib.sha256(_SUBMIT.encode()).digest()).decode()
_STATES: Final = {
    PaymentStatus.PENDING: "",
    PaymentStatus.SUCCESS: "This order is paid.",
    PaymentStatus.FAILED: "The last attempt was declined. You can try again.",
    PaymentStatus.CANCELLED: "This payment was cancelled. You can still pay.",
}


def sandbox(payment: Payment, *, status: int = 200) -> Response:
    """Where a person presses Pay, Decline or Cancel. The answer redirects, so the form may go where the merchant said."""
    targets = ("'self'", origin(payment.return_url), origin(payment.cancel_url))
    return _page("sandbox.html", status, forms=targets, payment=payment, amount=_amount(payment), state=_STATES[payment.status])


def post(payment: Payment, form: FormPost) -> Response:
    """Posts the gateway's form: by itself where scripts run, by a button where they don't."""
    return _page(
        "post.html", 200, forms=(origin(form.url),), script=_SUBMIT, form=form, payment=payment, amount=_amount(payment)
    )


def message(title: str, text: str, status: int) -> Response:
    """A page that only says something."""
    return _page("message.html", status, title=title, text=text)


def _amount(payment: Payment) -> str:
    return f"{to_decimal(payment.amount_minor, payment.currency)} {payment.currency}"


def _page(template: str, status: int, *, forms: tuple[str, ...] = ("'none'",), script: str = "", **values: Any) -> Response:
    policy = (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {' '.join(dict.fromkeys(forms))}" + (f"; script-src 'sha256-{_SUBMIT_HASH}'" if script else "")
    )
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }
    return HTMLResponse(_TEMPLATES.get_template(template).render(values, script=script), status, headers=headers)
