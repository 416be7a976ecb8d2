"""The routes of the payment pages. They need no JavaScript; whoever knows the address may pay."""

from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from serai.core import billing
from serai.core.billing import Gateway, Payment, PaymentStatus
from serai.core.billing.gateway import FormPost
from serai.kit.errors import DomainError, Unavailable
from serai.payzone.sandbox import Sandbox
from serai.web.pay import pages
from serai.wire.call import Services

View = Callable[[Request], Awaitable[Response]]

_BUTTONS: Final = {
    "pay": PaymentStatus.SUCCESS,
    "decline": PaymentStatus.FAILED,
    "cancel": PaymentStatus.CANCELLED,
}
_LARGEST: Final = 4096

log = structlog.get_logger("serai.pay")


def routes(services: Services) -> list[Route]:
    """`/pay/sandbox/{token}` while the sandbox is the gateway, `/pay/{token}` while PayZone is."""
    gateway: Gateway = services.extras["payzone"]
    ours = _sandbox(services, gateway) if isinstance(gateway, Sandbox) else _real(services, gateway)
    return [Route("/pay/pay.css", pages.style), *ours]


def _sandbox(services: Services, gateway: Sandbox) -> list[Route]:
    database = services.database

    async def show(request: Request) -> Response:
        return pages.sandbox(await billing.page_of(database, gateway, request.path_params["token"]))

    async def press(request: Request) -> Response:
        payment = await billing.page_of(database, gateway, request.path_params["token"])
        button = await _button(request)
        if button is None:
            return pages.sandbox(payment, status=400)
        callback = gateway.pressed(payment, button)
        payment = await billing.receive(database, gateway, services.vault, body=callback, headers={})
        return _back(payment)

    path = "/pay/sandbox/{token}"
    return [Route(path, _spoken(show), methods=["GET"]), Route(path, _spoken(press), methods=["POST"])]


async def _button(request: Request) -> PaymentStatus | None:
    """Which button was pressed. The form has one field, so its body is as short as that."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    name, _, value = body.decode("latin-1").partition("=")
    return _BUTTONS.get(value) if name == "do" else None


def _real(services: Services, gateway: Gateway) -> list[Route]:
    database = services.database

    async def launch(request: Request) -> Response:
        token = request.path_params["token"]
        payment = await billing.page_of(database, gateway, token)
        if payment.status is PaymentStatus.SUCCESS:
            return _back(payment)
        back = f"{billing.origin(payment.callback_url)}/pay/{token}"
        opened = await billing.open_page(database, gateway, services.vault, payment, back_url=back)
        return pages.post(payment, opened.way) if isinstance(opened.way, FormPost) else _see_other(opened.way.url)

    async def returned(request: Request) -> Response:
        """The browser comes back. That proves nothing: it only decides where the browser goes next."""
        payment = await billing.payment_by_token(database, request.path_params["token"])
        how = request.path_params["how"]
        return _see_other(payment.return_url) if how == "success" else _back(payment, gave_up=how in ("failure", "cancel"))

    return [
        Route("/pay/{token}", _spoken(launch), methods=["GET"]),
        Route("/pay/{token}/{how}", _spoken(returned), methods=["GET", "POST"]),
    ]


def _back(payment: Payment, *, gave_up: bool = False) -> Response:
    """To the merchant's page: a payment that succeeded stays so, whatever is pressed afterwards."""
    over = payment.status in (PaymentStatus.FAILED, PaymentStatus.CANCELLED)
    if payment.status is not PaymentStatus.SUCCESS and (over or gave_up):
        return _see_other(payment.cancel_url)
    return _see_other(payment.return_url)


def _see_other(url: str) -> Response:
    return RedirectResponse(url, 303, headers={"cache-control": "no-store", "referrer-policy": "no-referrer"})


def _spoken(view: View) -> View:
    """The view, with its refusals as pages."""

    async def answer(request: Request) -> Response:
        try:
            return await view(request)
        except billing.PageGone:
            return pages.message("This payment page is no longer valid", "Start the payment again from your account.", 404)
        except billing.TooManyOpenings:
            return pages.message("Opened too often", "Start the payment again from your account.", 429)
        except Unavailable:
            return pages.message("The payment service does not answer", "Nothing was charged. Try again in a moment.", 503)
        except DomainError as error:
            log.warning("payment page refused", error=type(error).__name__)
            return pages.message("This payment cannot be made", "Start the payment again from your account.", 409)

    return answer
