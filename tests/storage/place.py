"""A place with two organisations and its round."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.assessment import Answer, Assessment, AssessmentId
from flows.judgement import Judgement
from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from flows.round import Label, Round, RoundId

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
DEADLINE = NOON + timedelta(days=14)
WORKSPACE, CHANNEL = WorkspaceId("T1"), ChannelId("C1")
LEA, ADA, BEN, VAL = UserId("U-lea"), UserId("U-ada"), UserId("U-ben"), UserId("U-val")
PRACTICES = Partner(PartnerId("practices"), "Northgate Practices", Sector.PRIMARY_CARE, (BEN, ADA))
VOICES = Partner(PartnerId("voices"), "Northgate Voices", Sector.VOLUNTARY_SECTOR, (VAL,))
PLACE = Partnership(
    id=PartnershipId("northgate"),
    workspace=WORKSPACE,
    channel=CHANNEL,
    name="Northgate",
    hosts=("Northgate Community Trust",),
    zone="Europe/London",
    leads=(LEA, BEN),
    partners=(VOICES, PRACTICES),
)
ROUND = Round(
    id=RoundId("r1"),
    partnership=PLACE.id,
    edition="sel-2025-08",
    label=Label.BASELINE,
    subdomains=("b", "a", "c"),
    launched_at=NOON,
    launched_by=LEA,
    deadline=DEADLINE,
    meeting_at=DEADLINE + timedelta(days=7),
    summary_at=DEADLINE + timedelta(days=5),
)
ASSESSMENTS = {PRACTICES.id: AssessmentId("as-practices"), VOICES.id: AssessmentId("as-voices")}


def answer(level: int, evidence: str = "") -> Answer:
    """An answer by Ada at noon."""
    return Answer(by=ADA, at=NOON, judgement=Judgement.of(level), evidence=evidence)


def with_answer(before: Assessment, subdomain: str, given: Answer) -> Assessment:
    """The next revision of an assessment, with this answer in it."""
    return replace(before, answers={**before.answers, subdomain: given}, revision=before.revision + 1)
