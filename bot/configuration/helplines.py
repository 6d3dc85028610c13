"""The numbers that we give to somebody in danger or in distress, by nation; a landlord may change any of them (R1)."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Nation = Literal["england", "wales", "scotland", "northern_ireland"]
Number = Annotated[str, Field(pattern=r"^[0-9][0-9 ]{1,14}$")]


class Helplines(BaseModel):
    """Numbers as they are read out, and names as they are said. 999, 55 and 18000 are the same in every nation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gas: Number = Field(examples=["0800 111 999"])
    samaritans: Number = Field(examples=["116 123"])
    domestic_abuse: Number = Field(examples=["0808 2000 247"])
    domestic_abuse_name: str = Field(examples=["National Domestic Abuse Helpline"])
    childline: Number = Field(examples=["0800 1111"])
    victim_support: Number = Field(examples=["08 08 16 89 111"])


_EVERYWHERE = {
    "samaritans": "116 123",
    "childline": "0800 1111",
}
_GAS_IN_GREAT_BRITAIN = "0800 111 999"

# What a nation has of its own. Where a number is not here (Victim Support in Scotland; Victim Support and gas in
# Northern Ireland) we are not sure of it, and the landlord must state it: a wrong one is worse than being asked.
_BY_NATION: dict[Nation, dict[str, str]] = {
    "england": {
        "gas": _GAS_IN_GREAT_BRITAIN,
        "domestic_abuse": "0808 2000 247",
        "domestic_abuse_name": "National Domestic Abuse Helpline",
        "victim_support": "08 08 16 89 111",
    },
    "wales": {
        "gas": _GAS_IN_GREAT_BRITAIN,
        "domestic_abuse": "0808 80 10 800",
        "domestic_abuse_name": "Live Fear Free",
        "victim_support": "08 08 16 89 111",
    },
    "scotland": {
        "gas": _GAS_IN_GREAT_BRITAIN,
        "domestic_abuse": "0800 027 1234",
        "domestic_abuse_name": "Scotland's Domestic Abuse Helpline",
    },
    "northern_ireland": {
        "domestic_abuse": "0808 802 1414",
        "domestic_abuse_name": "Domestic and Sexual Abuse Helpline",
    },
}


def usual_helplines(nation: Nation) -> dict[str, str]:
    """What we are sure of for a nation, by field of `Helplines`."""
    return _EVERYWHERE | _BY_NATION[nation]
