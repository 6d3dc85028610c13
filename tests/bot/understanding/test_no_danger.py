"""How a no to "Is anyone in danger right now?" is heard in more words than one, and what is never one."""

import pytest

from bot.understanding.danger.denied import denies_danger

NO = [
    "Oh no dear, nobody is in danger, well my knee is bad but that's another matter",
    "nobody is in danger, my knee is bad",
    "nobody in danger love its a dog", "not that i know of",
    "No, nobody is in danger thanks", "No one is in danger", "no danger", "nobody's in danger", "No im ok",
    "no just annoyed", "not at the moment", "no, he is at work", "No its just noise", "no but i'm scared", "no hes out",
    "everyone is fine, it's just loud music", "not right now", "no we are all ok", "nope all good", "im safe",
    "no they are asleep", "No danger just noise", "nikt nie jest w niebezpieczeństwie", "nie, to tylko hałas",
    "nie, jest w pracy", "nic nam nie jest", "neb mewn perygl", "na, dim ond sŵn", "nac oes, mae pawb yn iawn",
    "no dear", "no but its doing my head in", "no one is hurt", "no its creepy", "all good",
    "no he's gone inside", "no theyve run off", "no its calmed down", "no just wanna report it", "no hes in prison",
    "no police came", "no its been going on for months", "no i just want it to stop", "no hes been arrested",
    "no its at 14 elm court its music", "no you muppets", "no hes gone out now", "no hes gone to bed now",
    "No. But my window has been smashed twice this month.", "no but theyre dealing downstairs again",
    "no but someone keeps nicking my post",
    "its at 9 mill lane nobody is in danger", "hes safe inside", "were all safe indoors", "the kids are safe in bed",
    "koi khatra nahi", "nahi bas shor hai", "کوئی خطرہ نہیں ہے", "نہیں بس شور ہے",
]  # fmt: skip
NEVER = [
    "nobody is in danger but he has a knife", "nobody is in danger yet", "no one is in danger unless he comes back",
    "not really safe", "i dont think im safe", "not yet", "not in danger yet", "no not yet but he said he will",
    "no but he has a knife", "no im in danger", "no hes outside", "no he is here", "no but hes coming back",
    "no im scared and he is upstairs", "no but she is bleeding", "no help me", "no she is in danger", "not safe",
    "no one is helping me", "nobody is safe", "no but he hit me", "no my kids are in danger", "im not fine",
    "no i am hurt", "no hes trying to get in", "no nobody can help", "not at the moment but he will be back",
    "no but i want to die", "no im alone with him", "no he is asleep on the floor not waking up", "no gas",
    "no but im scared theyll come back", "no hes in the flat", "no theyre round the back", "no he lives with me",
    "no it will kick off later", "no 14 elm court", "no on jest tutaj", "no he hurt his hand", "no shes crying outside",
    "no hes gone cold", "no they have set the bin alight", "no hes stopped breathing", "no were locked in",
    "no but hes smashing my window", "no but hes kicking my door in", "no but he is setting fire to the bins",
    "no but there is a man smashing up my garden", "no but the dog bit my son", "no but i can smell gas on the stairs",
    "no hes inside", "im safe but she is bleeding", "hes safe inside but he wont wake up", "im not safe inside",
    "he is at my door but nobody is in danger", "he has a knife, nobody is in danger",
    "no danger?", "in danger", "nie, on ma nóż", "nahi lekin woh bahar hai", "", "no one", "yes", "ok",
]  # fmt: skip


@pytest.mark.parametrize("said", NO)
def test_an_ordinary_no_is_a_no(said: str) -> None:
    """Nobody answers like a form."""
    assert denies_danger(said)


@pytest.mark.parametrize("said", NEVER)
def test_a_no_followed_by_what_may_be_danger_is_none(said: str) -> None:
    """The question is put again, or danger has been heard already."""
    assert not denies_danger(said)
