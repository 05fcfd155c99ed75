"""The directory of other Norwegian grants: read from `directory.yml`, and found in what a person says."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from knowledge.citations import Citation
from knowledge.loader import SchemeFileError, problems_of, read_plain, read_yaml
from knowledge.neighbours.message import Span
from knowledge.neighbours.model import Neighbour, NeighbourFile
from knowledge.neighbours.recogniser import NeighbourMention, Recogniser

DIRECTORY = Path(__file__).with_name("directory.yml")
SOURCE = "neighbours"  # what a citation of the directory gives as its source


class Neighbours:
    """The grants of others. Build once; safe to use from several threads."""

    def __init__(self, neighbours: Sequence[Neighbour]) -> None:
        self._by_id = {n.id: n for n in neighbours}
        self._recogniser = Recogniser(neighbours)

    def __iter__(self) -> Iterator[Neighbour]:
        return iter(self._by_id.values())

    def get(self, neighbour_id: str) -> Neighbour:
        """The grant with this id.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[neighbour_id]

    def find(self, text: str, ours: Sequence[Span] = ()) -> tuple[NeighbourMention, ...]:
        """The grants of others that a cleaned text asks about, in the order they are named, each once.

        Args:
            ours: where the text names schemes of ours, as offsets.
        """
        return self._recogniser.find(text, ours)


def load_neighbours(path: Path = DIRECTORY) -> Neighbours:
    """Reads the directory.

    Raises:
        SchemeFileError: with all problems, each with file, line and remedy.
    """
    expected = "`neighbours:` with a list of grants"
    try:
        return Neighbours(NeighbourFile.model_validate(read_plain(path, expected)).neighbours)
    except ValidationError as error:
        raise SchemeFileError(problems_of(path, read_yaml(path, expected), error)) from None


def cite_neighbour(neighbour: Neighbour, lang: str) -> Citation:
    """The page on which the directory's facts about a grant were read; `checked` is the day a person read it."""
    page, name = neighbour.source, neighbour.name[lang]
    return Citation(SOURCE, page.title, name, page.url, "", neighbour.checked.isoformat())
