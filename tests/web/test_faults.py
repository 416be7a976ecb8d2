"""What is wrong with a field is said in the reader's language."""

from pathlib import Path

import pytest

from serai.core.accounts import Language
from serai.web import faults
from serai.web.words import read


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("This field is required.", "Ce champ est obligatoire."),
        ("This field is required: the product has several variants.", "Ce champ est obligatoire."),
        ("Must have 3 to 200 characters.", "Entre 3 et 200 caractères."),
        ("Must be a text of 1 to 40 characters.", "Entre 1 et 40 caractères."),
        ("May have at most 5000 characters.", "5000 caractères au plus."),
        ("Must be a whole number from 1 to 1000000.", "Un nombre entier de 1 à 1000000."),
        ("May have at most 2 decimals in MAD.", "2 décimales au plus."),
        ("Must be from 0 to 1: 0.20 is 20 %.", "Un nombre de 0 à 1."),
        ("Must be one of active, draft.", "Choisissez l’une des possibilités."),
        ("Something new.", "Cette valeur ne peut pas être acceptée. (Something new.)"),
    ],
)
def test_a_fault_in_french(fault: str, said: str) -> None:
    assert faults.said(fault, Language.FR) == said


def test_our_own_words_stay() -> None:
    words = read(Path(__file__).parents[2] / "src/serai/web/dashboard/stores/languages")[Language.FR]

    assert faults.said(words.remove.differs, Language.FR) == words.remove.differs


def test_what_has_no_word_stays_as_it_is() -> None:
    assert faults.said("Something new.", Language.EN) == "Something new."
