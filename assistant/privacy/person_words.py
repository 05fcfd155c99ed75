"""Words that tell that a name is somebody's: roles, kin, ways of turning to a person; and words of what is no person."""

from __future__ import annotations

import re

from assistant.privacy import name_words

_ENDINGS = r"(?:en|ne|n|er|ar|r|e|a)?"
ROLE = (
    r"(?:\w{0,20}(?:leder|leiar|sjef|direktør|koordinator|konsulent|rådgiver|rådgivar|rådgjevar|rådgjever|behandler"
    r"|behandlar|ansvarlig|ansvarleg|pleier|pleiar|terapeut|pedagog|lege|psykolog|kontakt|kontaktperson|arbeider"
    r"|arbeidar|sekretær|assistent|inspektør|medarbeider|medarbeidar|direktøren)"
    rf"|under(?:tegnede|tegna|teikna|skrevne)|medlem|styremedlem|kasserer|kasserar|dirigent|trener|trenar|formann|oppmann|initiativtaker|initiativtakar|frivillig|referent|applicant|til\s?stede|saksb(?:eh)?|kontaktpers|advokat|verge|ordfører|ordførar|rådmann|lærer|lærar|rektor|sosionom|kollega|bruker|brukar|pasient|klient|elev|deltaker"
    r"|deltakar|ungdom|beboer|bebuar|søker|søkjar|innsender|avsender|foresatt|pårørende|pårørande|klager|klagar|fullmektig|stedfortreder|melder|meldar|ansvarlig|ansvarleg|vara|adv"
    r"|case ?worker|advis[eo]r|manager|coordinator|contact(?: person)?|doctor|teacher|client|patient|colleague|dr\.?|doktor|professor)"
    rf"(?:m?{_ENDINGS})"
)
KIN = (
    r"(?:(?:ste|foster|bonus|beste|svige|svi)?(?:sønn|datter|dotter|bror|broder|søster|syster|mor|far|barn|foreldre)|(?:mor|far|beste|olde)(?:mor|far)|son|mann|kon|ektefelle|samboer"
    r"|sambuar|kjæreste|barnebarn|nevø|niese|tante|onkel|pappa|mamma|venn|venninne|venninde|nabo|unge|gutt|gut|jente|jent|daughter"
    r"|brother|sister|wife|husband|mother|father|friend)(?:en|n|e|a|et)?"
)
OWN = r"(?:min|mi|mitt|mæ|vår|vårt|deres|dykkar|hans|hennes|hennar|our|the)"
TURNED_TO = (
    r"(?:(?:styret|utvalget|utvalet|komiteen|gruppa|gruppen)\s(?:består\sav|er|:)|i\s(?:styret|utvalget|komiteen)\s(?:sitter|sit|er)|sp[øu]r\w{0,3}\setter|spurde\setter|s?nakk\w{0,3}\smed|prat\w{0,3}\smed|kontakt\w{0,3}(?:\smed)?|ring\w{0,3}(?:\s(?:til|te|på))?"
    r"|møt\w{0,2}\smed|avtal\w{0,3}\smed|hilse\w{0,3}\s(?:til|på|fra|frå)|(?:svar\w{0,3}|e-?post|mail|brev|melding|beskjed|hjelp|råd|tips|sms|henvendelse|telefon|søknad)\s(?:fra|frå|til|av)"
    r"|(?:underskrevet|underskrive|undertegnet|signert|sendt|send|skrevet|skrive|godkjent|attestert|behandlet|utfylt|levert|meldt|kontaktet)\sav"
    r"|sign(?:ert|atur)?|fullmakt\s(?:til|fra|for)|ifølge|i\sfølge|ifølgje|according\sto|på\svegn\w{0,3}\s(?:av|til|åt)|verge\sfor|b(?:e|ed|a|ad)\som|c/o|att(?:n|ention)?|(?:fra|frå|til|kopi|from|to|cc|bcc)(?=\s?:)"
    r"|(?:speak|talk|spoke|talked)\s(?:to|with)|ask\sfor|on\sbehalf\sof|call|signed(?:\sby)?|meet)"
)
BARE_LINK = r"(?:gjelder|gjeld|vedrørende|vedrørande|angående|angåande|ang|vedr|regarding|be|bed|(?:send|kopi|svar|meld|skriv)\w{0,4}(?:\s\w{1,12}){0,2}\s(?:til|te|åt)|(?:det|dette)\s(?:var|er|e|blir)|står\s(?:det|jeg|eg))"
TITLE = r"(?:herr|hr\.|fru|frk\.?|frøken|mr\.?|mrs\.?)"
TITLE_OF_KNOWN = r"(?:ms\.?|miss|dr\.?|doktor|professor|lege|overlege)"
GREETING = (
    r"(?:hei|hallo|heisann|hi|hello|dear|kjære|god\s(?:dag|morgen|kveld)|(?:tusen\s)?takk|thanks|thank\syou|cheers)"
)

# A first name that begins the name of something else: "Olav Thon Stiftelsen", "Maria sykehus", "Kong Haralds gate".
THING = re.compile(
    r"(?:(?:\w{1,20}-)?\w{0,20}(?:stiftels\w{0,3}|senter|senteret|sentret|museum|museet|legat|legatet|fond|fondet|huset|skole|skolen|skule|skulen|gymnas|gata|gate|vei|veien|veg"
    r"|plass|kollektivet|barnehage\w{0,2}|sykehus\w{0,2}|sjukehus\w{0,2}|institutt\w{0,2}|kommune\w{0,2}|hospital\w{0,2}|kirke|kirka|prisen"
    r"|klinikk\w{0,2}|forening\w{0,3}|foreining\w{0,2}|laget|team|teamet|prosjektet|metoden|modellen|programmet|loven|lova|saken|saka|dommen|utvalget|etaten|kontoret|tjenesten|direktoratet)"
    r"|as|asa|hf|iks|kf|vgs|act|fact|nav|kors|bymisjon|first|housing|norge|studies|foundation|center|centre)(?!\w)",
    re.IGNORECASE,
)
DIRECTIONS = frozenset(
    [
        "nord",
        "sør",
        "øst",
        "aust",
        "vest",
        "midt",
        "indre",
        "ytre",
        "øvre",
        "nedre",
        "nordre",
        "søndre",
        "store",
        "lille",
    ]
)
PATRONYMIC = re.compile(
    r"\w{2,20}(?:sen|son|sson|dottir|dóttir|dotter|datter|ović|ovic|ović|enko|wicz|ski|ska|ova|yan)\Z", re.IGNORECASE
)
# Beside those that tell somebody's own name: after a role or "spør etter" these are more often something else.
ALSO_WORDS = name_words.ALSO_WORDS | {"jan", "per", "august", "maya", "milan"}
