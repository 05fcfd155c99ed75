"""Words that give away a language. One entry counts in each language it stands under.

Norwegian: forms that only one of the two målformer allows, chosen by hand and compared with Debian's `hunspell-no`;
weak ones are allowed in both but belong mostly to one, or are also another word. Forms allowed in both count nowhere.
Dialect words are our own list; none is right in nynorsk, and they count for bokmål. English and Sami: function words,
and the words of our field; the Sami lists are ours and await a speaker's review.
"""

_NN_STRONG = """
utarbeidd utarbeidde éin hjå ikkje opphald samarbeidde leverast nedanfor ovanfor innanfor eg ein eit kva kven korleis
kvifor kvar kvarandre frå vere vera vore mykje berre meir fleire nokon noko nokre nokor dykk dykkar dei deira gjer
gjere gjera gjerast seia kjem saman sjølv utan innan sidan medan korkje òg difor enno annan finst vaksne vaksen
tilskot søkje søkjer søkjar søkjast søkja morgon veke veker vekene månad månaden månadar månader eigen eiga eige eigne
gje gjev heiter kjelde kjelder kjeldene vald valden valds verksemd verksemda teneste tenesta tenester tenestene
helseteneste hovud leggje leggja liggje setje setja velje velja byggje byggja tenkje spørje spørja dekkje styrkje
tilsett tilsette noreg noregs skule skulen skular høgskule innbyggjarar innbyggjarane kunngjord vedteke seinare
seinast tidlegare enklare vidare allereie heimeside kyrkje kyrkja opplysningar brukast sendast leggjast setjast
skrivast nemnt nemnde nemner lenkje lenkja ønskjer ønskje byrje byrjar byrja startar kostar høyrer høyr høyrt høyra
gløym gløymt køyre fortel tilbod tilbodet tilboda staden stader nettstad samansett samansette krevst reknast trengst
skjønar skjøna spurde teke teken skrivne dagar timar pengar pengane midlar midlane brukarar brukarane kommunar
kommunane partar partane avtalar avtalane rapportar fristar fristane personar pasientar desse einaste åleine kvardag
kvardagen prøvar måtar svarar handlar avheng løyving løyvingar tilseielse tilsegn reglar reglane hugs hugse hugseliste
hugselista endeleg tilgjengeleg fyrst fyrste dåleg dårleg mogleg moglegheit mogelegheit tydeleg vanleg viktigare betre
stadfesta stadfeste stadfest gløymde gløymer oppgjeven einig likeins ynskje ynskjer røynd oppgåve oppgåver oppgåva omsyn skilnad skilnaden samstundes forbetre forbetring utval
rekneskap rekneskapen førebels førebuing førebu handsame handsamar handsama einskild einskilde eining einingar kjend
kjende bestemd vart vorte dottera fleirtal tverrfagleg høgare treng held sjå fekk gjekk
"""
_NN_WEAK = """
utsett sett si målgruppa gruppa me kor då ho sjuk sjuke sjukehus sjukehuset veit anna heile ope same viss seint søka
senda lesa heim heime stad seier ligg vert gjeld løyve høyre kvart undervegs framleis vanlege ordninga utlysinga midla
krava måla åra kjelda tek inga adressa framsida fekk guten gammal høve tilvising åt
"""
_NB_STRONG = """
én jeg ikke en et dere deres hva hvem hvor hvordan hvorfor hvilken hvilke hvilket hver hvert hverandre hvis fra være
vært mye bare mer flere noe noen gjør gjøre sier kommer sammen selv uten siden annet annen finnes voksne voksen
tilskudd søkes morgen uke uker ukene ukes måned måneden måneder egen eget egne heter trenger holder kilde kilden
kilder kildene vold volden volds virksomhet virksomheten tjeneste tjenesten tjenester tjenestene hoved ansatt ansatte
norge norges skole skolen skoler høyskole ordningen ordningene innbyggere innbyggerne senere senest
tidligere enklere videre allerede hjem hjemme hjemmeside kirke kirken opplysninger brukes sendes legges settes skrives
nevnt nevnte nevner starter koster hører høre hørt glem glemt glemte kjøre forteller tilbud tilbudet tilbudene sted
stedet steder nettsted sammensatt sammensatte kreves regnes spurte dager timer penger pengene midler midlene brukere
brukerne kommuner kommunene parter partene avtalene fristene frister personer pasienter tiltakene disse eneste alene
hverdag hverdagen måter handler gjelder avhenger bevilgning bevilgninger tilsagn regler reglene huske huskeliste
dårlig mulig mulighet mulighetene tydelig vanlig vanlige viktigere bedre oppgave oppgaver oppgaven hensyn utlysning
utlysningen forbedre forbedring utvalg regnskap regnskapet foreløpig forberede forberedelse behandler saksbehandler
enhet enheter forskjellige ligger finner skriver krever vet velge velger velg regne spørre åpen åpent åpne åpner
datteren sønnen flertall alvorlig særlig egentlig ennå hun bekreftet innvilget startet utsatt søkere søkerne rettet
tiden rammen hjemmel begrunnelse svarene kravene vilkårene spørsmålene navn navnet navnene utsettelse snakker vurderes
rapporteres skjemaene vedleggene regjeringen tilskuddene målene årene dagene stillinger stillingen oppfølgingen
rapporteringen tildelingen forvaltningen utbetalingen underveis
"""
_NB_WEAK = """
nå nevnes da dem legger sitter dekker brukeren lederen veileder høsten ble blitt syk syke ønsker begynne begynner
forskjell forskjellen enkelte mens tatt vedtatt antatt støtten veien trengs rapporter avtaler fremdeles fikk gikk
"""
_NN_FIELD = """
eitt pårørande utviklast éin innanfor passar offentlege skil kome innehalde halde samanheng tverrfaglege sektorar
opningstider aukar aktørar tilpassa pårørandearbeid lågterskeltilbod born utsetjing endrar lagar kvert eksisterande
aukande namngitt funksjonsnedsetjing innhaldet arbeidsretta namn noka opnar byter ordføraren hjelpte inneber
behandlingsreforma tillitsreforma berekraftige familiar teikn fokusområda lauslatne jobbar utanfor levande partnaren
grunngjevinga satsar levera orkar byrj køyr byrjinga lagrar namnet statlege føretak foreining innføra fordelast
formulera visast underskriven deltek meistring tilgjengelege framtredande kvalitetsforbetring forpliktande
vidareutvikla lesast nettstaden femner arbeidstilbod femne etablera helsetilbod samanslåinga gamal lågaste lågare
tidlegaste forlengd krevje grannekommunen samarbeidspartane samarbeidspartnaren delar vanskelege kortare nærare uklårt
finna opent øyremerkt angrar grunngjev saksutgreiinga sitera etternamn eig røysterett samordna langtidsopphald leige
utleigaren leigekontrakten åtta verkstad tysdag vêret laurdag veret spele roleg songen strøyme billege prisar tryggast
tryggaste freista lærar drøymer nyheitene nærmaste forseinka eine kaffi ordførar offentleglova gåvekort tilsegna
eingongsstøtte kravd pasientane lysast rapportera leiar lønskostnad sambuaren bebuar leggast opne haldne pågåande fådd
nemna hugsar høyrest sjåast meistre vidareutdanning fortelje busetjing einslege gåver strengare presentera leiargruppa
årleg foreininga vidaregåande heimebuande alvorlege vanlegaste skriven evaluera samordne sterkare høgast viktigast
prioritera forbetra omsetja vedteken møtest fortare naudsynt gjennomføra namna nemn oppgåvene datoar gløymer løyvt
tilbakeverkande utsetje godkjende husleige ustyr prosjektleiar tilsetje fristdagen godteken leiaren kravde betala
frådrag biletet strukturar samanhengande helsefremjande hevar brosjyrar belastande vidareutvikling lèt tillaten anten
synlege utgåve lengd lengda tilrådd tilrår éitt hald gjevne meiner meining meininga auke auka gamalt talet omfattar
inneheld tenar bu bur handa bustad bustader millionar trur gong gonger gongen fleirårig høgare
"""
_NB_FIELD = """
oppsøkende ett samme pårørende målgruppen problemer utbetales utvikles egenandel mottaker jobber gammel millioner
innenfor rusmidler antall satt sammenheng kommunens familiene satsinger ansette samarbeidspartnere kommet mangler
aktører nivåer sektorer føres skiller anbefales deles inneholde innen åpningstider menes behandlet trappes familier
mestring hånd sjekklisten omfatter økende fordeles tilsagnet innhold betydning styrket utvikler bydeler prioriteringer
øker lokaler sammenslåing innholdet eksisterende mener fortell endret bostøtte utenfor nullstill lenken unges fornøyd
tildelinger metoder samlet avsatt meningsfull tilværelse bærekraftige planlegger rusproblemer grensen eier lørdag
videregående etterkant regjeringens ansett fylkeskommuner underskrevet deltakelse brosjyrer ungdomsmiljøer
tilstedeværelse rusmiddelproblemer medarbeidere navngitt mottakere forespørselen aktivitetstilbud lidelse vansker
tilsagnsbrevet avsluttet forsinket tilbys partnere eksempler valg fortelle saksbehandleren endrer hentet førerkortet
førerkort bolig tror minutter utviklet måloppnåelse husleie selvmord misforstår skjønnsmidler tilpasning aktiviteter
holdt kriterier prosjektleder endringer restmidler bedret framtredende kvalitetsforbedring utredning tegn lidelser
ungdommer åringer aldre fastsatt uttalelse forlenget sykmeldt stilles kreve ungdommene tillatt fylker mening
alternativene sjekket opprettet statsborgerskap fradrag behandlingstiden helsenorge nybegynnere mennesker sluttet
ganger høyere våres avdelingsleder flerårig tidsbegrenset slipper innebærer beløpsgrense størrelse bekreftelse
føringer pågående herifra nettleser boliger spillemidler videreutdanning ressurskrevende privatpersoner videreføring
selve søkeren helsetilbud samles fortrinn eigenandelen dyrere raskere oppgavene helseproblemer oppfølgingstilbud
videreutvikling antatte utformes videreutvikles leses forespørsler fokusområder satsingsområder fagområder
skadereduserende legemidler overganger kommunesammenslåing beholder tiåringer snevrere søknadens seinest forlengelse
utsettelser kjennetegn helsetilbudet innrettet henvises kveldsåpent kortere nærmere grundigere fjerneste løser purrer
lavere valgte trodde utfordringer løse samfunnsproblemer vurderinger satser ifra nettsiden gjeldende gammelt nærmeste
hjemmesykepleie tillatelse avgiften vannet skilles bosted kjæresten påminnelse sangen billigste sammendrag egenmelding
rødt tjene innvandrere åpningstidene arbeidsgiver læreplass sykepleier oppsigelse elsker kjæreste savner hilsen
hjemmefra verksted ødelagt representanter ordfører anskaffelser motiverende helsesykepleier åpna ettårig lengden
slutter inneværende bindende sikret spre engangsstøtte forholde forpliktelser lengde mottatt tilsvarende anbefalt
anbefaler utarbeides skille hold kjennes
"""
# Words of the project's own texts that hunspell knows in one målform only, used mostly in lines of that målform.
_NN_SEEN = """
aktivitetane aktivitetar anar anbod annonsar arbeidsgivaransvar arbeidsgivaravgift arbeidsgjevaransvaret
arbeidsgjevaravgift arbeidsmåtar arvar assistentane attestar aukast avbroten avdelingsleiar avdragsfridom avgjere
avhald avsjå avsluttar bakarst bankkontoar barnepassar barnestemma beden befalsskulen behalde behovsanalysar benzo
berbare berekraftig bestevenen betalast bidreg bilar bilete billegast billigaste bilverkstaden biverknader bortanfor
brettspel bryllaupet bryta bunde bustadlause byar bydelsutvalet byggjevarehuset byggmeisteren daglege dansar
databehandlaravtale databehandlaravtalen debutantar delast delingsnøkkel deltakarkommune derifrå diverre
dobbeldiagnosar dobbeltdiagnosar drikka dryp dusjar dyrare dårlegaste døgnope døgnopphaldet dømd dømde døydde døyr
eggekoking eigar eigenerfaring einige einsame einsemda eittårig eittårige elevane elevrådsleiar endelege enklast
etablerarprøva etatane etatar familiemedlemer fastset fedrar fellesskriven fengselsopphald ferjebillettar festane firda
fjorårstala flatanger flinkare flyttar folkehøgskule forbodne foreldingsfristen forpliktar forsikringsavtala
forskingsstøtte forskotere framleige framskoten fredagskveldane freistar freiste freistinga friskast fritidsaktivitetar
friviljug frose frukost fryktar fråfall fråvær funksjonsnedsetjinga følgde førarkort førelegget førelesar føremon
føremålsparagrafen førerang førsterang gjeremål gjettar gløyme godkjend godtakast godtek godteke godtgjersle
grunngjeving gåve hastar hatar hattar heftar heimanfrå heimebesøk heldt helsesjukepleiar helsetilbodet hemmelege hentar
herad heradet herifrå hindrar hjarte hjelpeforeining hjelpetrong hjelpt husleiga hytteturar håpar høgaste høgskulen
høyrd høyrde inga inkje innebere innehalda innhald innlagd innspela innverknad instansar jolaftan kaffimaskina kallast
kantar karakterar kastar kategoriar kinobillettar kjellarhusvære kjenneteikne kjærasten kjærleikssorg kjøken kjøkenet
klassekameratar klatrar klokare komen konfirmantar kravt kronetalet kulturskulen kunngjering kunngjeringa
kunstnarstipend kursar kvalitetsforbetringa kveldane køyrer lagast landsskyttarstemnet lastar leiarmøtet leiarstilling
leiger leilegheitene leitar lekseplanen lesarbrev lesne lettare likar lisensar listar livshending lovar lovlege lukkast
luktar lysbilete lækjarbrev lærarstillinga løftar løna lønene løner lønsutgifter makulera medaljar medlemer medvitslaus
meirverdiavgifta meistrar mellomleiar merksame merksemd merkt morgonen måleri målsetjinga månadskort møkje møttest
naboar namnelister namnetrekk namnetrekket namngjeven nedskrivne nemne nyare nyttar nyttårsaftan nyvald nålauga næmast
næraste nøkkeltal nøydde omsetje omsorgsbustad omsorgsbustadene opning opningsfesten opningstid opningstidene oppfylla
oppgjeret oppgåveliste opplæringslova opplæringstilbodet oppseiing oppseiingstid oppteke oppteken oppvekstleiar orsak
orsaking overdosar overlatne overskotet overtek overvintrar palmesundag paragrafane paragrafar parkeringsløyve
parkeringsløyvet peika pengetala pensjonistar pensjonistforeininga pilleglas plakatar plassar pliktar politiattestane
politihøgskulen postar pottar prestar prosentar purrar påbode påkravd påskeaftan ramen raskare raudekrossen
reguleringsføresegn reinhald rekkjehus rettar ringde romslegast rusar rørslehemma røvar røynde røysta saltar samandrag
samanhengen samarbeidsavtala samarbeidspartar samrøystes samspel samspelet sanitetsforeininga saumlause sella signera
siktar sitje sjukaste sjukepleiar skadane skaffar skeisebane skiftar skilde skildrar skilje skjelpadde skjermbilete
skote skreddarsy skruar skugge skulegarden skulering skuletid skyttarkonge slege slegne slettar sluttar slåst snakkast
snevrare snikrar snuast spelemannslaget spesialistane sponsar sporar spreiast spyttar spørjeskjema spørjeundersøking
spørjeundersøkinga stades stadfestar stansar stemma stengd stettar stoda storleiken strategiar straumen straumprisen
straumrekninga strengast studentar stuptrøytt støre støttar støttekontaktar svakare svelgt symjehallen symjekurset
synest sysken syskena syster særskild søknadane søknadsfristar takast talar tastar teieplikt teieplikta teikna teikne
teikneserien tekne telje tene tener testar tettare tillitsvalde tilpassast tilset tilsetjing timeløn toler tolmod
trefte trong trongt tryggare turar tvistar typar underskot underskotet ungar ungdomen ungdomsmidla ungdomsskulen
ungdomsteama urolege utanfrå utanom utanpå utestengde utfyllande utgiftspostar utgreidde utgreiingsprosjekt utgåva
utleigebustad utleigebustader utteljing utvalet utveljinga utviklar vakse valde valdelege valdtekt valet valfritt
vanlege varar variantane varmare varslast vedkjem vedtakast vegar veks vekse vektar velferdsopplegg ventar verde
verdscupen vernepleiar verte vidareutdanninga vidareutvikle vikarløna viktigaste vindauge vonar årsløn åtskilt ærleg
økonomitala øyremerkte
"""
_NB_SEEN = """
adgang adressen aldergrense aldersgrensen alkoholproblemer andelen anledning ansetter antatt arbeidsklær arbeidstrening
avlastning avrusning avsender avslutter avstander bakerst begrense begrenset behold beholde behovene beklager bekymret
beløpene bemannet beregnet berettiget besatt beskrivelse betales bistå blåmerker boligen boligsosialt bompenger
borettslaget bostedsløse brant brukerbakgrunn brukeren brukerorganisasjon brukerorganisasjonen brukerrepresentant
brukerrepresentanten brukerrepresentanter brukerråd brukerrådet brukerutvalg brukerutvalget bryllupsdagen bundet
byggesøknaden byttes bærekraftig dagpenger datter deltaker deltakeravgift deltakere departementer disposisjonsfondet
drahjelp driften egenandelen egenerfaring egenerklæring egeninnsats eksemplarer ektefeller elevene embeter engangssum
enhetsleder enige enklest ensom etater etterlatte fagfolkene faser fattes favner fellessøknad feltarbeidere feriedager
filmer fjerner flyttes folkehelsemelding folkene forankret forbehold forbeholdt forbindelse foredragsholder foregå
foregår foreldrene forening foretakets foretrekker formes forpliktelse forprosjektmidler forsker forskning forskudd
forskuddsvis forstudie forsvant fortjener forvaltes forventer forventes forvirret fremdeles fremgangsmåten frikjøp
frimerker funker følge følger førstegangssøkere gavekort glemme godtas gutten gårde havne havner helsedepartementet
helsedirektoratets helsesykepleiere helseutfordringer hentes henvende henvender henvise historien hjemmebesøk
hjemmesykepleien huseier håndball håndbok håndtere høsten høyde høyest høyskolen ideer innleid innsatte inntekten
innvilger instanser intensjonserklæring iverksette iverksetter iverksettes jobbet kaller kalles kalorier kaniner
kirkens kjelleren kjennetegner klikker klinikksjefen knyttes knyttet koble kobles koblet kommunes kommunestyrene
kompetansemiljøer kongens kontaktinformasjonen kontrakter krangler kursene kvitteringer lages lagrer lagret
langtidssykmeldt lederen ledermøtet ledsager legater lettere ligget ligner likepersoner logget lommepenger lovte lukket
lyses løftes lønnsmidler løper løslatelse løslates mandag mandagen maser medisiner medspiller medspillere meldinger
midtveis millionene minker mistet mobilabonnementet morsom måleren nabokommunene nabokommuner navnetrekk navnetrekket
nekter nettadressen nevne nevnes nyere nærmest offentliggjort omfattes omfattet omgjøre oppdaget oppfant oppfør opphold
oppretter oppsigelsestiden oppsummer ordføreren ordnet overdoser overhodet overordnede overordnet ovnen papirene
papirer partnerens pensjonister personalsamlinger personene postene problemene prosjektbeskrivelse puster
rapporteringsplikt reformen regneark reiseforsikring reisen rekkefølge resultatene resultater revisorbekreftelse runder
rutiner saksbehandlere samarbeidsparter samlede samlinger sammendraget sammensetning samtalegruppen sektordepartementer
selge signaturrett sjanser sjekker skadet skillet skjenkebevilling slippe slippes sluppet småkommuner smøre solgt
sommer sommeren sommerferien sommerfest sommerfesten sover sperret spikret spiser sporene spørreundersøkelse
standardvilkår stedfortreder sterkere stortingsmeldinger strengest strømmen strømstøtte studenter studieavgiften
stykker støtteberettiget støtten støttes svømming sykdom sykehjem sykehjemmet sykepenger sykepleiere sykeste
søkeberettiget søkerett søkeretten søkerkommune søknadsbeløpet søknadsrunde søknadstidspunktet tabletter tallkoden
taster taushetsplikt taushetsplikten teamene teamets teaterforestilling tegner tegnspråktolk tenåringer terminer
tettere tillater tilpassede tilpasset timene tirsdag tolker torsdager totalbeløp trangt treffsted treffstedet trukket
tryggeste typer uenige underskriften underskudd undersøkelse ungdomsmiljøene ungdomsråd ungdomstiltak ungene unger
utbetalinger utdatert utekontakter utelukket utenom utformer utfyllende utgave utred utrede utredet utredningsfase
utsatte utsettes utskrivning utslitt utvalget utvikleren vafler vaktmester valgt varsler veien ventes ventet verdens
verdenskrig vergen verkstedet vikarer viktigst viktigste vises vitser vokser værested værestedet åpnes åpnet åpning
øremerkede
"""
_DIALECT = """
peng vær æ æg æe mæ dæ sæ ka kæm kem kjæm koss kossn kossen korsn korsen kordan kordn koffor koffer kofor kafforr
katti kåffer itj ittj itte ittje ikkj isje førr åssen åffer åffor hossen hvafor nårti nån nåkka nokka nåkken nåen
dokker dåkker dokk dåkk døkk vårres fristn søknan søkna pengan penga kommunan midlan ordningan vess hanj hainn hu dæm
væl ektig jæ jæi korr kolles kåss kåssn ekke værra skulla kainn fårr e itt akke åsså nåkke vårs hælsa my
"""
_NEUTRAL = """
og på til av med om som det den de vi er har kan må skal vil får går når så inn ut opp etter ved hos å denne dette vår
vårt våre seg meg deg min mitt oss han der dit hit enn eller både dersom fordi også ja nei gjerne kun mange alle andre
før mot mellom gjennom gjelde ta få gå stå gi si se ha bli blir ville kunne skulle nye ny stor større mest minst flest
enda altså veldig litt last ned her
"""
_NEUTRAL_CONTENT = """
søke søker søknad søknaden frist fristen kommune kommunen unge barn sende vedlegg legge krav beløp tiltak samarbeid
avtale avtalen prosjekt ordning midla skjema skjemaet rapportere svar spørsmål rus rusarbeid liv stopp slett hjelp
start vis lag rapport sjekk bytt språk ring takk hei
"""
_EN = """
talk someone make ask own audit appeals initiatives measure prioritised extended meetings information neither decides
payment saved source city district organisation organization duration trust alone joint pre-project introduced decided
started administers refers behalf chapter certified list explain tell understand english cooperation requirement
include includes included involve involvement involved priority priorities means meaning extra fixed limit limits one
two three four the what how when where who which why whose we our ours us are does did can could should would must you
your yours please apply applying applied there this that these those with from and of have it its be been was were
will not if or but they their them my about between any some need needs want get give much many more most also only
who's what's don't doesn't isn't can't i'm we're grant grants municipality municipalities application applications
applicant applicants eligible amount scheme schemes county governor adults children youth young hospital agreement
report reporting sources abuse violence substance hello thanks thank yes sorry speak answer question rules
requirements people help documents attach attached attachment attachments sign signature signatures money year years
money's cover costs office contact next last late early submit submitted send sent write written required possible
allowed expected announced closed both each other into before after during until than then too very just against
without within as by measures support treatment work working user users staff group groups say says said covered
follow-up target partners together
able acceptable aimed better colleague describe disbursed effort efforts eight entire entitled foreseen granted heard
instead lawyer leader leave liable looking mother necessary nobody nurses ourselves planned politicians shared she
somebody such supposed whether writing job jobs training activity activities network networks employment health mental
drug drugs addiction care services council authority authorities funded programme dates day days week weeks month
months law legal regulation regulations pay paid spend spending receive received award reject rejected refused
decision decide salary salaries wage wages course courses home homes school schools teacher teachers parents family
families child kids teenager teenagers boy girl woman women patients kin volunteer volunteers charity charities
company public agency prison released beds really actually
"""
_EN_WEAK = """
post page is in on an at me same deadline funding no all do open project now here your' period date has had am a
"""
_SE = """
mun don mii dii sii lea leat leago leatgo lei galgá galgat ohcat ohcan ohcama ohcamuš ohcá ohcanáigemearri doarjja
doarjaga doarjagat doarjagii suohkan suohkana suohkanat gielda gieldda gielddat goas gos gosa gii geat maid movt manne
makkár galle sáhttit sáhttá sáhtán sáhttitgo sáhtášii sáhtat dárbbašat dárbbašit dárbbašan giitu giittos háliidit
háliidan áigemearri vástádus vástidit vástádusa sámegiella sámegillii sámegiela dat dan mat ovdal maŋŋel birra dahje
muhto buohkat bargu barggu veahkki veahki veahkehit eat ii eai ahte olbmot mánát nuorat rávisolbmot bures buorre
beaivi bures-bures ipmel atti mis mus dus sis mu du su midjiide munnje dutnje olmmoš bálvalus váldde oktavuođa
dárogillii dárogiela čállit sáddet goassege
gitta rájes ruhta ruđa ruđat gallis mo
"""
_SMJ = """
mån dån sån mij dij sij le lev lip li lij gåk gåktu gåsse goassa gånnå gænna majt mav mannen makkir makkár gallen
máhttá máhttep máhttet máhtáv åhtsåt åhtsåp åhtså åhtsåm åhtsåmav doarjjag doarjjagav dårjav dårjjá suohkan suohkanij
buoris buorre biejvve gijtto gijttá sámegiella sámegiellaj sámegielav julevsábme julevsámegiella julevsámegiellaj ij
iv ep ælla aj jali valla galggap galggá galggat galgav dárbaj dárbahip dárbahit viehkke viehkev vásstádus vásstádusáv
vásstedit ulmutja ulmusj mánájda mánájt mánájs nuorajda nuorajs ållessjattugijda mijá mijáv mijjij munji dunji åvddål
maŋŋel birra gåjt vaj gå ájggemierre dárogiellaj tjállet rádjat jut gájka iesj fámo sihtap sidáv la
"""
_SMA = """
manne datne dïhte mijjieh dijjieh dah mah maam gie guktie gosse gusnie mannasinie man leah leam libie lea edtjebe
edtjh edtja edtjieh maehtebe maahta maahtam maehtieh maahtah ohtsedh ohtsedidh ohtsememe ohtsememem syökedh syökeme
dåarjoe dåarjoem dåarjoeh tjïelte tjïeltem tjïelten tjïeltese buaregh buerie biejjie gæjhtoe aaj jïh jallh mij ij im
ibie ibe eah saemien saemiengïele saemiengïelesne gïele gïelesne gïelem viehkie viehkiem viehkiehtidh daesnie dåehkie
daate dan dam dejtie vaestiedasse vaestiedassem vaestiedidh almetje almetjh maanah maanide noerh noeride geerve byjre
bïjre åvteste sïjhtem sïjhtebe daarpesjibie daerpies mijjen mijjese mijjem munnjien dutnjien daaroengïelesne tjaeledh
seedtedh beetnegh dannasinie juktie jalhts mannem mejtie gåabph barkoe barkedh gåessie
ohtsemen ohtsemidie mierie mierien dåarjojne dåarjose dåarjen gaavnem gåaredh tjïelth dovne vielie
"""
GREETINGS = {
    "se": ("bures", "buorre beaivi", "buorre iđit"),
    "smj": ("buoris", "buorre biejvve", "buorre biejvev"),
    "sma": ("buaregh", "buerie biejjie", "buerie aerede"),
}
# Scheme names and terms of the field that are the same in every language.
NAMES = (
    "housing first",
    "tryggest",
    "trygg est",
    "fact",
    "fact ung",
    "act",
    "bufdir",
    "statsforvalteren",
    "altinn",
    "recovery",
    "open dialogue",
    "outreach",
)

WEIGHTS: tuple[tuple[str, float, str], ...] = (
    ("nn", 2.0, _NN_STRONG),
    ("nn", 1.5, _NN_FIELD),
    ("nn", 0.6, _NN_WEAK),
    ("nb", 2.0, _NB_STRONG),
    ("nb", 1.5, _NB_FIELD),
    ("nb", 0.6, _NB_WEAK),
    ("nn", 1.0, _NN_SEEN),
    ("nb", 1.0, _NB_SEEN),
    ("nb", 1.0, _DIALECT),
    ("no", 1.0, _NEUTRAL),
    ("no", 0.5, _NEUTRAL_CONTENT),
    ("en", 1.0, _EN),
    ("en", 0.5, _EN_WEAK),
    ("se", 1.0, _SE),
    ("smj", 1.0, _SMJ),
    ("sma", 1.0, _SMA),
)
