"""Eight small articles of a town that does not exist, with the label that each sentence should get.

One sentence a line, so that what is labelled does not hang on how sentences are found.
"""

from typing import NamedTuple


class Small(NamedTuple):
    """A small article; `keys` are the labels that a careful reader gives, sentence by sentence."""

    title: str
    text: str
    keys: str


TOWN = (
    Small(
        "Harbour bridge to close for repairs",
        "The harbour bridge will close for six weeks in May, the works office said on Monday.\n"
        "Engineers found rust in two of its bearings, according to an inspection report.\n"
        "The bridge carries 14,000 vehicles a day.\n"
        "Closing it in the tourist season is a mistake.\n",
        "1123",
    ),
    Small(
        "Library opens on Sundays",
        "The town library opened on a Sunday for the first time this week.\n"
        "“We had a queue before the doors were open,” said its director, Ines Varga.\n"
        "Critics say it is a waste of money.\n"
        "It is the best idea that the council has had in years.\n",
        "2123",
    ),
    Small(
        "Heat wave empties the reservoirs",
        "The northern reservoirs fell to 41 percent, the water board's figures show.\n"
        "No rain has fallen since the third of June.\n"
        "A spokeswoman for the board asked households to stop watering gardens.\n"
        "The board should have acted in spring.\n",
        "1213",
    ),
    Small(
        "Court stops the night flights",
        "The administrative court on Thursday stopped night flights at the regional airport.\n"
        "The judges wrote that the noise had been measured in the wrong months.\n"
        "Two pilots who asked not to be named called the ruling a shock.\n"
        "What will be left of the airport after this?\n"
        "The airport has 900 employees.\n",
        "21132",
    ),
    Small(
        "School meals get dearer",
        "A school lunch will cost 4.20 from September instead of 3.60.\n"
        "The price of vegetables rose by a fifth in a year, according to the statistics office.\n"
        "Parents deserve better than a letter in the holidays.\n"
        "“We cannot cook at a loss,” the caterer's manager, Paul Anders, told this newspaper.\n",
        "2131",
    ),
    Small(
        "Tram line nine is a year late",
        "The first trams on line nine will run in autumn of next year, a year later than planned.\n"
        "The transport company blamed a supplier of signals.\n"
        "The supplier rejected that in a statement on Friday.\n"
        "The delay costs the town 11 million.\n"
        "Nobody at the town hall seems to mind.\n",
        "21123",
    ),
    Small(
        "Stork pair breeds on the old brewery",
        "A pair of storks is breeding on the chimney of the old brewery.\n"
        "It is the first brood within the town walls since 1958, the nature society said.\n"
        "There can hardly be a lovelier sight over the roofs.\n"
        "The chimney was to be pulled down this summer.\n",
        "2132",
    ),
    Small(
        "Market square to be free of cars",
        "The council voted on Tuesday to close the market square to cars.\n"
        "Twenty-two members voted for it and nineteen against, the minutes show.\n"
        "Shopkeepers fear for their customers, their association said.\n"
        "They feared the same of the pedestrian street, and they were wrong.\n",
        "2113",
    ),
)
