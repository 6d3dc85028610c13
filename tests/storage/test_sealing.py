"""Sealing keeps addresses from everybody without the key."""

import pickle

import pytest

from storage.sealing import Keys, SealBroken

OTHER = Keys(b"another master, not the test's one")


def test_what_is_sealed_opens_with_the_same_key_and_purpose(keys: Keys) -> None:
    """Words come back exactly, also other people's letters."""
    assert keys.open(keys.seal("+447700900123 – Омар", "contact:sms"), "contact:sms") == "+447700900123 – Омар"


def test_the_same_words_are_sealed_differently_each_time(keys: Keys) -> None:
    """Nobody can tell from two sealed values that they are the same number."""
    assert keys.seal("+447700900123", "contact:sms") != keys.seal("+447700900123", "contact:sms")


@pytest.mark.parametrize("spoil", [lambda s: s[:-1] + bytes([s[-1] ^ 1]), lambda s: b"\x02" + s[1:], lambda s: s[:9]])
def test_an_altered_seal_does_not_open(keys: Keys, spoil: "type[bytes]") -> None:
    """A changed byte, a format not known, a cut value."""
    with pytest.raises(SealBroken):
        keys.open(spoil(keys.seal("+447700900123", "contact:sms")), "contact:sms")


def test_a_seal_opens_neither_with_another_key_nor_for_another_purpose(keys: Keys) -> None:
    """A contact's address cannot be passed off as somebody's name."""
    sealed = keys.seal("+447700900123", "contact:sms")
    with pytest.raises(SealBroken):
        OTHER.open(sealed, "contact:sms")
    with pytest.raises(SealBroken):
        keys.open(sealed, "name")


def test_a_lookup_is_the_same_for_one_address_and_differs_by_channel_and_key(keys: Keys) -> None:
    """It finds a contact again and cannot be made without the key."""
    lookup = keys.lookup("sms", "+447700900123")
    assert lookup == keys.lookup("sms", "+447700900123")
    others = {keys.lookup("telegram", "+447700900123"), keys.lookup("sms", "+447700900124")}
    assert lookup not in others | {OTHER.lookup("sms", "+447700900123")}


def test_keys_show_nothing_and_do_not_leave_the_process(keys: Keys) -> None:
    """Neither printing nor pickling gives a key away."""
    assert repr(keys) == str(keys) == "Keys(hidden)"
    with pytest.raises(TypeError):
        pickle.dumps(keys)


def test_a_short_master_key_is_refused() -> None:
    """A password is not a key."""
    with pytest.raises(ValueError, match="at least 32 random bytes"):
        Keys(b"secret")
