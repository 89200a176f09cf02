"""The Home tab: one's own rounds, and turnout where one leads; never an answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.blocks import home
from bot.blocks.parts import Block, section
from bot.names import Action
from flows import round as rules
from flows.assessment import Screen, Walk
from flows.overview import Overview, Turnout
from flows.reminders import Happening
from frameworks import catalog
from frameworks.schema import Edition
from sandbox.drawn import drawn_text
from tests.bot.drawn import require_showable
from tests.bot.test_cards import EDITIONS, states, whole
from tests.storage.place import PLACE
from tests.walks import NOON, SEL, a_round, a_walk, all_answered, an_answer, with_answers


def mine(*walks: Walk) -> Block:
    return home.draw(Overview(walks, (), ()))


def drawn(view: Block) -> str:
    return drawn_text(view["blocks"])


def turnout(submitted: Sequence[str], waiting: Sequence[str]) -> Turnout:
    edition = catalog.edition(SEL)
    return Turnout(PLACE, a_round(edition), edition, tuple(submitted), tuple(waiting))


@EDITIONS
def test_every_home_is_within_the_limits(edition: Edition) -> None:
    for walk in states(whole(edition)):
        led = replace(turnout(["A place with a name " * 6] * 40, ["Another"] * 40), round=walk.round)
        require_showable(home.draw(Overview((walk,) * 2, (PLACE,) * 2, (led,) * 3)))
        require_showable(home.draw(Overview((walk,) * 50, (PLACE,), (led,))))


def test_nobody_s_home_says_what_this_is() -> None:
    assert "There is nothing for you to do at the moment." in drawn(mine())


def test_a_partner_sees_how_far_they_are_and_goes_on() -> None:
    seen = drawn(mine(a_walk(answers={"shared-clinical-risk": an_answer()})))
    assert "1 of 13 answered, about 24 minutes left" in seen
    assert "[Answer now]" in seen


def test_how_far_each_domain_is_shows_from_the_first_answer_on() -> None:
    assert "▱" not in drawn(mine(a_walk()))
    assert "Left: " not in drawn(mine(a_walk()))
    begun = drawn(mine(a_walk(answers={"shared-clinical-risk": an_answer()})))
    assert "1 of 2 · Operational Coordination" in begun
    assert "Left: Operating integrated functions, " in begun


def test_a_partner_with_all_answers_checks_and_submits() -> None:
    assert "[Check and submit]" in drawn(mine(a_walk(answers=all_answered(a_walk()))))


def test_a_partner_who_submitted_can_look_again() -> None:
    seen = drawn(mine(a_walk(answers=all_answered(a_walk()), submitted_at=NOON)))
    assert "Submitted. You can change answers until Monday 15 June at 12:00, and for 15 minutes after that." in seen
    assert "[Check your answers]" in seen


def test_a_closed_round_has_no_button() -> None:
    walk = a_walk(submitted_at=NOON)
    seen = drawn(mine(replace(walk, round=rules.close(walk.round))))
    assert "Closed. Summary in @C1: Thursday 18 June at 09:00." in seen
    assert "[" not in seen


def test_a_round_that_is_agreed_says_so_and_when_to_partners_and_to_the_lead() -> None:
    walk = a_walk(submitted_at=NOON)
    closed = rules.close(walk.round)
    leading = Turnout(PLACE, closed, catalog.edition(SEL), (), (), agreed_at=NOON)
    seen = Overview((replace(walk, round=closed),), (PLACE,), (leading,), agreed={closed.id: NOON})
    for said in (drawn(home.draw(seen)), drawn_text([section(home.in_words(seen))])):
        assert said.count("Agreed on Tuesday 2 June at 12:00.") == len(("as a partner", "as the lead"))
    before = replace(seen, turnouts=(replace(leading, agreed_at=None),), agreed={})
    assert "Agreed" not in drawn(home.draw(before))


def test_a_lead_sees_turnout_by_name_and_no_time() -> None:
    seen = drawn(home.draw(Overview((), (PLACE,), (turnout(["Northgate Voices"], ["Northgate Practices"]),))))
    assert "1 of 2 organisations have submitted" in seen
    assert "Submitted: Northgate Voices" in seen
    assert "Not yet: Northgate Practices" in seen


def test_what_somebody_leads_stands_above_their_own_part() -> None:
    seen = Overview((a_walk(),), (PLACE,), (turnout(["Northgate Voices"], ["Northgate Practices"]),))
    for said in (drawn(home.draw(seen)), home.in_words(seen)):
        assert 0 <= said.index("1 of 2 organisations have submitted") < said.index("0 of 13 answered")


def test_a_full_home_keeps_one_s_own_part() -> None:
    seen = Overview((a_walk(),), (PLACE,) * 20, (turnout([], ["Northgate Voices"]),) * 3)
    assert "[Answer now]" in drawn(home.draw(seen))


def test_cancelling_stands_last_and_looks_grave() -> None:
    happening = Happening(NOON, "Deadline")
    open_round = replace(turnout([], ["Northgate Voices"]), ahead=(happening,))
    rows = [one["elements"] for one in home.draw(Overview((), (PLACE,), (open_round,)))["blocks"] if "elements" in one]
    (row,) = [one for one in rows if any(each.get("action_id") == Action.CANCEL_ROUND for each in one)]
    assert [(one["action_id"], one.get("style")) for one in row][-2:] == [
        (Action.AUDIT, None),
        (Action.CANCEL_ROUND, "danger"),
    ]
    assert [one["action_id"] for one in row if "style" in one] == [Action.CANCEL_ROUND]


def test_the_home_tells_nothing_of_answers() -> None:
    walk = whole(catalog.edition(SEL), Screen.CARD)
    seen = [mine(with_answers(walk, all_answered(walk, an_answer(level, "words")))) for level in (1, 4)]
    assert seen[0] == seen[1]


def test_the_same_is_told_in_words() -> None:
    said = home.in_words(Overview((a_walk(),), (PLACE,), (turnout([], ["Northgate Practices"]),)))
    assert "0 of 13 answered" in said
    assert "0 of 1 organisations have submitted" in said


def led(*turnouts: Turnout, agreed: bool = False) -> str:
    return drawn(home.draw(Overview((), (PLACE,), turnouts, agreed)))


def test_a_lead_is_told_what_this_is_until_the_first_round() -> None:
    assert "asks each of your organisations" in led()
    assert "asks each of your organisations" not in led(turnout([], ["Northgate Voices"]))


def test_agreed_actions_are_offered_once_there_are_any() -> None:
    assert "[Agreed actions]" in led(agreed=True)
    assert "[Agreed actions]" not in led()


def test_a_lead_is_told_when_a_round_of_every_framework_is_open() -> None:
    each = [replace(turnout([], ["Northgate Voices"]), edition=edition) for edition in catalog.shipped()]
    assert "A round of every framework is open." in led(*each)
    assert "A round of every framework is open." not in led(*each[1:])


def test_a_round_is_offered_while_none_is_open() -> None:
    running = turnout([], ["Northgate Voices"])
    assert "[Start a round]" in led()
    assert "[Start a round]" in led(replace(running, round=rules.close(running.round)))
    assert "[Start a round]" not in led(running)
    assert "/maturity start starts one of another framework" in led(running).replace("`", "")
