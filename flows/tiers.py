"""How much may be shown for how many organisations (rules P2, P3 and P4)."""

from enum import IntEnum


class Tier(IntEnum):
    """What a sub-domain's number of positions allows; each value is the fewest organisations that reach it.

    The numbers come from an audit of every possible set of answers: with fewer, a partner could subtract its own
    answer from what is shown and be certain of somebody else's.
    """

    NOTHING = 0
    TOGETHER_OR_APART = 3
    WORDS = 5
    DETAIL = 8


def tier(n: int) -> Tier:
    """What `n` organisations with a position allow."""
    return max(one for one in Tier if one <= n)
