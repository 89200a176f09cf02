"""Taking a view out after the close (rule P8): the summary is withdrawn, and never recomputed without that view."""

from flows.refusal import Denied, Refusal
from flows.round import Stage
from flows.walk import Walk


def require_withdrawable(walk: Walk, *, there: bool) -> None:
    """Refuse, unless this organisation's view counts in a summary that is still `there`.

    No second summary is made: it would differ from the first by one organisation, and so show what that one had said.
    """
    if walk.round.stage is not Stage.CLOSED:
        raise Refusal("This round is still open: withdraw your view or change it on your card.")
    if not walk.assessment.submitted:
        raise Denied("Your organisation had not submitted, so there is nothing of it in the summary.", why="no view")
    if not there:
        raise Refusal("The summary has been withdrawn already, with all that was counted, quoted and offered.")
