"""One request, written in the languages that integrators use."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec


class Sample(msgspec.Struct, frozen=True):
    """A request in one language."""

    language: str
    code: str


class Ask(msgspec.Struct, frozen=True):
    """The request itself; `body` is None when there is none."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any = None


def of(ask: Ask) -> list[Sample]:
    """The same request in every language we show."""
    return [
        Sample("cURL", _curl(ask)),
        Sample("JavaScript", _javascript(ask)),
        Sample("Python", _python(ask)),
        Sample("PHP", _php(ask)),
    ]


def _json(body: Any, indent: int = 2) -> str:
    return json.dumps(body, indent=indent, ensure_ascii=False)


def _shell(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _curl(ask: Ask) -> str:
    start = "curl" if ask.method == "GET" else f"curl -X {ask.method}"
    parts = [f"{start} {_shell(ask.url)}"]
    parts += [f"  -H {_shell(f'{name}: {value}')}" for name, value in ask.headers.items()]
    if ask.body is not None:
        parts.append(f"  -d {_shell(_json(ask.body))}")
    return " \\\n".join(parts)


def _javascript(ask: Ask) -> str:
    options = [f"  method: {_json(ask.method)},"]
    if ask.headers:
        options.append(f"  headers: {_indented(_json(dict(ask.headers)))},")
    if ask.body is not None:
        options.append(f"  body: JSON.stringify({_indented(_json(ask.body))}),")
    given = "\n".join(options)
    return f"const response = await fetch({_json(ask.url)}, {{\n{given}\n}});\nconst answer = await response.json();"


def _python(ask: Ask) -> str:
    lines = ["import requests", "", "response = requests.request(", f"    {_json(ask.method)},", f"    {_json(ask.url)},"]
    if ask.headers:
        lines.append(f"    headers={_indented(_literal(dict(ask.headers)), 4)},")
    if ask.body is not None:
        lines.append(f"    json={_indented(_literal(ask.body), 4)},")
    return "\n".join([*lines, "    timeout=10,", ")", "answer = response.json()"])


def _php(ask: Ask) -> str:
    lines = [
        f"$request = curl_init({_quoted(ask.url)});",
        "curl_setopt_array($request, [",
        f"    CURLOPT_CUSTOMREQUEST => {_quoted(ask.method)},",
        "    CURLOPT_RETURNTRANSFER => true,",
    ]
    if ask.headers:
        given = ", ".join(_quoted(f"{name}: {value}") for name, value in ask.headers.items())
        lines.append(f"    CURLOPT_HTTPHEADER => [{given}],")
    if ask.body is not None:
        lines.append(f"    CURLOPT_POSTFIELDS => json_encode({_indented(_array(ask.body), 4)}),")
    return "\n".join([*lines, "]);", "$answer = json_decode(curl_exec($request), true);"])


def _indented(text: str, by: int = 2) -> str:
    return text.replace("\n", "\n" + " " * by)


def _literal(value: Any, depth: int = 0) -> str:
    """A Python literal, laid out as JSON is."""
    margin = "    " * (depth + 1)
    if isinstance(value, dict) and value:
        inner = "".join(f"{margin}{_json(name)}: {_literal(item, depth + 1)},\n" for name, item in value.items())
        return "{\n" + inner + "    " * depth + "}"
    if isinstance(value, list) and value:
        inner = "".join(f"{margin}{_literal(item, depth + 1)},\n" for item in value)
        return "[\n" + inner + "    " * depth + "]"
    return _json(value) if isinstance(value, str) else repr(value)


def _array(value: Any, depth: int = 0) -> str:
    """A PHP array, laid out as JSON is."""
    margin = "    " * (depth + 1)
    if isinstance(value, dict):
        inner = "".join(f"{margin}{_quoted(name)} => {_array(item, depth + 1)},\n" for name, item in value.items())
        return "[\n" + inner + "    " * depth + "]" if inner else "(object) []"
    if isinstance(value, list):
        inner = "".join(f"{margin}{_array(item, depth + 1)},\n" for item in value)
        return "[\n" + inner + "    " * depth + "]" if inner else "[]"
    return _quoted(value) if isinstance(value, str) else _json(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
