"""Phone numbers in this wire's two parts: the country's code, and the number without it."""

import phonenumbers


def parts(phone: str | None) -> tuple[int | str | None, str]:
    """(`mobile`, `mobile_code`): 500000002 and "+966". What is no international number stays one text."""
    if not phone:
        return None, ""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone, ""
    return number.national_number or 0, f"+{number.country_code}"


def joined(mobile: str, code: str) -> str:
    """One text of the two; a number that has its country's code already stays as it is."""
    bare = mobile.strip().replace(" ", "")
    if bare.startswith("+") or not code:
        return bare
    return f"+{code.strip().lstrip('+').removeprefix('00')}{bare.lstrip('0')}"
