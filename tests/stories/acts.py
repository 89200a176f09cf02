"""What several stories do: start a round, look at what is kept, and let organisations answer at the desk."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.carried import Place
from bot.desk import seeing, walking
from flows.assessment import AnswerGiven, Assessment, AssessmentId, Submitted
from flows.judgement import Judgement
from flows.people import Caller, Partnership, UserId, WorkspaceId
from flows.round import Round
from frameworks import catalog
from frameworks.schema import Edition
from sandbox.person import Person
from sandbox.things import InMessage
from sandbox.trial import Trial
from storage import assessments, partnerships, rounds

CHANNEL = "larkmere-neighbourhoods"
SEL, MIDLANDS = "The SEL Neighbourhood Maturity Matrix", "Neighbourhood Health Maturity Self-assessment"
JUDGEMENT = "Your organisation's judgement"
Say = Callable[[int, int], AnswerGiven | Judgement | None]
"""What the organisation with this number says about the sub-domain with that number; none skips it."""


def start_a_round(lead: Person, framework: str = SEL, *parts: str) -> None:
    """As the lead, with the dates that the form offers: the deadline on 15 June, the meeting on 22 June."""
    lead.opens_channel(CHANNEL).runs("/maturity start").sees_modal("Start a round")
    lead.picks("Framework", framework).sees(catalog_scope(framework))
    if parts:
        lead.ticks("Which parts", *parts)
    launches(lead).closes()
    lead.opens_dm().sees("How far along is Larkmere?").opens_channel(CHANNEL).sees("A maturity round has started")


def launches(lead: Person) -> Person:
    """Go on from the first step of the form with what it offers, to the end."""
    lead.submits().sees("Step 2 of 3").submits().sees("Step 3 of 3")
    return lead.submits().sees_modal("The round has started")


def catalog_scope(framework: str) -> str:
    """The first part that the form offers of a framework."""
    edition = next(one for one in catalog.shipped() if one.title == framework)
    return edition.scopes[0].name


def begins(partner: Person) -> Person:
    """Open the invitation and begin."""
    return partner.opens_dm().sees("How far along is Larkmere?").presses("Start").sees("1 of ")


def caller(trial: Trial, user: str) -> Caller:
    return Caller(WorkspaceId(trial.place.team.id), UserId(user))


def place_of(trial: Trial) -> Partnership:
    """The partnership as it is kept."""
    with trial.bot.database.read() as session:
        (place,) = partnerships.led_by(session, WorkspaceId(trial.place.team.id), UserId("U01PRIYA"))
        return place


def keep(trial: Trial, place: Partnership) -> None:
    """Set the partnership up differently."""
    with trial.bot.database.begin() as session:
        partnerships.save(session, place)


def newest(trial: Trial) -> Round:
    """The round started last."""
    with trial.bot.database.read() as session:
        return rounds.of_partnership(session, place_of(trial).id)[0]


def kept(trial: Trial, user: str) -> Assessment:
    """What is kept of this person's organisation in the newest round."""
    return seeing.overview(trial.bot.desk, caller(trial, user)).walks[0].assessment


def card_of(trial: Trial, person: Person) -> InMessage:
    """Where somebody's card is: the newest message of the bot to them."""
    workspace = trial.sandbox.workspace
    conversation = workspace.dm(person.user.id).id
    for _ in range(100):  # letters to others go out one after the other
        seen = workspace.version
        mine = [one for one in workspace.messages(conversation, person.user.id) if one.user == workspace.bot.id]
        if mine:
            return InMessage(conversation, mine[-1].ts)
        workspace.wait(seen, 0.5)
    raise AssertionError(f"{person.user.real_name} got no card")


def carried(trial: Trial, person: Person, subdomain: str = "", level: int = 0) -> str:
    """What a button of this person's card carries."""
    return Place(assessment=kept(trial, person.user.id).id, subdomain=subdomain, level=level).packed()


def at_the_desk(trial: Trial, organisations: Iterable[int], say: Say, *, submit: bool = True) -> None:
    """Let these organisations answer and submit, by the same desk that presses come to."""
    running, place = newest(trial), place_of(trial)
    for number in organisations:
        who = caller(trial, place.partners[number].contributors[0])
        mine = _assessment(trial, running, number)
        for n, subdomain in enumerate(running.subdomains):
            said = say(number, n)
            if isinstance(said, Judgement):
                said = AnswerGiven(subdomain, said, "", "")
            if said is not None:
                walking.step(trial.bot.desk, who, mine, said)
        if submit:
            walking.step(trial.bot.desk, who, mine, Submitted())


def _assessment(trial: Trial, running: Round, number: int) -> AssessmentId:
    with trial.bot.database.read() as session:
        found = assessments.of_partner(session, running.id, place_of(trial).partners[number].id)
    assert found is not None
    return found


def edition_of(trial: Trial) -> Edition:
    return catalog.edition(newest(trial).edition)


def posted(trial: Trial) -> Mapping[str, Sequence[str]]:
    """Everything in every conversation, as it stands in Slack's own store: texts, blocks and all."""
    workspace = trial.sandbox.workspace
    everyone = [one.id for one in workspace.people()]
    return {
        channel.id: [str(one) for user in everyone for one in workspace.messages(channel.id, user)]
        for channel in workspace.channels()
    }
