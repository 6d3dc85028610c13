"""Which kind of anti-social behaviour, and which sort of noise, a resident's words tell of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.kinds.choosing import find_kind
from bot.understanding.kinds.listed import KINDS, find_kinds
from bot.understanding.kinds.noise import NOISE_SORTS, find_noise_sort
from tests.bot.understanding.told import Told, read_told


@pytest.mark.parametrize("told", read_told(), ids=lambda told: f"{told.language}: {told.message[:40]}")
def test_the_kind_is_read_from_a_residents_own_words(told: Told) -> None:
    """Every row of the tables, in four languages; where no kind is told of, none is read."""
    assert find_kind(told.message) == told.kind


@pytest.mark.parametrize(
    ("said", "sort"),
    [
        ("loud music till 3", "music"), ("parties every weekend", "music"), ("karaoke", "music"),
        ("tv on full blast", "music"),
        ("cerddoriaeth uchel bob nos", "music"), ("głośna muzyka", "music"), ("har raat gaane lagate hain", "music"),
        ("اونچی آواز میں موسیقی", "music"), ("shouting and arguing", "voices"), ("they scream at each other", "voices"),
        ("kłócą się całą noc", "voices"), ("gweiddi a ffraeo", "voices"), ("cheekhte hain", "voices"),
        ("footsteps above me", "living"), ("the pipes bang all night", "other"),
        ("sasiedzi krzycza kazdej nocy", "voices"), ("mae cymdogion yn gweiddi bob nos", "voices"),
        ("the baby cries all night", "living"),
        ("washing machine at midnight", "living"),
        ("heavy footed people upstairs", "living"), ("sŵn traed uwch fy mhen", "living"), ("tupią nad głową", "living"),
        ("بچہ ساری رات روتا ہے", "living"), ("hoovering at six in the morning", "living"), ("dog barking", "dog"),
        ("the dog howls when they go out", "dog"), ("mae'r ci yn cyfarth", "dog"), ("pies szczeka", "dog"),
        ("kutta bhonkta hai", "dog"),
        ("کتا بھونکتا ہے", "dog"), ("drilling on a sunday", "diy"), ("hammering", "diy"), ("wiertarka", "diy"),
        ("drilio", "diy"),
        ("car alarm", "alarm"), ("alarm going off for hours", "alarm"), ("larwm", "alarm"), ("fireworks", "other"),
        ("upstairs are stamping and shouting till 3am", "voices"), ("footsteps and a baby crying", "living"),
        ("a cockerel", "other"), ("it is just noisy", None), ("rubbish on the stairs", None), ("", None),
    ],
)  # fmt: skip
def test_the_sort_of_noise_is_read(said: str, sort: str | None) -> None:
    """Everyday living noise takes the good-neighbour route, so it must be told from the rest (R5)."""
    assert find_noise_sort(said) == sort


@pytest.mark.parametrize(
    "said",
    [
        "rubbish and noise", "dogs", "shouting", "he is a nuisance", "same as last time",
        "no drugs, no violence",
        "graffiti and cannabis", "someone stole my post and they play loud music",
    ],
)  # fmt: skip
def test_two_equally_likely_kinds_or_a_mere_hint_are_left_open(said: str) -> None:
    """What is unsure is asked, never guessed."""
    assert find_kind(said) is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("he never calls me back", None), ("seen on my ring doorbell", None), ("the engineer never came", None),
        ("engine running all night under my window", "vehicles"), ("he calls me names", "harassment"),
        ("lads smoke cannabis all day and she is 84 and frightened to go out", "drugs"),
        ("I am frightened to go out because of him", "harassment"),
        ("neighbour calls me a p*ki and says go home", "hate"), ("he called me a f*ggot", "hate"),
        ("mae cymdogion yn gweiddi bob nos", "noise"), ("sasiedzi krzycza kazdej nocy", "noise"),
        ("new", None), ("yo", None), ("wrong number", None),
    ],
)  # fmt: skip
def test_a_word_that_only_sounds_like_a_kind_is_none(said: str, kind: str | None) -> None:
    """An engineer is no engine, a call back no insult, and fear is what a deed does."""
    assert find_kind(said) == kind


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("racist abuse shouted over loud music", "hate"),
        ("my husband hits me and shouts", "domestic_abuse"),
        ("they were drunk and started a fight", "violence"),
        ("rubbish dumped in the garden", "rubbish"),
        ("kids smoking weed on the stairs", "drugs"),
        ("dog mess in the communal garden", "animals"),
    ],
)
def test_the_graver_or_plainer_kind_stands_first(said: str, first: str) -> None:
    """A racist who shouts is reported for hate, not for noise."""
    assert find_kinds(said)[0] == first


def test_several_kinds_are_given_best_first() -> None:
    """All kinds that are spoken of can be offered when the resident is asked."""
    assert set(find_kinds("loud music and mattresses dumped by the bins")) == {"noise", "rubbish"}


@pytest.mark.parametrize("said", ["no weapons just loud music", "there is no fighting only loud music"])
def test_what_is_denied_does_not_count(said: str) -> None:
    """ "No weapons" is not a report of violence."""
    assert find_kind(said) == "noise"


def test_saying_it_again_makes_it_no_surer() -> None:
    """A word repeated in anger counts once."""
    assert find_kinds("rubbish rubbish rubbish and loud music, loud drums")[0] == "noise"


@pytest.mark.parametrize(
    "said", ["", " ", "\x00", "😀" * 50, "music " * 2000, "\u202eشور noise\u202c", "ں" * 5000, "٣" * 300]
)
def test_strange_messages_are_read_without_harm(said: str) -> None:
    """Empty, emoji only, very long, null bytes, mixed directions."""
    assert find_kind(said) in {None, "noise"}


@given(st.text(max_size=500))
def test_no_text_makes_it_fall(said: str) -> None:
    """Whatever arrives, a kind of the list or nothing is read."""
    assert find_kind(said) in {None, *KINDS}
    assert find_noise_sort(said) in {None, *NOISE_SORTS}
