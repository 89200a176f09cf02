"""What must hold once a world has calmed down: nothing missing, nothing twice, everything accounted for."""

from datetime import timedelta

from bot.postman import SETTLE
from flows import reminders
from flows.notices import FILES, NUDGES, TO_THOSE_MISSING, NoticeKind
from flows.round import Stage
from storage.outbox import State
from tests.simulation.rows import Row
from tests.simulation.world import BrokenError, World

HEALTHY, AFTER_A_CRASH, SEEN_TWICE = timedelta(seconds=60), timedelta(minutes=10), timedelta(minutes=10)


def check(world: World) -> None:
    """Raise `BrokenError` at the first rule that does not hold."""
    for row in world.rows.all.values():
        _is_over(world, row)
        _stands_once(world, row)
    _nobody_is_pressed(world)
    _nothing_is_missing(world)
    _in_time(world)


def _require(holds: bool, what: str) -> None:  # noqa: FBT001 - it is the point
    if not holds:
        raise BrokenError(what)


def _is_over(world: World, row: Row) -> None:
    """Sent; or not, for a reason that the rules allow."""
    one = row.notice
    match row.state:
        case State.SENT:
            _require(row.ts is not None, f"{one.key} is sent and has no ts")
        case State.EXPIRED:
            ended = row.ended_at or one.due_at
            over = one.expires_at is not None and one.expires_at <= ended
            mended = one.kind is NoticeKind.UNDELIVERED
            submitted = one.kind in TO_THOSE_MISSING and one.to in world.changed
            untimely = not reminders.timely(one.kind, one.key, world.round, one.to, ended)
            headless = one.kind in FILES
            _require(over or mended or submitted or untimely or headless, f"{one.key} expired without a reason")
        case State.DEAD:
            _require(world.weather.troubles or world.weather.crashes, f"{one.key} died in fine weather")
        case State.CANCELLED:
            moved = world.round.revision > 1
            _require(moved, f"{one.key} was cancelled without a reason")
        case _:
            raise BrokenError(f"{one.key} is {row.state} for ever: {row.error}")


def _stands_once(world: World, row: Row) -> None:
    standing = world.slack.standing(row.id)
    _require(len(standing) <= 1, f"{row.notice.key} stands {len(standing)} times")
    if row.state is State.SENT:
        _require(len(standing) == 1, f"{row.notice.key} is said to be sent and is not there")
        if row.notice.kind not in FILES:
            _require(standing[0].ts == row.ts, f"{row.notice.key} is noted as another message")
    if standing and row.state is not State.SENT:
        _require(row.unsure, f"{row.notice.key} is there and nobody knew that it might be")


def _nobody_is_pressed(world: World) -> None:
    sent = [row.notice.to for row in world.rows.all.values() if row.notice.kind in NUDGES and row.state is State.SENT]
    for person in set(sent):
        _require(sent.count(person) <= reminders.MOST, f"{person} was nudged {sent.count(person)} times")


def _nothing_is_missing(world: World) -> None:
    """Every step of the calendar was owed: to those at least about whom nothing ever changed."""
    owed = {row.notice.key for row in world.rows.all.values()}
    running = world.round
    for step in reminders.steps(running, world.place.zone):
        if step.kind not in NUDGES:
            _require(reminders.key(step.kind, running) in owed, f"{step.kind} was never owed")
    if running.revision == 2 and running.stage is Stage.CLOSED and not running.moved_at:
        for step in reminders.nudges(world.first_round, world.place.zone):
            for partner in world.place.partners:
                for one in partner.contributors:
                    key = reminders.key(step.kind, world.first_round, one)
                    quiet = one in world.changed or any(
                        row.notice.to == one and row.state is State.DEAD for row in world.rows.all.values()
                    )
                    _require(quiet or key in owed or world.weather.jumps, f"{key} was never owed")


def _in_time(world: World) -> None:
    """Late only by as much as was wrong; and a copy too many is seen for minutes at most."""
    if world.weather.name == "fine":
        for notice, at in world.posted.items():
            one = world.rows.all[notice].notice
            follows = one.kind in FILES
            _require(follows or at - one.due_at <= HEALTHY, f"{one.key} was {at - one.due_at} late")
    rates = world.slack.rates_then
    prompt = not world.weather.troubles and (rates.late == 0 or rates.latest <= SETTLE.total_seconds())
    for name, seen in world.slack.doubled.items():
        _require(not prompt, f"{name} was seen twice, although Slack was never later than we wait")
        readable = not world.weather.troubles and rates.reading == rates.limited == 0
        _require(not readable or seen <= SEEN_TWICE, f"{name} was seen twice for {seen}")
