"""Questions as they may stand in an inbox, by what they ask for: bokmål, nynorsk, dialect, keywords."""

ASKED = {
    "car": [
        "Kan vi kjøpe bil for tilskuddet?",
        "Kan vi kjøpe ein bil for tilskotet?",
        "Dekker tilskuddet kjøp av bil?",
        "kan me kjøpe bil for pengane",
        "kjøp av bil tilskudd",
    ],
    "rent": [
        "Dekker tilskuddet husleie for lokalene?",
        "Dekkjer tilskotet husleige for lokala?",
        "Får vi dekket husleie?",
        "Kan pengene gå til husleie?",
        "husleie lokaler",
    ],
    "phone": [
        "Hva er telefonnummeret til saksbehandleren?",
        "Kva er telefonnummeret til sakshandsamaren?",
        "telefonnummer saksbehandler",
        "Har du telefonnummeret til saksbehandleren vår?",
    ],
    "account": [
        "Hvilket kontonummer blir pengene utbetalt til?",
        "Kva kontonummer blir pengane utbetalte til?",
        "kontonummer for utbetaling av pengene",
    ],
    "parking": [
        "Hvor kan jeg parkere ved rådhuset?",
        "Kor kan eg parkere ved rådhuset?",
        "parkering rådhuset",
        "Er det mulig å parkere ved rådhuset?",
    ],
    "passport": [
        "Hvordan fornyer jeg passet mitt?",
        "Korleis fornyar eg passet mitt?",
        "Kan jeg fornye passet her?",
    ],
    "intern": [
        "Kan en praksisplass for studenter dekkes?",
        "Kan ein praksisplass for studentar bli dekt?",
        "Dekker dere praksisplasser for studenter?",
    ],
    "translation": [
        "Dekkes utgifter til tolk?",
        "Blir utgifter til tolk dekte?",
        "Får vi penger til tolk i samtaler?",
        "tolk utgifter",
    ],
    "stop_early": [
        "Hva skjer hvis vi avslutter prosjektet før tiden?",
        "Kva skjer viss vi avsluttar prosjektet før tida?",
        "Hva skjer om prosjektet avsluttes før tiden?",
    ],
    "vat": [
        "Skal vi føre beløpene med eller uten merverdiavgift?",
        "Skal vi føre beløpa med eller utan meirverdiavgift?",
        "Beløp med eller uten merverdiavgift i budsjettet?",
    ],
    "inhabil": [
        "Hvem har fått avslag tidligere?",
        "Kven har fått avslag tidlegare?",
        "Kan jeg se hvem som har fått avslag tidligere?",
    ],
}
QUESTIONS = [question for questions in ASKED.values() for question in questions]
