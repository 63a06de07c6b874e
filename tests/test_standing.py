from __future__ import annotations

import pytest

from walkback.core.reading import STATUSES
from walkback.core.text import Span
from walkback.standing import cue, restated


def place(text: str, word: str) -> Span:
    start = text.index(word)
    return Span(start, start + len(word))


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Velmar no longer planned to meet its neighbour.", "meet", "cancelled"),
        ("She backed off the possibility of selling patrol boats.", "selling", "cancelled"),
        ("The summit in Senn was called off on Monday.", "summit", "cancelled"),
        ("The vote was postponed until June.", "vote", "postponed"),
        ("The Senate put off a vote on the ports bill.", "vote", "postponed"),
        ("Envoys asked the court to postpone the hearing.", "hearing", "proposed"),
        ("The unions called for a delay of the tunnel.", "tunnel", "proposed"),
        ("She urged the council to abandon the dam.", "dam", "proposed"),
        ("Kadria would not delay the vote.", "vote", None),
        ("Kadria may delay the vote.", "vote", "floated"),
        ("Kadria will call off the vote if the rain goes on.", "vote", "floated"),
        ("If the rain goes on, the vote will be called off.", "vote", "floated"),
        ("Kadria will call off the vote on Monday.", "vote", "cancelled"),
        ("The premier ended a three-day visit to Senn.", "visit", "done"),
        ("The probe ends its 12-year mission.", "mission", "done"),
        ("Kadria ended its blockade of Senn.", "blockade", None),
        ("The talks came to an end on Friday.", "talks", "done"),
        ("The talks never ended.", "talks", None),
        ("Kadria vowed to end the drills.", "drills", None),
        ("By the end of the year peace talks are to begin.", "talks", None),
        ("The vote in May was cancelled.", "vote", "cancelled"),
        ("Kadria will cancel the vote, even if the court objects.", "vote", "cancelled"),
        ("Kadria promised to scrap the levy.", "levy", "planned"),
        ("The mayor refused to cancel the fair.", "fair", None),
        ("Kadria will not back down.", "back down", "rejected"),
        ("The court asked for papers; it postponed the hearing.", "hearing", "postponed"),
        ("The minister committed to sitting down with the unions.", "sitting down", "agreed"),
        ("He said the visit was never agreed.", "visit", "denied"),
        ("We never agreed to withdraw from the island.", "withdraw", "denied"),
        ("The firm refused to agree to the sale.", "sale", "rejected"),
        ("The club denied that it would cancel the tour.", "tour", "denied"),
        ("Kadria denied reports that the visit had been postponed.", "visit", "denied"),
        ("The mayor dismissed claims that the bridge would close.", "close", "denied"),
        ("He denied the theft, and the council put off the vote.", "vote", "postponed"),
        ("The minister denied the charge and cancelled the visit.", "visit", "cancelled"),
        ("It was denied a berth the line cancelled the tour.", "tour", "cancelled"),
        ("Kadria refused to sell grain.", "sell", "rejected"),
        ("Velmar will meet its neighbour.", "meet", None),
        ("They cancelled lunch; the fleet will sail.", "sail", None),
        ("The unions called for the port vote to be postponed.", "vote", "proposed"),
        ("The minister, asked why the vote was put off, left.", "vote", "postponed"),
        ("The vote may be postponed again.", "vote", "floated"),
        ("Kadria threatens to cancel the grain deal.", "deal", None),
        ("The council was required to scrap the toll.", "toll", None),
        ("The plane ditches into the bay.", "ditches", None),
        ("Bombs dropped from the ridge hit the mill.", "dropped", None),
        ("A ship dropping anchors in the strait cut a cable.", "strait", None),
        ("Crew and guests had abandoned ship.", "abandoned", None),
        ("The fair was cancelled following a declaration of bankruptcy.", "declaration", None),
        ("The line cancelled 40 trips as it inspects its ferries.", "inspects", None),
        ("The high court overturns the verdict.", "verdict", "done"),
        ("The suit against the port was dismissed.", "suit", "done"),
        ("Velmar pulls out of the ferry talks.", "pulls out", "cancelled"),
        ("Velmar pulls out of the northern valley.", "pulls out", None),
        ("Officials fear that the storm in the north will delay the vote.", "vote", None),
        ("Plans by the port museum to scrap the old dredger stand.", "scrap", None),
        ("The debate in the old ferry hall was called off.", "hall", None),
        ("The later ruling was also overturned.", "ruling", "done"),
        ("Prosecutors dropped the charges.", "charges", "cancelled"),
    ],
)
def test_cue(text: str, trigger: str, status: str | None) -> None:
    assert cue(text, place(text, trigger), Span(0, len(text)), []) == status


def test_a_cue_governs_the_nearest_trigger() -> None:
    text = "They called off the summit after they agreed to build the bridge."
    whole = Span(0, len(text))
    summit, build = place(text, "summit"), place(text, "build")
    assert cue(text, summit, whole, [build]) == "cancelled"
    assert cue(text, build, whole, [summit]) == "agreed"


def test_restated_is_a_distribution() -> None:
    even = tuple(1 / len(STATUSES) for _ in STATUSES)
    raised = restated(even, "cancelled")
    assert sum(raised) == pytest.approx(1)
    assert max(raised) == raised[STATUSES.index("cancelled")]
    assert restated(even, None) == even
