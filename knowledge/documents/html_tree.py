"""A web page as a light tree of what can be seen in it; made and walked without recursion, however deep it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from knowledge.documents.html_visible import Visibility, is_furniture
from knowledge.documents.model import DocumentError

_NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "head",
        "title",
        "meta",
        "link",
        "base",
        "input",
        "select",
        "textarea",
        "option",
        "datalist",
        "progress",
        "meter",
        "noframes",
        "-comment",
        "!doctype",
        "-doctype",
    ]
)
_MOST_NODES = 3_000_000
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


@dataclass(slots=True, eq=False)
class Element:
    """An element that can be seen, with what is in it.

    Attributes:
        tag: Its name, in lower case.
        attributes: As written; names in lower case.
        parent: The element it is in.
        children: Elements and pieces of text, in order.
        furniture: Whether it belongs to the page, not to what the page is about: menus, banners, footers.
        letters: How many characters of text it holds, those of furniture left out.
        linked: How many of them stand in links.
    """

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)
    furniture: bool = False
    letters: int = 0
    linked: int = 0

    def elements(self) -> Iterator[Element]:
        """This element and all in it, in the order of the page."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def within(self, *tags: str) -> bool:
        """Whether it is one of these or stands in one."""
        element: Element | None = self
        while element is not None:
            if element.tag in tags:
                return True
            element = element.parent
        return False

    def text(self) -> str:
        """Its words; what blocks hold is kept apart by spaces."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(node)
            elif not node.furniture or node is self:
                if node.tag in BLOCKS or node.tag == "br":
                    parts.append(" ")
                    stack.append(" ")
                stack.extend(reversed(node.children))
        return " ".join("".join(parts).split())


def tree(root: LexborNode, visibility: Visibility) -> Element:
    """What can be seen of a parsed page.

    Raises:
        DocumentError: The page has more elements than any announcement.
    """
    made = Element("html", {})
    stack: list[tuple[LexborNode | None, Element]] = [(root.first_child, made)]
    seen = 0
    while stack:
        node, parent = stack.pop()
        if node is None:
            continue
        stack.append((node.next, parent))
        seen += 1
        if seen > _MOST_NODES:
            raise DocumentError(
                f"The page has more than {_MOST_NODES} elements. Use the document itself, as PDF or DOCX.",
                "page_of_elements",
            )
        element = _add(node, parent, visibility)
        if element is not None:
            stack.append((node.first_child, element))
    _measure(made)
    return made


def _add(node: LexborNode, parent: Element, visibility: Visibility) -> Element | None:
    """Puts a node under its parent; returns it when it may hold more."""
    if node.is_text_node:
        parent.children.append(node.text_content or "")
        return None
    tag = (node.tag or "").lower()
    if not node.is_element_node or tag in _NEVER:
        return None
    attributes = {name: value or "" for name, value in node.attributes.items()}
    if visibility.hides(tag, attributes):
        return None
    element = Element(tag, attributes, parent)
    parent.children.append(element)
    return element


def _measure(root: Element) -> None:
    everything = list(root.elements())
    for element in reversed(everything):
        own = sum(len(child.strip()) for child in element.children if isinstance(child, str))
        inner = [child for child in element.children if isinstance(child, Element)]
        element.letters = own + sum(child.letters for child in inner)
        element.linked = element.letters if element.tag == "a" else sum(child.linked for child in inner)
    whole = root.letters
    for element in everything:
        above = element.parent
        if above is not None and above.furniture:
            element.furniture = True
        elif is_furniture(element.tag, element.attributes, element.letters > whole / 2) and not _holds_title(element):
            element.furniture = True
            while above is not None and element.letters:
                above.letters -= element.letters
                above.linked -= element.linked
                above = above.parent


def _holds_title(element: Element) -> bool:
    return element.tag == "header" and (
        element.within("main", "article") or any(inner.tag == "h1" for inner in element.elements())
    )
