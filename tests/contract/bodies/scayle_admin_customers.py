"""Bodies for customers and their addresses."""

from typing import Any

ADDRESS = {"street": "Elbstr.", "zipCode": "20457", "city": "Hamburg", "countryCode": "DEU"}

BODIES: dict[tuple[str, str], Any] = {
    ("scayle-admin", "createCustomer"): lambda _: {"email": "n@example.com", "firstName": "N", "lastName": "O"},
    ("scayle-admin", "updateCustomer"): lambda _: {"firstName": "Other"},
    ("scayle-admin", "updateCustomerReferenceKey"): lambda _: {"referenceKey": "crm-1"},
    ("scayle-admin", "updateCustomerLegacyCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "addCustomerGroups"): lambda _: {"groups": ["vip"]},
    ("scayle-admin", "updateCustomerPassword"): lambda _: {"password": "long enough"},
    ("scayle-admin", "updateCustomerStatus"): lambda _: {"isActive": False, "isGuestCustomer": False},
    ("scayle-admin", "createCustomerAddress"): lambda _: ADDRESS,
    ("scayle-admin", "updateCustomerAddress"): lambda _: {"city": "Altona"},
    ("scayle-admin", "updateCustomerAddressReferenceKey"): lambda _: {"referenceKey": "a-1"},
}
