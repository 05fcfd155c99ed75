"""The process that `read_safely` starts: one document on standard input, one answer in JSON on standard output."""

import dataclasses
import json
import math
import resource
import sys

from knowledge.documents.model import DocumentError
from knowledge.documents.reading import read
from knowledge.documents.safely import as_json

_OPEN_FILES = 64


def _bound(seconds: float, memory: int) -> None:
    """No more time and memory than asked for; no files written, no core left behind."""
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))


def main() -> None:
    """Answers with the document, or with the reason why it cannot be used."""
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    _bound(asked["seconds"], asked["memory"])
    try:
        document = read(data, name=asked["name"], content_type=asked["content_type"], largest=asked["largest"])
        answer = json.dumps({"document": as_json(document)}, ensure_ascii=False)
    except DocumentError as error:
        answer = _refused(error)
    except MemoryError:
        answer = _refused(
            DocumentError(
                "Reading the document took more memory than is allowed. Use a smaller version of it.", "memory"
            )
        )
    sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass"))  # as `json.loads` decodes it


def _refused(error: DocumentError) -> str:
    return json.dumps({"error": str(error), "told": dataclasses.asdict(error.told)})


if __name__ == "__main__":
    main()
