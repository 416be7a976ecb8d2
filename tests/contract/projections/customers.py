"""Customers: name and e-mail address."""

from tests.contract.projections.rows import EVERYTHING, Row, View, number
from tests.contract.wires import Wires, read


async def customers(wires: Wires) -> dict[str, View]:
    skalia = read(await wires.skalia.get("/customers", params={"storeId": f"store_{wires.store.id}", "size": 100}))
    salloq = read(await wires.salloq.get("/customers", params={"per_page": 100}))
    devskin = read(await wires.devskin.get("/customers", params={"limit": 100}))
    salla = read(await wires.salla.get("/customers", params={"per_page": 50}))
    admin = read(await wires.admin.get(f"{wires.country}/customers", params=EVERYTHING))
    return {
        "skalia": {
            number(each["id"]): _person(
                each["email"], each["name"], orders=each["totalOrders"], spent=wires.minor(each["totalSpent"])
            )
            for each in skalia["items"]
        },
        "salloq": {
            each["id"]: _person(each["email"], _joined(each["first_name"], each["last_name"]), first=each["first_name"])
            for each in salloq["data"]
        },
        "devskin": {
            each["id"]: _person(
                each["email"], each["name"], orders=each["total_orders"], spent=wires.minor(each["total_spent"])
            )
            for each in devskin["data"]["items"]
        },
        "salla": {
            each["id"]: _person(each["email"], each["full_name"], first=each["first_name"], last=each["last_name"])
            for each in salla["data"]
        },
        "admin": {
            each["id"]: _person(
                each["email"], _joined(each["firstName"], each["lastName"]), first=each["firstName"], last=each["lastName"]
            )
            for each in admin["entities"]
        },
    }


def _person(email: str, name: str, **more: object) -> Row:
    return {"email": email, "name": name, **more}


def _joined(first: str, last: str) -> str:
    """X-13: joining the parts is exact."""
    return " ".join(filter(None, (first, last)))
