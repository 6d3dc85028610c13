"""The danger recogniser over the practice and the held-out messages, and proof that this check can fail."""

from functools import cache

import pytest

from bot.understanding.danger import finding
from bot.understanding.danger.finding import find_danger, find_danger_with, without_faint_signs
from bot.understanding.danger.words import Lexicon, compile_lexicon, load_lexicon, read_lists
from bot.understanding.normal import normalise, split
from tests.corpus.danger_score import Score, read_rows, score_corpus

# What is reached, less a little; the aim is every danger and at most one harmless message in ten (issue 2).
FOUND = 0.978
NEEDLESS = 0.06
NEEDLESS_IN_PRACTICE = 0.11  # half of the practice messages were written to mislead
TOLD = 0.94  # of what somebody must hear tonight
TOLD_NEEDLESSLY = 0.04  # of the harmless messages that are not raised as danger now


# Of what residents answer in the middle of a talk, where they have said that nobody is in danger.
RAISED_OF_EVERYDAY = 0.97  # real danger that is heard at all
ADVISED_OF_EVERYDAY = 0.945  # and answered at once
TOLD_OF_EVERYDAY = 0.9
NEEDLESS_ADVICE = 0.04  # of everyday answers; what is faint is asked about
NEEDLESS_IN_ALL = 0.105
SAYINGS_RAISED = 0.14
RAISED_OF_ANSWERS, ADVISED_OF_ANSWERS = 0.955, 0.915
NEEDLESS_ADVICE_TO_ANSWERS, NEEDLESS_ANSWERS_IN_ALL = 0.018, 0.08

# Of ordinary reports of every kind, long and full of what is not the matter.
NEEDLESS_IN_REPORTS = {"en": 0.09, "all": 0.14}
FOUND_IN_REPORTS = 0.93

# Of batches by many hands, the older of them the hardest: half of the dangers without the obvious word, half of the
# rest to mislead. `exam` is none of these.
FOUND_SIDEWAYS = {
    "sideways": {"en": 0.92, "all": 0.9},
    "eighth": {"en": 0.9, "all": 0.86},
    "ninth": {"en": 0.93, "all": 0.88},
    "tenth": {"en": 0.91, "all": 0.89},
    "eleventh": {"en": 0.92, "all": 0.93},
    "twelfth": {"en": 0.98, "all": 0.98},
    "exam": {"en": 0.98, "all": 0.98},
}
NEEDLESS_SIDEWAYS = {
    "sideways": {"en": 0.11, "all": 0.22},
    "eighth": {"en": 0.18, "all": 0.205},
    "ninth": {"en": 0.085, "all": 0.16},
    "tenth": {"en": 0.095, "all": 0.095},
    "eleventh": {"en": 0.15, "all": 0.19},
    "twelfth": {"en": 0.41, "all": 0.41},  # ordinary, though it goes on as they write: the weakest point there is
    "exam": {"en": 0.06, "all": 0.08},
}
NEEDLESS_IN_NEWEST_REPORTS = 0.17


JUDGING = (
    "unseen", "held_reports", "sideways", "newest_reports", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "exam", "answers", "everyday",
)  # fmt: skip


@cache
def held_out() -> Score:
    """How the recogniser does on the held-out messages: counted once, judged twice."""
    return score_corpus("unseen")


def passes(lexicon: Lexicon) -> bool:
    """Whether the held-out messages would be judged well enough with these word lists; looked at no longer than until
    so much danger is missed that they cannot be."""
    rows = list(read_rows("unseen"))
    danger = [row for row in rows if row.kind == "now"]
    missed = 0
    for row in danger:
        missed += find_danger_with(lexicon, row.message).now is None
        if (len(danger) - missed) / len(danger) < FOUND:
            return False
    harmless = [row for row in rows if row.kind == "harmless"]
    raised = sum(find_danger_with(lexicon, row.message).now is not None for row in harmless)
    return raised / len(harmless) <= NEEDLESS


def test_no_message_is_both_fitted_to_and_judged_by() -> None:
    """But a word alone: whatever its capitals and commas, a message that was learnt says nothing of a new one."""
    learnt = {split(normalise(row.message)) for row in read_rows("practice")}
    for judge in JUDGING:
        told = {words: row for row in read_rows(judge) if len(words := split(normalise(row.message))) > 1}
        assert not [row for words, row in told.items() if words in learnt]


def test_danger_in_messages_nobody_tuned_for_is_found_and_harmless_ones_are_let_be() -> None:
    """The bar that lives hang on, on the held-out messages, all languages together and the four catalogues apart."""
    score = held_out()
    assert score.rate("all", "now raised", "now") >= FOUND
    assert score.rate("all", "harmless raised", "harmless") <= NEEDLESS
    assert score.rate("en", "now raised", "now") >= 0.98
    assert score.rate("en", "harmless raised", "harmless") <= 0.09


def test_what_somebody_must_hear_tonight_is_told_and_little_else_is() -> None:
    """Threats, abuse at home, people at risk, hate and despair in the held-out messages reach the person on call."""
    score = held_out()
    assert score.rate("all", "urgent told", "urgent") >= TOLD
    needlessly = score.counts["all", "harmless told"] - score.counts["all", "harmless raised"]
    assert needlessly <= TOLD_NEEDLESSLY * score.counts["all", "harmless"]


def test_danger_in_the_practice_messages_is_found() -> None:
    """A change of a list that loses what was once heard shows here."""
    score = score_corpus("practice")
    assert score.rate("all", "now raised", "now") >= FOUND
    assert score.rate("all", "harmless raised", "harmless") <= NEEDLESS_IN_PRACTICE


def test_ordinary_reports_are_mostly_let_be_and_danger_among_them_is_heard() -> None:
    """Held out: whoever tells of bags by the bins or of a hedge is not told to call 999."""
    score = score_corpus("held_reports")
    assert score.rate("all", "now raised", "now") >= FOUND_IN_REPORTS
    for language, most in NEEDLESS_IN_REPORTS.items():
        assert score.rate(language, "harmless raised", "harmless") <= most


def test_danger_said_sideways_is_mostly_found() -> None:
    """Held out, in fragments and without the obvious word; the aim is every one, and this is how far it is."""
    for batch, found in FOUND_SIDEWAYS.items():
        score = score_corpus(batch)
        for language, least in found.items():
            assert score.rate(language, "now raised", "now") >= least
            assert score.rate(language, "harmless raised", "harmless") <= NEEDLESS_SIDEWAYS[batch][language]
    newest = score_corpus("newest_reports")
    assert newest.rate("all", "harmless raised", "harmless") <= NEEDLESS_IN_NEWEST_REPORTS


def test_were_they_not_told_from_danger_ordinary_reports_would_not_be_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: about twice as many are advised to call 999 as the bounds let."""
    monkeypatch.setattr(finding, "beyond_ordinary", lambda _text, _signs: 1.0)
    score = score_corpus("held_reports", lambda message: find_danger_with(load_lexicon(), message))
    assert score.rate("all", "harmless raised", "harmless") > 1.8 * NEEDLESS_IN_REPORTS["all"]
    assert score.rate("en", "harmless raised", "harmless") > 2 * NEEDLESS_IN_REPORTS["en"]


def everyday(faint_is_asked: bool, corpus: str = "everyday") -> tuple[float, float]:
    """Of the dangers told in the middle of a talk and of the everyday answers there: how many are advised at once."""
    rows = [(row.kind, find_danger(row.message)) for row in read_rows(corpus)]
    loud = {
        kind: [danger.now is not None and not (faint_is_asked and danger.faint) for one, danger in rows if one == kind]
        for kind in ("now", "harmless")
    }
    return sum(loud["now"]) / len(loud["now"]), sum(loud["harmless"]) / len(loud["harmless"])


def test_everyday_answers_are_mostly_let_be_and_danger_among_them_is_heard() -> None:
    """Nothing was fitted to these messages but how little is faint."""
    found, needless = everyday(faint_is_asked=True)
    assert found >= ADVISED_OF_EVERYDAY
    assert needless <= NEEDLESS_ADVICE
    raised, asked_or_advised = everyday(faint_is_asked=False)
    assert raised >= RAISED_OF_EVERYDAY
    assert asked_or_advised <= NEEDLESS_IN_ALL


def test_answers_to_our_own_questions_are_mostly_let_be() -> None:
    """Written to each question by those who had read nothing, and nothing was fitted to them."""
    found, needless = everyday(faint_is_asked=True, corpus="answers")
    assert (found >= ADVISED_OF_ANSWERS, needless <= NEEDLESS_ADVICE_TO_ANSWERS) == (True, True)
    raised, asked_or_advised = everyday(faint_is_asked=False, corpus="answers")
    assert (raised >= RAISED_OF_ANSWERS, asked_or_advised <= NEEDLESS_ANSWERS_IN_ALL) == (True, True)


def test_what_somebody_must_hear_tonight_is_told_though_faint_signs_beside_it_are_asked_about() -> None:
    """A threat in the middle of a talk reaches the person on call as before."""
    urgent = [row.message for row in read_rows("everyday") if row.kind == "urgent"]
    told = [without_faint_signs(words) if find_danger(words).faint else find_danger(words) for words in urgent]
    assert sum(danger.urgent for danger in told) / len(told) >= TOLD_OF_EVERYDAY


def test_were_faint_signs_taken_for_danger_everyday_answers_would_not_be_let_be() -> None:
    """The planted fault."""
    assert everyday(faint_is_asked=False)[1] > 2 * NEEDLESS_ADVICE


def sayings(lexicon: Lexicon) -> tuple[float, float]:
    """Of the dangers among English sayings by which its lists were mended, and of the harmless ones: how many are
    raised."""
    raised: dict[str, list[bool]] = {"now": [], "harmless": [], "urgent": []}
    for row in (row for row in read_rows("mended") if row.language == "en"):
        raised[row.kind].append(find_danger_with(lexicon, row.message).now is not None)
    return sum(raised["now"]) / len(raised["now"]), sum(raised["harmless"]) / len(raised["harmless"])


def test_what_residents_say_every_day_is_no_danger_by_a_word_or_two_of_it() -> None:
    """ "I cant stand the noise" was an ambulance, "we are all sick of it" gas, and "I have tablets" despair."""
    found, needless = sayings(load_lexicon())
    assert found == 1.0
    assert needless <= SAYINGS_RAISED


def test_a_phrase_whose_words_may_all_but_two_be_left_out_does_not_pass() -> None:
    """Planted fault: as it stood in the lists."""
    sources = read_lists()
    planted = "medical = '''\n(cant|cannot|not|dont) (get|stand|move|feel) .. (up|floor)?, "
    sources["en"] = sources["en"].replace("medical = '''\n", planted, 1)
    assert sayings(compile_lexicon(sources))[1] > SAYINGS_RAISED


def test_emptied_lists_do_not_pass() -> None:
    """Planted fault: were the lists not read at all, the check above would fail."""
    assert not passes(Lexicon())


@pytest.mark.parametrize("canceller", ["idiom", "past", "unreal"])
def test_a_canceller_that_is_everywhere_does_not_pass(canceller: str) -> None:
    """Planted fault: cancelling at words as common as "the" would silence real danger, and the check would fail."""
    sources = read_lists()
    beginning = f"{canceller} = '''"
    sources["en"] = sources["en"].replace(beginning, f"{beginning}a, the, is, he, hes, my, i, in, on, to, me, and, ", 1)
    assert not passes(compile_lexicon(sources))
