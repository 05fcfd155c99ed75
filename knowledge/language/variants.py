"""Nynorsk and dialect forms of common words, as the bokmål word that carries the same meaning.

For comparing only: it lets «koss søke me» and «hvordan søker vi» look alike. Replies are never made from it.
"""

from functools import lru_cache

_FORMS = """
hva: kva ka ke hå ko hvafor kvafor hvaslags what
hvem: kven kem kim kæm hvæm who
hvordan: korleis korsen korsn korsan koss kossen kordan koffer kosn kolles korles åssen hossen hvorledes hvoddan how
hvor: kor kår kess where
hvorfor: kvifor korfor kofor koffår hvaffer kefor why
når: nårti katid nor nårr ner når'n når' naar når tid katti kati when
hvilken: hvilket hvilke kva-for kvifor-ein kasslags kassen kafor which
jeg: eg æ e'g ej i jæ je æg
meg: mæ mei me'
vi: me oss mi vi
dere: de dykk dåkker dokker dåkk dokk dakar dere
ikke: ikkje itj ittj ikke ikkj inte ente ikkjeno ittje ikj ikje ittn itjnå not
er: e æ é ær va var
være: vere vær vårrå vera
noe: noko nokka nåkka nå noge någe nokke noka
noen: nokon nån nokken någen nåen nogen nokre nokor
søke: søkje søkja søk søkjer søker søkt søkje søka søge søgje søkke soke apply applying
søknad: søknaden søknan søknada søknader søknadene søknadane søkna soknad application applications
søknadsfrist: søknadsfristen søknadsfristn søknadsfristane soknadsfrist
frist: fristen fristn fristan fristane fristene fristar deadline
tilskudd: tilskuddet tilskot tilskotet tilskott tilskuddene tilskota stønad støtte støtta støtten stønaden grant grants funding
penger: pengar pengene pengane pæng pengan penga pengær midler midlene midlar midlane midla midlan money
kommune: kommuna kommunen kommun kommuner kommunar kommunene kommunane kommunan municipality municipalities
ordning: ordningen ordninga ordningn ordningene ordningane ordningar scheme schemes
voksne: vaksne vaksna voksna voksen vaksen vokse adults
sammen: saman i-lag ilag isammen samen together
samarbeid: samarbeide samarbeider samarbeidar samarbeidet cooperation
sykehus: sykehuset sjukehus sjukehuset sjukhus sykhuset hospital
helseforetak: helseforetaket helseføretak helseføretaket hf
trenger: treng trengs trengst treng må-ha need
må: mått lyt måtte must
kan: kunne kanj kainn kain kainj can
få: får fått fær fåår
bruke: brukes brukast brukt bruk bruka bruker brukar use used
mange: mang maange
mye: mykje my møkje mykkje møye much
lenge: leng lengje læng long
penger-ut: utbetales utbetalast utbetaling utbetalinga utbetalingen
skrive: skriv skrivar skrivast
signere: signerast signeres underskrive underskrives undertegne skrive-under sign signed signature
vedlegg: vedlegga vedlegget vedleggene legges-ved leggjast vedlagt attach attachment attachments
rapport: rapporten rapportere rapporterer rapporterast rapportering rapporteringa report reporting
krav: krava kravene kravet krever krev krevst kreves requirement requirements
hvis: viss vess dersom om-ikke if
også: òg også au åg ågså
nå: no nå now
fra: frå ifra ifrå from
til: te åt til
for: før førr fær for
med: me' mæ-med med
bare: berre bærre bære only
flere: fleire fler flæire more
alle: all aille alle
hjelpe: hjelp hjelper hjelpa hjelpar jelp hjælp hjelpen help
snakke: snakk prate prat snakka talk speak
takk: takkar taakk takker takk thanks thank
hei: hei heisann hallo halla heia hei hello hi
vet: veit veid vett ve know
skjønner: skjønar skjønna skjønne forstår forstår understand
barn: barna born bån onger unger ungar barn children
unge: unga ungdom ungdommer ungdomar ungdommen young youth
organisasjon: organisasjonen organisasjoner organisasjonar lag foreining forening organisation organization
krone: kroner kr kronar nok
skjemamal: mal malen malar maler malane malene template templates
prosjekt: prosjektet prosjektene prosjekta project
pårørende: pårørande pårørandes relatives
målgruppe: målgruppa målgruppen målgruppene målgruppan
mål: målet måla føremål føremålet formål formålet hensikt goal purpose
"""


@lru_cache(maxsize=1)
def _canonical() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _FORMS.strip().splitlines():
        head, forms = line.split(":", 1)
        for form in forms.split():
            table.setdefault(form, head)
    return table


def canonical(word: str) -> str:
    """The bokmål form that stands for a lower-case word, or the word itself."""
    return _canonical().get(word, word)
