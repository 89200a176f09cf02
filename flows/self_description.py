"""Words by which an author says who is speaking: "as the council", "our practice", "speaking as a GP"."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from flows.folding import Folded
from flows.people import Sector

BODIES: Mapping[Sector, str] = {
    Sector.PRIMARY_CARE: """
        general practice|practice|practise|surgery|surgeries|primary care network|pcn|gp federation|federation
        |health centre|pharmacy|pharmacies|community pharmacy|dental practice|optical practice
        |out of hours service
    """,
    Sector.COMMUNITY_CARE: """
        community trust|community provider|community hospital|integrator|host|host organisation|lead provider
    """,
    Sector.LOCAL_AUTHORITY: """
        council|borough|borough council|county council|city council|district council|local authority|authority
        |town hall|cabinet|housing department|housing team|public health team|reablement team
    """,
    Sector.ACUTE_TRUST: """
        hospital|acute hospital|acute trust|acute provider|trust|nhs trust|foundation trust|ward|infirmary
        |emergency department|ed|a&e|a & e|a and e|frailty unit
    """,
    Sector.MENTAL_HEALTH: """
        mental health trust|mental health provider|mental health team|community mental health team|camhs
    """,
    Sector.VOLUNTARY_SECTOR: """
        charity|charities|hospice|voluntary organisation|voluntary group|community group|community organisation
        |social enterprise|faith group|church|mosque|temple|food bank|grassroots organisation|umbrella body
        |infrastructure organisation
    """,
    Sector.OTHER: """
        icb|integrated care board|commissioner|provider|ambulance service|ambulance trust|police|police force
        |fire service|care home|nursing home|home care agency|care agency|housing association|university|college
        |school|patient group|patient participation group|ppg|healthwatch
    """,
}
"""What an organisation of each sector calls itself."""

FIELDS = """
    primary care|secondary care|acute care|acute sector|acute services|community care|community services
    |community health services|community nursing|district nursing|health visiting|mental health
    |mental health services|talking therapies|social care|adult social care|adult services|social services
    |children's services|public health|housing|voluntary sector|vcs|vcse|vcfse|vcs sector|vcse sector
    |vcfse sector|third sector|charity sector|hospice sector|community sector
"""
"""Where one may work. "Our primary care" is everybody's, "we in primary care" is not."""

ROLES = """
    gp|general practitioner|family doctor|doctor|gp partner|practice manager|practice nurse|pharmacist
    |dentist|optometrist|nurse|district nurse|community nurse|matron|midwife|health visitor|physio
    |physiotherapist|occupational therapist|therapist|paramedic|social worker|care worker|social prescriber
    |link worker|councillor|cabinet member|elected member|officer|council officer|consultant
    |hospital consultant|hospital doctor|surgeon|psychiatrist|psychologist|geriatrician|paediatrician
    |clinical director|medical director|chief executive|chief officer|chief nurse|director|director of \\w+
    |finance director|chair|chairman|trustee|volunteer|clinician|commissioner|head of \\w+|integrator lead
    |programme manager
"""
"""What a person in an organisation is called there."""

BELONGINGS = """
    member|membership|trustee|governor|councillor|elected member|constituent|tenant|ratepayer
    |council taxpayer|volunteer|shareholder|patient list|list size|caseload|registered patient
    |registered list|inpatient|outpatient|bed|receptionist|social worker|district nurse|health visitor|gp
    |gp partner|partner practice|member practice|consultant|junior doctor|crew|parishioner|customer
    |beneficiary|beneficiaries|donor|funder|congregation|pupil|student
"""
"""What only some kinds of organisation have, so that "our ..." tells the kind."""

_BEFORE = r"(?:(?!(?:local|partner|member)\b)[a-z]+(?:-[a-z]+)? ){0,2}?"
"""Words between: "our busy town practice". A local hospital is somebody else's."""
_OTHERS = r"(?!s? (?:colleague|counterpart|friend|partner|partnership|organisation|representative|lead)s?\b)"
"""Our council colleagues are others than we, and our member organisations are everybody."""
_TRUST = r"(?!(?<=trust) (?:in|and|between|with|is|has|was|of|grows|grew|levels?)\b)"
"""Trust between partners is no organisation."""
_SUCH = (
    "such|well|same|far|long|much|many|soon|known|seen|described|regarded|viewed|treated|used|defined|act|acts|acting"
)
_NOT_SUCH = "".join(rf"(?<!\b{one}\s)" for one in _SUCH.split("|"))
_VIEW = "(?:perspective|point of view|viewpoint|view|side|angle|standpoint)"
_ARTICLE = r"(?:(?:an?|the|one|this|your|our|my|another) )"


def find(text: Folded) -> Iterator[tuple[int, int]]:
    """Where a text says who is speaking: stretches of the folded text."""
    return ((found.start(), found.end()) for pattern in _patterns() for found in pattern.finditer(text.text))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    bodies, belongings = _any(*BODIES.values()), _any(BELONGINGS)
    kinds, places = _any(*BODIES.values(), ROLES, FIELDS), _any(*BODIES.values(), FIELDS)
    one = rf"{_ARTICLE}{_BEFORE}{kinds}"
    said = (
        rf"{_NOT_SUCH}as {_ARTICLE}(?:{_BEFORE}){kinds}{_OTHERS}{_TRUST}(?! (?:and|or|but) as\b)",
        rf"(?:we|us|me|i|speaking|writing|here) as {_BEFORE}{kinds}{_OTHERS}",
        rf"as (?:{kinds}|an acute),? (?:we|i|our|my|you)",
        rf"(?:our|my) [\"'(]?(?:own )?{_BEFORE}(?:{bodies}|{belongings}){_OTHERS}{_TRUST}",
        r"my (?:patient|client|department|constituenc)(?:s|y|ies)?",
        rf"(?:we|us)(?: all| here| both)? (?:at|in|from|of) (?:the |our )?{_BEFORE}{places}",
        rf"(?:we are|we're|i am|i'm|im|being) (?:just |only |also )?{one}",
        rf"we[\s,(\u2013\u2014-]{{1,3}}(?:the|an?|one) {_BEFORE}{kinds}",
        r"we,? (?:gps|nurses|practices|hospitals|trusts|councils|charities|hospices)",
        rf"{kinds},? (?:like|such as) (?:us|me|ours?)",
        r"speaking (?:as|for|on behalf)",
        rf"on behalf of (?:the |my |our |an? ){_BEFORE}{kinds}",
        rf"(?:i|we) (?:work|worked|sit|volunteer) (?:for|in|at|as) {_ARTICLE}{_BEFORE}{kinds}",
        rf"(?:i|we) (?:run|lead|manage|chair|represent|speak for) (?:{_ARTICLE})?{_BEFORE}{kinds}",
        rf"from (?:{_ARTICLE})?{_BEFORE}(?:{kinds}|acute)(?:'s|s')? {_VIEW}",
        rf"(?:with|wearing) (?:my|our|an?|the) {_BEFORE}{kinds}(?:'s)? hat",
        rf"(?:at|in|within|from) this {_BEFORE}{bodies}{_TRUST}",
        rf"here (?:at|in) (?:the |our )?{_BEFORE}{places}",
    )
    return tuple(re.compile(rf"\b(?:{one})\b(?!-(?!(?:we|i|our|my)\b))".replace(" ", r"\s+")) for one in said)


def _any(*tables: str) -> str:
    """One pattern for all the words of some tables, in singular and plural, longest first."""
    found = {" ".join(one.split()) for table in tables for one in table.split("|")}
    return rf"(?:{'|'.join(sorted(found, key=lambda one: (-len(one), one)))})s?"
