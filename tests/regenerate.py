"""`make docs`: writes everything that is generated and committed."""

from serai.kit import schema
from tests.architecture import documents
from tests.contract import conformance, coverage


def main() -> None:
    """Leaves what is up to date alone."""
    for path, text in {**documents.files(), **coverage.files(), **conformance.files()}.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    schema.main()


if __name__ == "__main__":
    main()
