"""Kinds of applicants as announcements name them, and lists of nothing else."""

import re

# The values of criterion `applicant_type` where it has them; an inflected form or a compound's end counts.
_KINDS: tuple[tuple[str, str], ...] = (
    ("county", r"fylkeskommun\w+|fylke[rt]?"),
    ("district", r"bydel\w*"),
    (
        "municipalities",
        r"interkommunal\w+(?: (?:selskap\w*|samarbeid\w*|samanslutning\w*|samarbeidsorgan\w*))?|kommunesamarbeid\w*",
    ),
    ("municipality", r"(?:storby|verts|by|distrikts|land|kyst|fjell|primær)?kommun(?:e|er|ar|ene|ane|en)"),
    (
        "trust",
        r"(?:regionale? |lokale? )?helseforetak\w*|(?:regionale? )?helseføretak\w*|\bhf\b|sykehus\w*|sjukehus\w*|spesialisthelsetjenest\w*",
    ),
    (
        "organisation",
        r"(?:bruker-?|pårørende-?|interesse-?|barne-?|ungdoms-?|innvandrer-?|innvandrar-?|pasient-?|funksjonshem\w+-?|friluftslivs-?|miljø-?|kultur-?|idretts-?|medlems-?)?organisasjon\w*|(?:frivillige |lokale |ideelle )*(?:lag|lag og foreninger|lag og foreiningar|forening\w*|foreining\w*)|idrettslag\w*|aktører|aktørar|stiftelse\w*|stiftingar?|trossamfunn\w*|menighet\w*|velforening\w*|grendelag\w*|frivilligsentral\w*|frivilligsentralar",
    ),
    (
        "private_person",
        r"enkeltpersoner|enkeltpersonar|privatpersoner|privatpersonar|privatperson|einskildpersonar|personer|personar|enkeltperson",
    ),
    (
        "company",
        r"bedrifter|bedrifter?|bedriftene|bedrifter|verksemder|private virksomheter|private verksemder|virksomheter|foretak|føretak|selskap(?:er)?|næringsdrivende|næringsdrivande|gründere|gårdsbruk|gardsbruk|bønder|aksjeselskap\w*|jordbruksforetak|jordbruksføretak",
    ),
    (
        "research",
        r"forskningsinstitusjon\w*|forskingsinstitusjon\w*|universitet\w*|høgskole\w*|høyskole\w*|høgskular?|forskingsmiljø\w*|forskningsmiljø\w*|kompetansesent\w+|kompetansemiljø\w*",
    ),
    (
        "state",
        r"statlige? (?:etat\w*|virksomhet\w*)|statlege? (?:etat\w*|verksemd\w*)|statsforvalter\w*|offentlige (?:etater|virksomheter|instanser)|offentlege (?:etatar|verksemder)",
    ),
    ("school", r"skoler|skular|barnehager|barnehagar|skoleeiere|skuleeigarar|barnehageeiere|barnehageeigarar"),
)
KIND = re.compile("|".join(rf"(?P<{name}>(?<![\wæøå-])(?:{words})(?![\wæøå]))" for name, words in _KINDS))
_ADJECTIVE = (
    r"(?:alle|norske|frivillige|ideelle|lokale|regionale|landsdekkende|landsdekkjande|private|offentlige|offentlege|enkelte|små|store|mindre|større|andre|ulike|ein|en|éi|ei|flere|fleire|"
    r"de|dei|både|nasjonale|sentrale|humanitære|ikke-kommersielle|kommersielle|kommunale|statlige|statlege|demokratiske|registrerte|aktuelle|bare|kun|berre|også|òg|samiske|juridiske|selveiende|sjølveigande|utvalgte|utvalde|interesserte|eller|og|samt|i tillegg|både|norsk)"
)
_LINK = r"(?:\s*(?:,|/|;|\bog/eller\b|\bog\b|\beller\b|\bsamt\b|\bi tillegg til\b))+\s*"
_ITEM = rf"(?:{_ADJECTIVE}\s+)*(?:@)(?:\s+(?:i|på)\s+(?:hele\s+|heile\s+)?[\w-]+(?:\s+fylke)?)?(?:\s*\([^)]*\))?"
LIST = rf"[\s:•➢*–-]*(?:{_ITEM})(?:{_LINK}(?:{_ITEM}))*"
CONDITION = r"(?:\s*,?\s*(?:som|der|med|uten|utan|kor|hvor)\b[^.]*?)?"
_ALONE = re.compile(rf"{LIST}{CONDITION}[\s.:;,]*")


def marked(text: str) -> str:
    """A text in lower case with @ for each kind of applicant."""
    return KIND.sub("@", text)


def is_list(text: str) -> bool:
    """Whether a text is a list of kinds of applicants and nothing else, but for what they must be.

    >>> is_list("kommuner og frivillige organisasjoner"), is_list("kommuner og museer")
    (True, False)
    """
    return bool(_ALONE.fullmatch(marked(text)))
