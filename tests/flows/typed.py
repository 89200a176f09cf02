"""Texts as people and machines may type them, for tests of whatever reads a comment."""

from hypothesis import strategies as st

TYPED = st.one_of(
    st.text(max_size=80),
    st.text("aAbBS .,!?:-*_~`'\"\n\t1)\u2022\u2014\u201c\u200b\u0301\u00df\U0001f389<>@", max_size=60),
    st.lists(
        st.sampled_from(["Hi all,", "THANKS", "Best. ", "- ", "\n", "1. ", "*", "`", ":tada:", "Tom", "PATHWAY", ". "])
    ).map(" ".join),
)
