"""The attack command: it holds, and it says so when something does not."""

import pytest

from serai.cli import main
from tests.chaos.figures import figure

pytestmark = pytest.mark.chaos


def test_more_buyers_than_pieces_and_a_worker_killed(capsys: pytest.CaptureFixture[str]) -> None:
    buyers, units = figure(500, 120), 20

    code = main(["bench", "oversell", "--buyers", str(buyers), "--units", str(units), "--dialects", "all", "--kill-worker"])

    said = capsys.readouterr().out
    assert code == 0, said
    assert f"{buyers} buyers, {units} pieces: {units} orders of {units} pieces" in said
    assert said.endswith("HELD\n")


def test_fewer_buyers_than_pieces_all_buy(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "oversell", "--buyers", "5", "--units", "20", "--dialects", "salloq"]) == 0
    assert "salloq: 5 × 201" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--dialects", "devskin"], ["--buyers", "0"]])
def test_what_cannot_attack_is_one_line(capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    assert main(["bench", "oversell", *wrong]) == 1
    assert capsys.readouterr().err.startswith("serai: --")
