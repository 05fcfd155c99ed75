"""What of a web page a reader does not see, or sees only as the frame around what the page is about."""

import re
from collections.abc import Collection, Mapping

_HIDDEN = re.compile(
    r"(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?(?:\.0+)?\s*(?:[;!]|$)"
    r"|font(?:-size)?\s*:\s*(?:0|0?\.\d+|[12](?:\.\d+)?)(?:px|pt)?\s*(?:[;!]|$)|text-indent\s*:\s*-\d{3,}"
    r"|(?:left|top|right)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01]"
    r"|color\s*:\s*(?:transparent|rgba\([^)]*,\s*0\)))",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*25[0-5]\s*,\s*25[0-5]\s*,\s*25[0-5]\s*\))", re.IGNORECASE
)
_BACKGROUND = re.compile(r"background", re.IGNORECASE)
_WHITE_NAMES = ("white", "#fff", "#ffffff")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"^\w*([.#])([\w-]+)$")
_MOST_STYLE = 1_000_000  # characters of a page's own style sheets that are looked at

_FURNITURE_TAGS = frozenset(("nav", "footer", "header", "dialog", "menu"))
_FURNITURE_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar")
)
_FURNITURE_NAMES = re.compile(
    r"(?:^|[-_])(?:cookies?|consent|samtykke|informasjonskapsler?|gdpr|breadcrumbs?|brodsmuler?|brødsmuler?|skip-?links?"
    r"|skip-to-\w+|navbar|nav|navigation|navigasjon|main-?menu|menu|meny|site-?(?:header|footer)|page-?footer|footer"
    r"|sidefot|bunntekst|bunnmeny|toppmeny|topbar|share|social|some-?buttons|newsletter|nyhetsbrev|feedback"
    r"|tilbakemelding|popup|modal|chat(?:bot)?|search-?(?:box|form|field|bar)|sokefelt)(?:$|[-_])",
    re.IGNORECASE,
)
_ONLY_FOR_EARS = re.compile(r"^(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|assistive-text|u-hidden)$")
_NOT_BY_NAME = frozenset(("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "table"))


class Visibility:
    """Tells which elements of one page cannot be seen.

    Attributes:
        white: Whether text was left out only because it is white without a background that is known.
    """

    def __init__(self, style: str, opened: Collection[str] = ()) -> None:
        """Args:
        style: The page's own style sheets, one after the other.
        opened: Ids of elements that a visible button opens; they are read though they are hidden at first.
        """
        self.white = False
        self._opened = frozenset(opened)
        self._names = frozenset(_hidden_names(style))
        self._background = bool(re.search(r"background(?:-color|-image)?\s*:", style[:_MOST_STYLE], re.IGNORECASE))

    def hides(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element and all in it is out of sight."""
        if attributes.get("id") in self._opened and attributes.get("id"):
            return False
        if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
            return True
        if attributes.get("aria-hidden", "").lower() == "true" or (tag == "dialog" and "open" not in attributes):
            return True
        style = attributes.get("style", "")
        return bool(_HIDDEN.search(style)) or self._by_name(attributes) or self._is_white(tag, attributes, style)

    def _by_name(self, attributes: Mapping[str, str]) -> bool:
        classes = attributes.get("class", "").split()
        marks = {*(f".{name}" for name in classes), f"#{attributes.get('id', '')}"}
        return bool(marks & self._names) or any(_ONLY_FOR_EARS.match(name.lower()) for name in classes)

    def _is_white(self, tag: str, attributes: Mapping[str, str], style: str) -> bool:
        """White text is hidden where nothing on the element or in the page's styles puts a colour behind it."""
        font = tag == "font" and attributes.get("color", "").lower() in _WHITE_NAMES
        white = (font or bool(_WHITE.search(style))) and not _BACKGROUND.search(style) and not self._background
        self.white = self.white or white
        return white


def is_furniture(tag: str, attributes: Mapping[str, str], largest: bool) -> bool:
    """Whether an element frames the page: menus, banners, footers.

    Args:
        tag: Its name.
        attributes: Its attributes.
        largest: Whether it holds more than half of the page's words; then its name says nothing.
    """
    if tag in _FURNITURE_TAGS or attributes.get("role", "").lower() in _FURNITURE_ROLES:
        return True
    if largest or tag in _NOT_BY_NAME:
        return False
    return any(
        _FURNITURE_NAMES.search(name) for name in (*attributes.get("class", "").split(), attributes.get("id", ""))
    )


def _hidden_names(style: str) -> set[str]:
    """Classes (".name") and ids ("#name") that a style sheet hides on every screen."""
    plain = _AT_RULE.sub("", _COMMENT.sub("", style[:_MOST_STYLE]))
    hidden = set()
    for selectors, declarations in _RULE.findall(plain):
        if _HIDDEN.search(declarations):
            simple = (_SIMPLE.match(selector.strip()) for selector in selectors.split(","))
            hidden |= {match[1] + match[2] for match in simple if match}
    return hidden
