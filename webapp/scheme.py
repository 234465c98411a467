"""The label scheme: the words that pages, commands, tables and exports share."""

LABELS = ("sourced", "unsourced", "opinion")
"""The labels that agreement counts, in the order in which every table shows them."""

NOT_APPLICABLE = "not_applicable"
"""The escape for a byline, a caption, a bad split; agreement leaves it out unless asked."""

ALL_LABELS = (*LABELS, NOT_APPLICABLE)

FLAGS = (
    "unsure",
    "anonymous_source",
    "vague_attribution",
    "carried_over",
    "loaded_wording",
    "common_knowledge",
    "quote_fragment",
    "prediction",
)
"""Secondary marks; none of them ever changes a label."""

LETTERS = {"sourced": "S", "unsourced": "U", "opinion": "O", NOT_APPLICABLE: "–"}
"""The mark that stands before a labelled sentence, so that colour never speaks alone."""

KEYS = {"sourced": "1", "unsourced": "2", "opinion": "3", NOT_APPLICABLE: "0"}
"""The key that gives each label on the article page."""

NAMES = {
    "sourced": "Sourced",
    "unsourced": "Unsourced",
    "opinion": "Opinion",
    NOT_APPLICABLE: "Not applicable",
}
"""How a page writes each label."""

SCHEMA_VERSION = 1
"""The version of the exported columns; it rises when one changes its meaning."""
