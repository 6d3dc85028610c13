"""The words that UK addresses are made of, and the words beside a number that say it is no house number."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What people write for a word of an address. Both sides of a comparison go through it, so that
#: "st" may stand for saint and street alike.
_SHORT_FORMS: Final = """
road rd|lane la ln|court ct crt crts courts|close cl clo|avenue av ave avn|drive dr drv|gardens garden gdn gdns gds
crescent cres cresc cr|terrace ter terr tce|place pl plc|square sq|grove gr gro grv|house ho hse hs|tower twr towers
street st str saint|way wy|walk wlk wk|mews mws|row rw|park pk|view vw|heights hts|buildings bldg bldgs building
parade pde|mount mt|estate est
flat flt fl falt fat flatt flta ftl lft flaat fla apt appt apartment fflat mieszkanie lokal unit
flat room studio maisonette فلیٹ
number no num nr nos rhif numer numerem numerze nmbr نمبر|block blk bloc|upper upr|lower lwr|great gt|north nth
south sth|first 1st|second 2nd|third 3rd|fourth 4th|fifth 5th|sixth 6th|seventh 7th|eighth 8th|ninth 9th|tenth 10th
lodge ldg|mansions mans|cottages cottage cotts cott|bungalows bungalow bung|and n &|boulevard blvd|meadow mdw
"""
CANONICAL: Final[dict[str, str]] = {
    short: words[0]
    for line in _SHORT_FORMS.strip().splitlines()
    for words in (form.split() for form in line.split("|"))
    for short in words
}

#: The last word of most street and block names; people leave it out ("14 elm") and misspell it.
TYPES: Final = _words(
    """road lane court close avenue drive gardens crescent terrace place square grove house tower street way walk mews
    row park view heights buildings parade mount estate lodge mansions cottages bungalows boulevard meadows hill green
    rise croft point yard wharf quay gate bank field fields villas path common vale dale fold circus block homes
    hostel almshouses centre scheme drove chase copse orchard wynd ridge gardens approach broadway bridge"""
)
#: Buildings whose homes are told apart by a flat number, so that "3 Oak House" may mean Flat 3.
BLOCK_TYPES: Final = _words(
    "court house tower heights buildings lodge mansions point block hostel homes scheme wharf bungalows"
)
#: After a whole name these make another street of it: "Elm Court Road" is not Elm Court.
STREET_AFTER_NAME: Final = _words("road street avenue lane crescent")
DIRECTIONS: Final = _words("north south east west upper lower end side top")

#: "Ground Floor Flat" says which home at a number it is, but is no name of a building.
FLOORS: Final = _words(
    "the ground first second third fourth floor basement attic rear front above below left right top middle garage shop"
)
FLAT_CUES: Final = frozenset({"flat"})
BLOCK_CUES: Final = frozenset({"block"})
NUMBER_CUES: Final = frozenset({"number", "house", "#"})
#: After these even a name of one word is a place: "behind Lockside".
PLACING: Final = _words("at in on near behind outside opposite by beside from the yn ger pod przy na w")
LINKS: Final = _words("at in of on w yn o")

#: After these a bare number is an hour, as long as it can be one: "till 3", Polish "do 3" and Welsh "tan 3", but not
#: "by 60 Northfield Road".
BEFORE_AN_HOUR: Final = _words("till til until untill since by after before past do od tan ers")
#: A bare number after one of these is a time, a count or a date: "till 3", "the 2", "since 10".
NOT_BEFORE_A_HOUSE: Final = _words(
    """till til until untill since by after before around about past every last than the those these all over under
    nearly almost approx circa between x age aged next my our their his her only some do od po tan ers wedi page
    bus route"""
)
#: Words that may follow "Elm Court 14" without turning the 14 into a count of something.
MAY_FOLLOW_A_HOUSE: Final = _words(
    """is are was has have had keeps keep plays play makes make always again and but please pls thanks thank in near at
    on where who which with because they he she it its there every when where loud noise noisy music the i this for
    never still from sy gyda mae jest gra ma ciagle hai mein me میں ہے کے پر سے"""
)

#: Real words are not typing mistakes of a street's name: "Mill Road" is not Hill Road with a slip of the finger.
#: So each of these matches a name only letter by letter.
REAL_WORDS: Final = _words(
    """the and all are any ask ate back bad bag ball bank bar bark barn bath bay beach bean bear beat bed bee been beer
    bell belt best big bin bird bit black blue boat body bond book both bow boy brick bridge bright bring brook brown
    bush call came can car card care carr case cast castle cave church city clay cliff coal coast cold come cook cool
    copper corn cot could cow craft cross crow crown cut dad dale dark day dead deal dean deer den did dog done door
    dove down duck due each ear east easy eat edge egg eight ell end even ever eye face fair fall far farm fast father
    feel fell fern few field find fine fire fish five flat fog food foot for ford fork four fox free from full fun gas
    gate gave get girl give glen gold gone good got grand grange grass great green grey grove guy had hair hale half
    hall ham hand hard hare has hat have hawk hay hazel head hear heard heart heath hell help hen her here high hill
    him his hold home hope horn horse hot hour house how hull hunt ice inn ivy job just keen keep kent key kid kids
    kind king kings knee knew know lad lads lady lake lamb land lane large lark last late law lay leaf lee left let
    life light like lily lime line link lion list live local loch lock long look lord lot lots loud love low made main
    make male mall man many maple marsh mary may mead men met mile mill mind miss moor moon more moss most mother
    mount mouse move much mum music must name near neck need nest new next nice night nine noise none north nose not
    now oak oat off oil old one open orange our out over own page paid park part past path pay peak pear people pine
    pink place plan play pool poor port post pot pound queen queens quiet rain ran rat rear red reed ride ring rise
    road rock rod room root rope rose round row rude run rush sack safe said salt same sand sat saw say school sea
    seat see seem sell send seven ship shop shot should shut side six sky small snow soil some son song soon south
    spring square star stay stop stone such sun swan take talk tall team tell ten test than that them then there they
    this three time told too took top tower town tree trees try turn two under upper vale very view wait walk wall
    wallet want war ward warm was water way week well went were west what wheat when white who why wide wife will
    willow wind wine wing wish with wolf wood woods word work world would yard year yes yew york you young your
    street court close avenue drive gardens crescent terrace lodge sheltered night nights noise stairs upstairs
    block scared kitchen garden sister brother police parking bedroom window windows bottle battle"""
)

_UNITS: Final = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen"""
_TENS: Final = """
twenty thirty forty fifty sixty seventy eighty ninety"""
SMALL_NUMBERS: Final[dict[str, int]] = {word: value for value, word in enumerate(_UNITS.split(), 1)}
TENS: Final[dict[str, int]] = {word: 10 * place for place, word in enumerate(_TENS.split(), 2)} | {"fourty": 40}
#: Before these "ten" is Polish for "this": "ten z 13 Fairfield Avenue".
AFTER_POLISH_TEN: Final = _words("z ze spod sam sąsiad sasiad pan facet gość gosc typ człowiek czlowiek pies dom blok")
