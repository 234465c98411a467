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

SOURCE_KINDS = {
    "named_person": "Named person",
    "unnamed_person": "Unnamed person",
    "organisation": "Organisation",
    "document": "Document or data",
    "other_media": "Other media",
    "reporter_witness": "Reporter as witness",
}
"""What the source of a sentence can be, and how a page writes it."""

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

REASONS = {
    "ambiguous_text": "Ambiguous text",
    "guideline_gap": "Guideline gap",
    "slip": "Slip",
    "edge_case": "Edge case",
    "two_readings": "Truly two readings",
    "bad_split": "Bad split",
}
"""Why reviewers did not agree on a sentence, as a lead sees it, and how a page writes it."""

SCHEMA_VERSION = 1
"""The version of the exported columns; it rises when one changes its meaning."""
