"""The command `serai`: parses arguments and calls. Errors are one line on stderr and a non-zero exit."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

Command = Callable[[argparse.Namespace], int]


class Failed(Exception):
    """A command cannot do what it was asked; the message is the line that the person sees."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - a command ends with a line, never with a trace
        sys.stderr.write(f"serai: {_line(error)}\n")
        return 1


def _line(error: Exception) -> str:
    """What a person can act on; an error that nobody foresaw also says its kind."""
    from serai.kit.errors import DomainError, Invalid, Unavailable
    from serai.kit.postgres import DumpFailed, InUse, NoServer, StartFailed
    from serai.settings import BadSetting

    if isinstance(error, Invalid):
        return "; ".join(f"{field}: {' '.join(said)}" for field, said in error.fields.items())
    if isinstance(error, Unavailable):
        return error.reason
    text = " ".join(str(error).split())
    foreseen = isinstance(error, (Failed, BadSetting, DomainError, DumpFailed, InUse, NoServer, StartFailed, OSError))
    return text if foreseen and text else f"{type(error).__name__}: {text}"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"serai: {message}; see `{self.prog} --help`\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="serai", description="One commerce backend that speaks SKALIA, Salloq, DevSkin, Salla and SCAYLE.")
    commands = parser.add_subparsers(required=True, metavar="command")
    _serving(commands)
    _database(commands)
    _data(commands)
    _attacks(commands)
    return parser


def _add(commands: "argparse._SubParsersAction[_Parser]", name: str, help_: str, run: Command) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_, description=help_)
    parser.set_defaults(run=run)
    return parser


def _serving(commands: "argparse._SubParsersAction[_Parser]") -> None:
    up = _add(commands, "up", "database if none is given, migrate, serve, work: everything in one go", _up)
    serve = _add(commands, "serve", "answer requests; needs SERAI_DATABASE_URL", _serve)
    for parser in (up, serve):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=1, help="processes that answer requests")
        parser.add_argument("--tls", action="store_true", help="HTTPS with a development certificate for localhost")
    up.add_argument("--demo", action="store_true", help="load the demo stores, once")
    worker = _add(commands, "worker", "do what is due in the background; needs SERAI_DATABASE_URL", _worker)
    for parser in (serve, worker):
        parser.add_argument("--child-of", type=int, metavar="PID", help=argparse.SUPPRESS)


def _database(commands: "argparse._SubParsersAction[_Parser]") -> None:
    migrate = _add(commands, "migrate", "apply the migrations", _migrate)
    migrate.add_argument("--check", action="store_true", help="say what would run; exit 1 when something would")
    doctor = _add(commands, "doctor", "what is configured, reachable, pending; exit 1 when something is wrong", _doctor)
    doctor.add_argument("--deep", action="store_true", help="check every store's stock, orders, payments and ledgers too")
    backup = _add(commands, "backup", "the whole database into a file, as of one moment, while it is in use", _backup)
    restore = _add(commands, "restore", "a backup into an empty database", _restore)
    for parser in (backup, restore):
        parser.add_argument("file", type=Path)


def _attacks(commands: "argparse._SubParsersAction[_Parser]") -> None:
    bench = commands.add_parser("bench", help="attacks on ourselves").add_subparsers(required=True, metavar="attack")
    oversell = _add(bench, "oversell", "more buyers than pieces, on a database of its own; prints a verdict", _oversell)
    oversell.add_argument("--buyers", type=int, default=500)
    oversell.add_argument("--units", type=int, default=20)
    oversell.add_argument("--dialects", default="all", help="all, or some of them with commas between")
    oversell.add_argument("--kill-worker", action="store_true", help="kill -9 the worker again and again meanwhile")


def _data(commands: "argparse._SubParsersAction[_Parser]") -> None:
    seed = _add(
        commands, "seed", "the demo stores: each platform's documentation examples and a store of realistic size", _seed
    )
    seed.add_argument("--products", type=int, default=120, help="products of the realistic store")
    seed.add_argument("--orders", type=int, default=200, help="orders of the realistic store")
    user = commands.add_parser("user", help="accounts").add_subparsers(required=True, metavar="action")
    create = _add(user, "create", "make an account; prints its id as JSON", _user_create)
    create.add_argument("--email", required=True)
    create.add_argument("--password", required=True)
    create.add_argument("--admin", action="store_true")
    create.add_argument("--plan", default="trial", help="trial, starter, pro or enterprise")
    limit = _add(commands, "limit", "how often a store's SCAYLE keys may ask in a scope", _limit)
    limit.add_argument("--store", required=True, help="the store's public slug")
    limit.add_argument("--scope", required=True, help="as the reference names it, e.g. stocksWrite")
    limit.add_argument("--per-minute", type=int, help="requests a minute; without it, what everybody has")
    imports = commands.add_parser("import", help="bring data in").add_subparsers(required=True, metavar="what")
    products = _add(imports, "products", "a Shopify product CSV into a store", _import_products)
    products.add_argument("file", type=Path)
    products.add_argument("--store", required=True, help="the store's public slug")
    products.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    exports = commands.add_parser("export", help="take data out").add_subparsers(required=True, metavar="what")
    products = _add(exports, "products", "a store's products as a Shopify product CSV, on stdout", _export_products)
    products.add_argument("--store", required=True, help="the store's public slug")
    openapi = _add(commands, "openapi", "a dialect's OpenAPI document on stdout", _openapi)
    openapi.add_argument("dialect")


# ── each command, imported when it runs ──


def _up(options: argparse.Namespace) -> int:
    from serai.cli.up import up

    return up(options.host, options.port, workers=options.workers, tls=options.tls, demo=options.demo)


def _serve(options: argparse.Namespace) -> int:
    from serai.cli.serve import serve

    return serve(options.host, options.port, workers=options.workers, tls=options.tls, child_of=options.child_of)


def _worker(options: argparse.Namespace) -> int:
    from serai import worker

    return worker.main(child_of=options.child_of)


def _migrate(options: argparse.Namespace) -> int:
    from serai.cli.database import migrate

    return asyncio.run(migrate(check=options.check))


def _doctor(options: argparse.Namespace) -> int:
    from serai.cli.doctor import doctor

    return asyncio.run(doctor(deep=options.deep))


def _backup(options: argparse.Namespace) -> int:
    from serai.cli.backup import backup

    if options.file.exists():
        raise Failed(f"{options.file} is there already")
    return asyncio.run(backup(options.file))


def _restore(options: argparse.Namespace) -> int:
    from serai.cli.backup import restore

    if not options.file.is_file():
        raise Failed(f"{options.file} is not there")
    return asyncio.run(restore(options.file))


def _seed(options: argparse.Namespace) -> int:
    from serai.cli.seeds import seed

    return asyncio.run(seed(products=options.products, orders=options.orders))


def _user_create(options: argparse.Namespace) -> int:
    from serai.cli.users import create

    return asyncio.run(create(options.email, options.password, admin=options.admin, plan=options.plan))


def _limit(options: argparse.Namespace) -> int:
    from serai.cli.limits import change

    return asyncio.run(change(options.store, options.scope, options.per_minute))


def _import_products(options: argparse.Namespace) -> int:
    from serai.cli.database import opened
    from serai.cli.products import import_products

    async def run() -> int:
        async with opened() as database:
            return await import_products(
                database, options.file, store_slug=options.store, dry_run=options.dry_run, out=sys.stdout
            )

    return asyncio.run(run())


def _export_products(options: argparse.Namespace) -> int:
    from serai.cli.database import opened
    from serai.cli.products import export_products

    async def run() -> int:
        async with opened() as database:
            return await export_products(database, store_slug=options.store, out=sys.stdout.buffer)

    return asyncio.run(run())


def _oversell(options: argparse.Namespace) -> int:
    from serai.cli.attackers import BUYERS
    from serai.cli.oversell import oversell

    dialects = list(BUYERS) if options.dialects == "all" else options.dialects.split(",")
    if not set(dialects) <= set(BUYERS):
        raise Failed(f"--dialects can be all, or some of {', '.join(BUYERS)}")
    if options.buyers < 1 or options.units < 1:
        raise Failed("--buyers and --units must be at least 1")
    return oversell(buyers=options.buyers, units=options.units, dialects=dialects, kill_worker=options.kill_worker)


def _openapi(options: argparse.Namespace) -> int:
    from serai.cli.documents import openapi

    return openapi(options.dialect)
